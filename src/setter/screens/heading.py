"""The head line of a screen: where one is, for whom, who is calling, and which clock runs."""

from __future__ import annotations

from setter.services.campaigns import load
from setter.services.desk import Desk
from setter.widgets.header import Heading
from setter.widgets.times import here


def heading_of(desk: Desk, screen: str, campaign_id: str = "") -> Heading:
    """Say what the head line shows now; without a campaign, only the screen, the caller and the clock."""
    campaign = load(desk, campaign_id) if campaign_id else None
    return Heading(
        screen=screen,
        campaign=campaign.name if campaign else "",
        client=campaign.client.name if campaign else "",
        caller=desk.caller,
        clock=here(desk.now()),
        sandbox=desk.sandbox,
    )
