"""What a person's token tells on the fake Facebook: permissions, and the Pages that they run.

https://developers.facebook.com/docs/graph-api/reference/user/accounts
"""

from __future__ import annotations

import math
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.fakes.facebook_shapes import PAGE_FIELDS, checked_fields, page_facts, refusal
from tests.fakes.facebook_world import PAGE, PAGE_NAME
from tests.fakes.oauth2 import ACCESS, Provider, Token

PERSON = "mila"
ON_A_PAGE = "page"
TASKS = ("ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE")
ACCOUNT_FIELDS = PAGE_FIELDS | {"access_token", "tasks"}
A_MONTH = 30 * 86_400
DATA_ACCESS_LASTS = 3 * A_MONTH
NO_CATEGORY = "(#100) Tried accessing nonexisting field (category) on node type (User)"


@dataclass(frozen=True)
class ManagedPage:
    """A Page, and what somebody may do there."""

    id: str = PAGE
    name: str = PAGE_NAME
    tasks: tuple[str, ...] = TASKS


class Accounts:
    """The tokens of people and Pages. `at_once`: how many Pages a list shows at most."""

    def __init__(self, provider: Provider) -> None:
        self.at_once = 25
        self._provider = provider
        self._pages: dict[str, list[ManagedPage]] = {PERSON: [ManagedPage()]}
        self._page_tokens: dict[tuple[Token, str], Token] = {}
        self._page_of: dict[Token, ManagedPage] = {}

    def run_pages(self, username: str, pages: Iterable[dict]) -> None:
        """Let somebody run these Pages: [{id, name, tasks}]; without an id it is the fake's own."""
        given = [page | {"tasks": tuple(page.get("tasks", TASKS))} for page in pages]
        self._pages[username] = [ManagedPage(**page) for page in given]

    def end(self, username: str | None = None, subcode: int = 458) -> int:
        """End all tokens of somebody, or of everybody, those of their Pages too, with the subcode
        that says why.
        """
        return self._provider.end(None, username, str(subcode))

    def token(self, value: str) -> Token | None:
        return self._provider.tokens.get(value)

    def page(self, token: Token) -> ManagedPage | None:
        """Whose token it is: a Page's; None for that of a person."""
        return self._page_of.get(token)

    def answer(
        self, token: Token, method: str, path: str, query: dict, next_address: Callable[..., str]
    ) -> dict:
        """What a person's token gets. Raises Refusal."""
        match (method, path):
            case ("GET", "/me"):
                return self._me(token, query)
            case ("GET", "/me/permissions"):
                return {"data": list(_permissions(token))}
            case ("DELETE", "/me/permissions"):
                self.end(token.grant.username)
                return {"success": True}
            case ("GET", "/me/accounts"):
                return self._accounts(token, query, next_address)
        raise refusal(190, "This method must be called with a Page Access Token", subcode=2069032)

    def described(self, value: str, app_id: str) -> dict:
        """What debug_token says of it."""
        token = self.token(value)
        if token is None or token.kind not in (ACCESS, ON_A_PAGE):
            return {"is_valid": False, "scopes": []}
        told = {
            "app_id": app_id,
            "type": "PAGE" if token.kind == ON_A_PAGE else "USER",
            "application": token.grant.client.name,
            "is_valid": token.is_good,
            "scopes": list(token.grant.scopes),
            "user_id": user_id(token.grant.username),
            "expires_at": 0 if math.isinf(token.ends_at) else int(token.ends_at),
            "data_access_expires_at": int(time.time()) + DATA_ACCESS_LASTS,
        }
        return told | ({"profile_id": page.id} if (page := self.page(token)) else {})

    def _me(self, token: Token, query: dict) -> dict:
        if "category" in query.get("fields", ""):
            raise refusal(100, NO_CATEGORY)
        name = token.grant.username
        facts = {"id": user_id(name), "name": f"{name.title()} Ivanova"}
        return {field: facts[field] for field in checked_fields(query, {"id", "name"}, "User")}

    def _accounts(self, token: Token, query: dict, next_address: Callable[..., str]) -> dict:
        fields = checked_fields(query, ACCOUNT_FIELDS, "Page")
        if "pages_show_list" not in token.grant.scopes:
            return {"data": []}
        pages = self._pages.get(token.grant.username, [])
        start = int(query.get("after", "p0").removeprefix("p"))
        end = start + min(int(query.get("limit", 25)), self.at_once)
        shown = [self._shown(token, page, fields) for page in pages[start:end]]
        if not shown:
            return {"data": []}
        paging: dict = {"cursors": {"before": f"p{start}", "after": f"p{end}"}}
        if end < len(pages):
            paging["next"] = next_address(after=f"p{end}")
        return {"data": shown, "paging": paging}

    def _shown(self, token: Token, page: ManagedPage, fields: set[str]) -> dict:
        facts = page_facts(page.id, page.name) | {"tasks": list(page.tasks)}
        facts["access_token"] = self._token_of(token, page).value
        return {name: value for name, value in facts.items() if name in fields}

    def _token_of(self, token: Token, page: ManagedPage) -> Token:
        """That of a Page lives as long as the person's; without an end if that is a long one."""
        known = self._page_tokens.get((token, page.id))
        if known is None:
            lasts = math.inf if token.lasts > A_MONTH else token.ends_at - time.time()
            known = self._provider.give(token.grant, ON_A_PAGE, lasts)
            self._page_tokens[token, page.id] = known
            self._page_of[known] = page
        return known


def user_id(username: str) -> str:
    """The id under which the app knows somebody."""
    return f"122{zlib.crc32(username.encode()):010}"


def _permissions(token: Token):
    for status, scopes in (("granted", token.grant.scopes), ("declined", token.grant.declined)):
        yield from ({"permission": scope, "status": status} for scope in scopes)
