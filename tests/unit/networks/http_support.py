"""A session that may speak to the fakes of this machine, signed in."""

from __future__ import annotations

from social_support.networks.http import Http

TOKEN = "a-very-secret-token"


def opened(**options: object) -> Http:
    http = Http(**{"may_write": True, "allow_private_addresses": True, "read_timeout": 5} | options)
    http.authorize(TOKEN)
    return http
