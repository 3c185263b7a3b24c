from frappe.model.document import Document


class SocialCategory(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        category_name: DF.Data
        default_priority: DF.Literal["Urgent", "High", "Medium", "Low"]
        disabled: DF.Check
        guideline: DF.SmallText | None
        handling: DF.Literal["Answer Here", "Convert to Issue", "No Answer Needed"]
        user_group: DF.Link | None
        words: DF.SmallText | None
    # end: auto-generated types
    pass
