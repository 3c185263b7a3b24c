from frappe.model.document import Document


class SocialChannelStream(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        parent: DF.Data
        parentfield: DF.Data
        parenttype: DF.Data
        stream: DF.Literal[
            "Mentions", "Own Post Comments", "Direct Messages", "Keyword", "Reviews", "Feed"
        ]
        term: DF.Data | None
    # end: auto-generated types
    pass
