"""The head line of a screen says whose campaign it is, and below it what sales has not signed off."""

from __future__ import annotations

import pytest

from hands import as_lead
from houses import CAMPAIGN, change_campaign
from screens.desks import seated
from setter.examples import example_campaign
from setter.intake.campaign_file import read
from setter.services.desk import Desk
from setter.services.sign_off import sign_off

NOT_SIGNED = "not signed off by sales: script"


@pytest.mark.requirement("R-033")
async def test_what_sales_has_not_signed_off_stands_below_it_for_whoever_can_see_to_it(small_desk: Desk) -> None:
    said = read(example_campaign()).script.nodes[0].say
    change_campaign(small_desk, (said, f"{said} Thank you."))
    told = {"f2": (False, True), "space": (False, True), "f3": (True, True), "f6": (True, True)}
    for place, desk in enumerate((small_desk, as_lead(small_desk))):
        app = seated(desk)
        async with app.run_test(size=(80, 24)) as pilot:
            for key, expected in told.items():
                await pilot.press(key)
                await pilot.pause()
                head = app.screen.head
                assert (NOT_SIGNED in head.painted_text, head.size.height) == (expected[place], 1 + expected[place]), (
                    key
                )
    sign_off(as_lead(small_desk), CAMPAIGN, "script", "Sal Reyes")
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        assert NOT_SIGNED not in app.screen.head.painted_text and app.screen.head.size.height == 1
