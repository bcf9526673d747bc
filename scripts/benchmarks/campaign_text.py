"""The campaign that is measured: the example with twenty-five scoring rules, and a second version of them."""

from __future__ import annotations

from setter.examples import example_campaign

CAMPAIGN = "quaywise-us"
_LAST = '  { id = "no-money", when = "budget_status = none", points = -25, label = "No money for it" },\n'
_MORE = (
    ("big-fleet", "vehicles >= 25", 4),
    ("small-fleet", "vehicles <= 3", -3),
    ("some-fleet", "vehicles >= 6", 2),
    ("big-firm", "employees >= 150", 3),
    ("small-firm", "employees <= 8", -4),
    ("middle-firm", "employees >= 20", 2),
    ("carrier", "delivery_by = carrier", -12),
    ("textiles", "industry = textiles", -5),
    ("auto-parts", "industry = auto parts", 3),
    ("appliances", "industry = appliances", 2),
    ("manager", "seniority = manager", 3),
    ("vp", "seniority = vp", 2),
    ("spreadsheet", "current_tool = spreadsheet", 1),
    ("late-cost", "late_cost_month >= 1000", 5),
)


def campaign_text(changed: bool = False, closed_loop: bool = False) -> str:
    """The campaign's file with 25 rules.

    `changed`: a rule that about one prospect in ten meets is worth more. `closed_loop`: for callers who never stop,
    leases are short and a company is rung as often as it has people.
    """
    rules = "".join(
        f'  {{ id = "{name}", when = "{when}", points = {points}, label = "{name.replace("-", " ").capitalize()}" }},\n'
        for name, when, points in _MORE
    )
    text = example_campaign()
    assert _LAST in text
    text = text.replace(_LAST, _LAST + rules, 1)
    if changed:
        text = text.replace('when = "industry = auto parts", points = 3', 'when = "industry = auto parts", points = 4')
    if closed_loop:
        text = text.replace("lease_minutes = 15", "lease_minutes = 5\ncompany_spread_hours = 0")
    return text
