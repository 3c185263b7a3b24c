"""Bluesky, and any other server of the AT Protocol. https://docs.bsky.app"""

from .network import Bluesky

__all__ = ["Bluesky"]
