"""The head line of a screen: where one is, for whom, who is calling, and which clock runs."""

from __future__ import annotations

from setter.domain.errors import Unusable
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.services.sign_off import named
from setter.widgets.header import Heading
from setter.widgets.times import clock, here

WHERE_CALLS_ARE_MADE = ("Queue", "Call", "Book", "Incoming call")
"""Screens on which only whoever leads is told what sales has not signed off: a caller can do nothing about it."""


def heading_of(desk: Desk, screen: str, campaign_id: str = "", said: Heading | None = None) -> Heading:
    """Say what the head line shows now; without a campaign, only the screen, the caller and the clock.

    While no server answers, the campaign is the one that was `said` before.
    """
    name, client, unsigned = (said.campaign, said.client, said.unsigned) if said else ("", "", "")
    try:
        if campaign_id:
            campaign, unsigned = named(desk, campaign_id, to_leads=screen in WHERE_CALLS_ARE_MADE)
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
        unsigned=unsigned,
    )


def _away(desk: Desk) -> str:
    since = desk.server_away_since
    if since is None:
        return ""
    return f"The server is away since {clock(since, own_zone())}. What you type is kept on this machine."
