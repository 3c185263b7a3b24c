"""Totals of a sales document: quantities times rates, less one discount, rounded. No taxes."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint, flt, money_in_words

AMOUNT_FIELDS = ("rate", "amount", "net_rate", "net_amount", "price_list_rate")
TOTAL_FIELDS = (
    "total",
    "net_total",
    "grand_total",
    "rounded_total",
    "rounding_adjustment",
    "discount_amount",
)


def set_missing_values(doc: Document) -> None:
    """Fill the currencies, the rates and what each row takes from its item."""
    company_currency = frappe.get_cached_value("Company", doc.company, "default_currency")
    customer_currency = doc.customer and frappe.db.get_value(
        "Customer", doc.customer, "default_currency"
    )
    doc.currency = doc.currency or customer_currency or company_currency
    doc.price_list_currency = doc.price_list_currency or doc.currency
    doc.party_account_currency = company_currency
    doc.conversion_rate = flt(doc.conversion_rate) or 1.0
    doc.plc_conversion_rate = flt(doc.plc_conversion_rate) or 1.0
    for row in doc.items:
        _set_item_values(row)


def _set_item_values(row: Document) -> None:
    if row.item_code:
        item = frappe.get_cached_doc("Item", row.item_code)
        row.item_name = row.item_name or item.item_name
        row.description = row.description or item.description
        row.price_list_rate = flt(row.price_list_rate) or flt(item.standard_rate)
    row.conversion_factor = flt(row.conversion_factor) or 1.0
    row.rate = flt(row.rate) or flt(row.price_list_rate)


def calculate_totals(doc: Document) -> None:
    """Compute every amount of the document, in its currency and in the company's."""
    for row in doc.items:
        _calculate_row(row, doc.conversion_rate)
    doc.total_qty = sum(flt(row.qty) for row in doc.items)
    doc.total = doc.net_total = sum(row.amount for row in doc.items)
    _apply_discount(doc)
    doc.grand_total = flt(doc.total - flt(doc.discount_amount), 2)
    _round(doc)
    for field in TOTAL_FIELDS:
        doc.set(f"base_{field}", flt(flt(doc.get(field)) * doc.conversion_rate, 2))
    doc.in_words = money_in_words(doc.rounded_total or doc.grand_total, doc.currency)
    doc.base_in_words = money_in_words(
        doc.base_rounded_total or doc.base_grand_total, doc.party_account_currency
    )


def _calculate_row(row: Document, conversion_rate: float) -> None:
    row.stock_qty = flt(row.qty) * row.conversion_factor
    row.amount = row.net_amount = flt(flt(row.rate) * flt(row.qty), 2)
    row.net_rate = row.rate
    for field in AMOUNT_FIELDS:
        row.set(f"base_{field}", flt(flt(row.get(field)) * conversion_rate, 2))


def _apply_discount(doc: Document) -> None:
    if flt(doc.additional_discount_percentage):
        share = flt(doc.additional_discount_percentage) / 100
        doc.discount_amount = flt(doc.total * share, 2)


def _round(doc: Document) -> None:
    doc.rounded_total = 0.0 if cint(doc.disable_rounded_total) else flt(doc.grand_total, 0)
    doc.rounding_adjustment = (
        flt(doc.rounded_total - doc.grand_total, 2) if doc.rounded_total else 0.0
    )
