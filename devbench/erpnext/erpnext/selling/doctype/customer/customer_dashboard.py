from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "customer",
        "non_standard_fieldnames": {"Opportunity": "party_name"},
        "dynamic_links": {"party_name": ["Customer", "opportunity_from"]},
        "transactions": [
            {"label": _("Pre Sales"), "items": ["Opportunity"]},
            {"label": _("Orders"), "items": ["Sales Order", "Sales Invoice"]},
            {"label": _("Support"), "items": ["Issue", "Warranty Claim"]},
        ],
    }
