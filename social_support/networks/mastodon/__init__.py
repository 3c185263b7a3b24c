"""Mastodon, and servers that speak its API. https://docs.joinmastodon.org/api/"""

from .network import Mastodon

__all__ = ["Mastodon"]
