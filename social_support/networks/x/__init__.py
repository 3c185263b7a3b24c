"""X, API version 2. https://docs.x.com/x-api"""

from .network import X

__all__ = ["X"]
