"""Take the words out of stored posts and keep the facts: when, who, how many, how it was."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe.utils import now

from social_support.conversations.store.rows import delete_rows

WORDS_BESIDE = ("Social Interaction Revision", "Social Payload")


def blank(names: Sequence[str], **columns: Any) -> None:
    """Empty the text of these interactions, with their earlier texts and the network's answer.

    columns: what else of the rows takes another value. The caller commits.
    """
    if not names:
        return
    values = {"text": "", "content_warning": "", **columns, "modified": now()}
    changes = ", ".join(f"`{column}` = %({column})s" for column in values)
    frappe.db.sql(
        f"""UPDATE `tabSocial Interaction` FORCE INDEX (PRIMARY) SET {changes}
        WHERE name IN %(names)s""",
        {**values, "names": tuple(names)},
    )
    for doctype in WORDS_BESIDE:
        delete_rows(doctype, "interaction", names)
