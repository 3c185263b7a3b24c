"""Posts that any program pushes, as the documented JSON. docs/networks/webhook.md"""

from .network import Webhook

__all__ = ["Webhook"]
