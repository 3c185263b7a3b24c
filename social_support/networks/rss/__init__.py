"""RSS and Atom feeds. https://www.rssboard.org/rss-specification, RFC 4287"""

from .network import Rss

__all__ = ["Rss"]
