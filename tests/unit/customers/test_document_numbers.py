"""What may be a document's number: naming series are settable, so anything that looks like one."""

import pytest

from social_support.customers.document_numbers import document_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where is SAL-ORD-2023-00007?", ["SAL-ORD-2023-00007"]),
        ("where is (sal-ord-2023-00007)!", ["SAL-ORD-2023-00007"]),
        ("Фактура № SINV/23/0912.", ["SINV/23/0912"]),
        ("поръчка №12345, моля", ["12345"]),
        ("#SO-00088 and «SO-00089»", ["SO-00088", "SO-00089"]),
        ("S/N: DR2_000123", ["DR2_000123"]),
        ("twice SO-00088 so-00088", ["SO-00088"]),
        # traps
        ("on 3 November at 14:02 I paid €31", []),
        ("anna2023@petrova.example", []),
        ("https://petrova.example/SAL-ORD-2023-00007", []),
        ("Third day without my drill", []),
        ("поръчка-12345", []),
        ("", []),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert document_numbers(text) == expected


def test_who_lists_hundreds_names_none_of_their_own() -> None:
    assert len(document_numbers(" ".join(f"SO-{n:05}" for n in range(500)))) == 20
    assert document_numbers("7" * 500) == []
