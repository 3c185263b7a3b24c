"""Who writes on the demonstration's network: the company, its customers and a crowd. Plain data.

Everybody is made up, and so are their addresses: nobody can own a name under `.example`.
"""

COMPANY = {
    "username": "shop",
    "display_name": "Drill & Co",
    "token": "company_token",
    "note": "Tools that last. We answer here on working days.",
}
HASHTAG = "#drillco"


def _person(username: str, display_name: str, note: str = "") -> dict[str, str]:
    token = f"{username}_token"
    return {"username": username, "display_name": display_name, "token": token, "note": note}


CUSTOMERS = [
    _person("anna_p", "Anna Petrova", "Kitchens and stairs, Plovdiv. anna@petrova.example"),
    _person("boris_builds", "Boris", "We build houses that stay dry."),
    _person("clara_weiss", "Clara Weiss", "Workshop diaries. I say what I think of my tools."),
    _person("dimitar_g", "Димитър Г.", "Майстор от Русе. Паркет и дограма."),
    _person("elena_st", "Елена Стоянова", "Интериор и мебели. elena@stoyanova-design.example"),
    _person("ivan_petrov", "Ivan Petrov", "Father of two, owner of too many clamps."),
    _person("ivan_varna", "Ivan from Varna", "Boats. ivan.petrov@varna-boats.example"),
    _person("george_m", "George Miller", "I repair what others throw away."),
    _person("hristo_k", "Христо Колев", "Дърводелец по душа."),
    _person("julia_novak", "Julia Novak", "Set designer. Theatre, mostly."),
    _person("kiril_rent", "Kiril's Tool Rental", "Write to info@kiril-rent.example"),
    _person("milo_chen", "Milo Chen", "Kitchens made to measure: chen-kitchens.example"),
]
FIELDS = {
    "boris_builds": [("Website", "https://www.ivanov-build.example/about")],
    "clara_weiss": [("Mail", "clara@weiss-workshop.example")],
    "julia_novak": [("Mail", "julia@novak-sets.example")],
}
LANGUAGE = {"dimitar_g": "bg", "elena_st": "bg", "hristo_k": "bg"}

_FIRST_NAMES = """
Ada Bella Cyril Diana Emil Flora Gregor Hanna Iva Jonas Katya Leo Marta Nico Olga Pavel Rosa Simon
Tanya Ugo Vera Walter Xenia Yana Zoran Alma Bruno Cora Dario Edda
"""
CROWD = [
    _person(f"{name.lower()}_{number}", f"{name} {chr(65 + number % 26)}.")
    for number, name in enumerate(_FIRST_NAMES.split(), start=1)
]
EVERYBODY = (COMPANY, *CUSTOMERS, *CROWD)
