"""Document events of Customer, Contact and Lead: their keys stay in step, authors are re-checked.

The keys are written in the transaction of the document, so that they are never wrong; the authors
are looked at by a job. While the app or the site is being brought up to date nothing is done: the
tables may not be there yet, and the job that follows it reads every document.
"""

import frappe
from frappe.model.document import Document

from social_support.customers import party_keys, recheck
from social_support.customers.party import CONTACT


def on_update(doc: Document, method: str | None = None) -> None:
    """A document was made or changed."""
    if _is_being_brought_up_to_date():
        return
    changed = party_keys.refresh(doc.doctype, [doc.name])
    if _belongs_to_others_now(doc):
        party_keys.check_again(doc.doctype, [doc.name])
        changed = True
    if changed:
        recheck.enqueue()


def on_trash(doc: Document, method: str | None = None) -> None:
    """A document goes."""
    if not _is_being_brought_up_to_date() and party_keys.forget(doc.doctype, doc.name):
        recheck.enqueue()


def after_rename(
    doc: Document, method: str | None, old: str, new: str, merge: bool = False
) -> None:
    """A document has another name, or was merged into the one that bears it."""
    if not _is_being_brought_up_to_date():
        party_keys.forget(doc.doctype, old)
        party_keys.refresh(doc.doctype, [new])
        recheck.enqueue()


def _belongs_to_others_now(doc: Document) -> bool:
    before = doc.get_doc_before_save() if doc.doctype == CONTACT else None
    return bool(before) and _links(before) != _links(doc)


def _links(contact: Document) -> set[tuple[str, str]]:
    return {(row.link_doctype, row.link_name) for row in contact.links}


def _is_being_brought_up_to_date() -> bool:
    return bool(frappe.flags.in_migrate or frappe.flags.in_install or frappe.flags.in_uninstall)
