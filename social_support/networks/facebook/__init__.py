"""A Facebook Page, through Meta's Graph API. https://developers.facebook.com/docs/graph-api"""

from .network import Facebook

__all__ = ["Facebook"]
