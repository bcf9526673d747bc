"""The head line of a screen: where one is, for whom, who is calling, and which clock runs."""

from __future__ import annotations

from setter.domain.errors import Unusable
from setter.services.campaigns import load
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.widgets.header import Heading
from setter.widgets.times import clock, here


def heading_of(desk: Desk, screen: str, campaign_id: str = "", said: Heading | None = None) -> Heading:
    """Say what the head line shows now; without a campaign, only the screen, the caller and the clock.

    While no server answers, the campaign is the one that was `said` before.
    """
    name, client = (said.campaign, said.client) if said else ("", "")
    try:
        if campaign_id:
            campaign = load(desk, campaign_id)
            name, client = campaign.name, campaign.client.name
    except Unusable:
        if desk.server_away_since is None:
            raise
    return Heading(
        screen=screen,
        campaign=name,
        client=client,
        caller=desk.caller,
        clock=here(desk.now()),
        sandbox=desk.sandbox,
        away=_away(desk),
    )


def _away(desk: Desk) -> str:
    since = desk.server_away_since
    if since is None:
        return ""
    return f"The server is away since {clock(since, own_zone())}. What you type is kept on this machine."
