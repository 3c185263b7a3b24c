"""Documents that hold what people wrote, printed as text."""

from typing import Any

from frappe.model.document import Document
from frappe.utils import cstr, escape_html

TEXTS = ("Data", "Small Text", "Text", "Long Text")
LINKS = ("Link", "Dynamic Link")


class WrittenByPeople(Document):
    """Frappe's print templates take a formatted value for safe HTML; what people wrote is not."""

    def get_formatted(self, fieldname: str, *args: Any, **options: Any) -> Any:
        field = self.meta.get_field(fieldname)
        kind = field.fieldtype if field else None
        if kind in TEXTS:
            return escape_html(cstr(self.get(fieldname))).replace("\n", "<br>")
        formatted = super().get_formatted(fieldname, *args, **options)
        # A link may be shown by its title: an author's handle, the subject of a conversation.
        return escape_html(cstr(formatted)) if kind in LINKS else formatted
