"""Everything that a person reads in the app has a Bulgarian translation."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import social_support
from tests.unit.translatable import texts_of, translations

PACKAGE = Path(social_support.__file__).parent
BULGARIAN = PACKAGE / "translations" / "bg.csv"
PLACE = re.compile(r"\{\d*\}")
SAME_IN_BOTH = {"{0} {1}", "VIP", "✓"}


def untranslated(package: Path, table: Path) -> list[str]:
    known = translations(table)
    missing = {text.key: text for text in texts_of(package) if not known.get(text.key)}
    return [f"{text.source!r} ({text.context or text.where})" for text in missing.values()]


def test_every_text_is_translated():
    assert untranslated(PACKAGE, BULGARIAN) == []


def test_every_translation_is_used():
    used = {text.key for text in texts_of(PACKAGE)}
    assert sorted(key for key in translations(BULGARIAN) if key not in used) == []


def test_no_text_is_translated_twice():
    """The last line would win, in silence."""
    with BULGARIAN.open(newline="", encoding="utf-8") as file:
        keys = [(row[0], *row[2:3]) for row in csv.reader(file) if row]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_placeholders_are_kept():
    wrong = [
        (source, target)
        for (source, _context), target in translations(BULGARIAN).items()
        if sorted(PLACE.findall(source)) != sorted(PLACE.findall(target))
    ]
    assert wrong == []


def test_translations_are_bulgarian():
    latin_only = [
        source
        for (source, _context), target in translations(BULGARIAN).items()
        if not re.search("[а-яА-Я]", target) and source not in SAME_IN_BOTH
    ]
    assert latin_only == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("room/reason.py", 'frappe.throw(_("Choose another time."))'),
        ("setup/categories.py", 'Default("Rumour", LOW, ANSWER, "Open", "")'),
        ("public/js/tab.js", 'const label = __("Ask Them");'),
        ("public/js/menu.js", 'const label = __("Open", null, "Button");'),
        (
            "social_support/doctype/social_thing/social_thing.json",
            '{"doctype": "DocType", "name": "Open", "fields": [{"label": "Thing"}]}',
        ),
        ("public/json/field.json", '{"fieldtype": "Select", "options": "Open\\nShut"}'),
        ("a/doctype/b/b.json", '{"permissions": [{"role": "Social Guest"}]}'),
    ],
)
def test_a_text_without_translation_is_found(tmp_path: Path, name: str, content: str):
    source = tmp_path / "package" / name
    source.parent.mkdir(parents=True)
    source.write_text(content)
    csv = tmp_path / "bg.csv"
    csv.write_text("Open,Отворен\n")
    assert len(untranslated(tmp_path / "package", csv)) == 1
