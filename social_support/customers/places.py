"""Where customers, leads and contacts are: the towns that a name is compared with."""

from collections import defaultdict
from collections.abc import Collection

import frappe

from social_support.conversations.store.rows import select_in
from social_support.customers.party import LEAD, Party

MOST_ROWS = 2000


def of_parties(parties: Collection[Party]) -> dict[Party, list[str]]:
    """The towns of their addresses, of leads also that of the lead; two queries."""
    if not parties:
        return {}
    towns = defaultdict(list)
    # By hand, for the index on both columns.
    rows = frappe.db.sql(
        """SELECT link.link_doctype, link.link_name, address.city
        FROM `tabDynamic Link` link JOIN `tabAddress` address ON address.name = link.parent
        WHERE link.link_doctype IN %(doctypes)s AND link.link_name IN %(names)s
            AND link.parenttype = 'Address' AND address.city != ''
        LIMIT %(most)s""",
        {
            "doctypes": tuple({party.doctype for party in parties}),
            "names": tuple(party.name for party in parties),
            "most": MOST_ROWS,
        },
    )
    for doctype, name, city in rows:
        towns[Party(doctype, name)].append(city)
    leads = [party.name for party in parties if party.doctype == LEAD]
    for row in select_in(LEAD, ("name", "city"), "name", leads):
        if row["city"]:
            towns[Party(LEAD, row["name"])].append(row["city"])
    return towns
