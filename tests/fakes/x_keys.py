"""With which values the people on the fake X sign their calls. Plain data."""

from __future__ import annotations

APP_KEY, APP_SECRET = (
    "demoAppKey0000000000000AB",
    "demoAppSecret000000000000000000000000000000000CD",
)
# Those of OAuth 2. An app without a secret is a public one.
CLIENT_ID, CLIENT_SECRET = (
    "ZGVtb0NsaWVudElkMDAwMDAwMDA6MTpjaQ",
    "demoClientSecret_0000000000000000000000000000-0000",
)
PUBLIC_CLIENT_ID = "ZGVtb1B1YmxpY0NsaWVudDAwMDA6MTpuYQ"


def token_of(username: str) -> str:
    """The access token with which somebody was set up."""
    return f"{username}-accessToken0000000000000000000000"


def token_secret_of(username: str) -> str:
    return f"{username}SecretOfTheAccessToken000000000000"


def keys_of(username: str) -> dict[str, str]:
    """The four values, under the names of the channel's fields."""
    return {
        "app_key": APP_KEY,
        "app_secret": APP_SECRET,
        "access_token": token_of(username),
        "access_token_secret": token_secret_of(username),
    }
