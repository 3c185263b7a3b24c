import json

import pytest

from social_support.conversations.payload import LONGEST_PAYLOAD, Unfit, dumped, showable


def endless() -> dict:
    raw: dict = {}
    raw["itself"] = raw
    return raw


def deep() -> dict:
    raw: dict = {}
    for _level in range(100_000):
        raw = {"in": raw}
    return raw


@pytest.mark.parametrize("raw", [{"text": "Ключ 🛠️\u0000"}, {"half": "\ud83d"}, {"n": [1, None]}])
def test_json_comes_back_as_it_was(raw):
    text = dumped(raw)
    assert json.loads(text) == raw
    text.encode()


def test_cyrillic_is_kept_as_letters():
    assert dumped({"a": "Ключ"}) == '{"a":"Ключ"}'


@pytest.mark.parametrize("raw", [{(1, 2): "a"}, endless(), deep(), {"long": "x" * LONGEST_PAYLOAD}])
def test_what_can_not_be_kept_is_refused_and_can_be_shown(raw):
    with pytest.raises(Unfit):
        dumped(raw)
    json.dumps(showable(raw))


def test_plain_json_is_shown_as_it_is():
    raw = {"a": 1}
    assert showable(raw) is raw
