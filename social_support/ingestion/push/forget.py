"""What was pushed to a channel whose data goes."""

from __future__ import annotations

from frappe.model.document import Document

from social_support.ingestion.push import deliveries, doors


def forget(channel: Document) -> None:
    """Delete what was pushed to the channel, and keep no word of what was pushed to all channels
    of its app and names its account: reading brings the others theirs. Where no channel of the
    network listens any more, nothing that was pushed is kept. The caller commits.
    """
    deliveries.forget(channel.name)
    if not set(doors.listening(channel.network)) - {channel.name}:
        deliveries.blank_shared(channel.network, None)
    elif channel.account_external_id:
        deliveries.blank_shared(channel.network, channel.account_external_id)
