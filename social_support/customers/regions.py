"""Where a phone number without a country code is from: two capital letters, or None."""

import frappe


def of_site() -> str | None:
    """The site's own country, else that of its companies, if they share one."""
    return _of(frappe.db.get_default("country")) or _of_companies()


def of_channel(channel: str) -> str | None:
    """The country of the company whose channel this is."""
    company = frappe.get_cached_value("Social Channel", channel, "company")
    return _of(company and frappe.get_cached_value("Company", company, "country"))


def of_country(country: str | None) -> str | None:
    return _of(country)


def _of_companies() -> str | None:
    countries = frappe.get_all("Company", pluck="country", distinct=True, limit=2)
    return _of(countries[0]) if len(countries) == 1 else None


def _of(country: str | None) -> str | None:
    code = country and frappe.get_cached_value("Country", country, "code")
    return code.upper() if code else None
