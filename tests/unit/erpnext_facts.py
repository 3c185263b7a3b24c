"""The repository's copy of ERPNext's schema, and what may be said of its fields."""

import json
import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
FACTS: dict[str, dict] = json.loads(
    (REPOSITORY / "tests/facts/erpnext15_schema.json").read_text(encoding="utf-8")
)
STANDARD_FIELDS = frozenset(
    {
        *("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "doctype"),
        *("parent", "parenttype", "parentfield"),
        *("_user_tags", "_comments", "_assign", "_liked_by", "_seen"),
    }
)
SQL_WORDS = frozenset(
    {
        *("as", "asc", "desc", "distinct", "count", "sum", "min", "max", "avg", "abs", "date"),
        *("coalesce", "ifnull", "null", "and", "or"),
    }
)


def own_fields(custom_fields_source: str) -> frozenset[str]:
    """Names that the app's own custom fields have, from the source that declares them."""
    return frozenset(re.findall(r'"fieldname":\s*"(\w+)"', custom_fields_source))


class Names:
    """Decides whether a name is a field of an ERPNext doctype, or one that the app adds."""

    def __init__(self, own: frozenset[str] = frozenset()) -> None:
        self.own = own

    def knows(self, doctype: str, field: str) -> bool:
        return field in FACTS[doctype]["fields"] or field in STANDARD_FIELDS or field in self.own

    def unknown_in(self, doctype: str, expression: str) -> list[str]:
        """Names in a column expression ("sum(grand_total) as n", "items.qty") that ERPNext lacks.

        Comes back as "Doctype.field".
        """
        expression = re.sub(r"\s+as\s+[`\"']?\w+[`\"']?", "", expression, flags=re.IGNORECASE)
        unknown = []
        for path in re.findall(r"(?:`tab[^`]+`\.)?[`\w.]*[a-z_]\w*`?", expression):
            unknown += self._unknown_on_path(doctype, path.replace("`", ""))
        return unknown

    def _unknown_on_path(self, doctype: str, path: str) -> list[str]:
        table = re.match(r"tab([\w ]+)\.", path)
        if table:
            doctype, path = table[1], path[table.end() :]
        for field in path.split("."):
            if doctype not in FACTS or field.lower() in SQL_WORDS:
                return []
            if not self.knows(doctype, field):
                return [f"{doctype}.{field}"]
            doctype = FACTS[doctype]["fields"].get(field, {}).get("options", "")
        return []
