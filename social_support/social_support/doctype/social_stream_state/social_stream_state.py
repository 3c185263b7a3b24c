from frappe.model.document import Document

from social_support.conversations.keys import new_name


class SocialStreamState(Document):
    """What the machine knows about one stream of a channel. No person edits it."""

    def autoname(self) -> None:
        self.name = new_name()
