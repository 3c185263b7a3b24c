"""Who writes on the demonstration's network: the company and its customers."""

COMPANY = {
    "username": "shop",
    "display_name": "Drill & Co",
    "token": "company_token",
    "note": "Tools that last. We answer here on working days.",
}
CUSTOMERS = [
    {
        "username": f"customer{number}",
        "display_name": f"Customer {number}",
        "token": f"customer{number}_token",
        "note": "",
    }
    for number in range(1, 13)
]
