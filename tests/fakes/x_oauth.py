"""The fake X's check of a call's signature: OAuthLib's server side of OAuth 1.0a."""

from __future__ import annotations

from oauthlib.oauth1 import RequestValidator, ResourceEndpoint

from tests.fakes.x_keys import APP_KEY, APP_SECRET, token_of, token_secret_of


class Signatures:
    """Tells whose call it is, by the users that there are."""

    def __init__(self, usernames: object):
        self._endpoint = ResourceEndpoint(_Validator(usernames))

    def user_of(self, uri: str, method: str, headers: dict) -> str | None:
        """The username behind a call; None when its signature is not right."""
        if not headers.get("Authorization", "").startswith("OAuth "):
            return None
        signed = {"Authorization": headers["Authorization"]}
        valid, request = self._endpoint.validate_protected_resource_request(
            uri, http_method=method, body=None, headers=signed
        )
        return request.resource_owner_key.partition("-")[0] if valid else None


class _Validator(RequestValidator):
    enforce_ssl = False
    dummy_client = "nobody"
    dummy_access_token = "nobody"

    def __init__(self, usernames: object):
        super().__init__()
        self._usernames = usernames
        self._nonces: set[tuple] = set()

    def check_client_key(self, client_key: str) -> bool:
        return bool(client_key)

    check_access_token = check_nonce = check_client_key

    def validate_timestamp_and_nonce(
        self, client_key, timestamp, nonce, request, request_token=None, access_token=None
    ) -> bool:
        used = (access_token, timestamp, nonce)
        fresh = used not in self._nonces
        self._nonces.add(used)
        return fresh

    def validate_client_key(self, client_key: str, request: object) -> bool:
        return client_key == APP_KEY

    def validate_access_token(self, client_key: str, token: str, request: object) -> bool:
        return token in [token_of(name) for name in self._usernames]

    def validate_realms(self, *args: object, **kwargs: object) -> bool:
        return True

    def get_client_secret(self, client_key: str, request: object) -> str:
        return APP_SECRET

    def get_access_token_secret(self, client_key: str, token: str, request: object) -> str:
        return token_secret_of(token.partition("-")[0])
