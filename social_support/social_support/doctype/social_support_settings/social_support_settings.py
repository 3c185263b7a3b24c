from frappe.model.document import Document


class SocialSupportSettings(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        goal_high: DF.Int
        goal_low: DF.Int
        goal_medium: DF.Int
        goal_urgent: DF.Int
        keep_texts_days: DF.Int
        link_automatically: DF.Check
        pause_sending: DF.Check
        reopen_days: DF.Int
    # end: auto-generated types
    pass
