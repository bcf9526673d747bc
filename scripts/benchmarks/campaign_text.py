"""The campaign that is measured: the example with twenty-five scoring rules, and a second version of them."""

from __future__ import annotations

import re

from setter.examples import example_campaign

CAMPAIGN = "quaywise-us"
_EXAMPLES_OWN = re.compile(r"^\[scoring\]\n.*?^\]\n", re.DOTALL | re.MULTILINE)
_SCORING = """[scoring]
id = "bench-25"
attempt_penalty = 1.5
weights = { intent = 0.45, balanced = 1.0 }
balance_penalty = 0.1
rule = [
  { id = "owner", model = "suitability", group = "rank", when = "seniority in [owner, c_suite]", points = 25, label = "Runs the firm" },
  { id = "director", model = "suitability", group = "rank", when = "seniority in [vp, director]", points = 16, label = "Runs a department" },
  { id = "manager", model = "suitability", group = "rank", when = "seniority = manager", points = 6, label = "Runs a warehouse" },
  { id = "own-vans", model = "suitability", when = "delivery_by in [own_vans, mixed]", points = 20, label = "Delivers with own vans" },
  { id = "big-fleet", model = "suitability", group = "fleet", when = "vehicles >= 12", points = 15, label = "A dozen vans or more" },
  { id = "some-fleet", model = "suitability", group = "fleet", when = "vehicles >= 6", points = 7, label = "Six vans or more" },
  { id = "big-firm", model = "suitability", group = "staff", when = "employees >= 150", points = 12, label = "A big firm" },
  { id = "middle-firm", model = "suitability", group = "staff", when = "employees >= 20", points = 8, label = "A firm of some size" },
  { id = "trade", model = "suitability", when = "industry in [wholesale, building supplies, food distribution, furniture]", points = 12, label = "A trade that delivers" },
  { id = "parts", model = "suitability", when = "industry = auto parts and employees >= 20", points = 8, label = "Parts, and some staff" },
  { id = "reachable", model = "suitability", when = "email known", points = 3, label = "Has an e-mail address" },
  { id = "felt", model = "activity", when = "need_quote said 12", points = 24, label = "Told us what it costs" },
  { id = "soon", model = "activity", when = "timing <= 90 where 0-3m = 90, 3-6m = 180, 6-12m = 365, later = 730", points = 20, label = "Wants it this quarter" },
  { id = "talked", model = "activity", event = "conversation_positive", half_life_days = 30, cap = 30, points = 20, label = "Talked with us" },
  { id = "mail-clicks", model = "activity", event = "email_click", half_life_days = 21, cap = 15, points = 5, label = "Clicks in our mails" },
  { id = "card", model = "activity", event = "event_card", half_life_days = 45, cap = 10, points = 10, label = "Left a card at a show" },
  { id = "connected", model = "activity", event = ["linkedin_connection", "social_like"], half_life_days = 60, cap = 6, points = 6, label = "Knows us from the web" },
  { id = "demo", model = "intent", event = "demo_request", half_life_days = 30, cap = 40, points = 40, label = "Asked for a demo" },
  { id = "prices", model = "intent", event = "pricing_page", half_life_days = 14, daily_cap = 12, cap = 24, points = 12, label = "Looked at the prices" },
  { id = "webinar", model = "intent", event = "webinar_attended", half_life_days = 30, cap = 30, points = 15, label = "Came to a webinar" },
  { id = "report", model = "intent", event = "download", half_life_days = 30, cap = 16, points = 8, label = "Downloaded a report" },
  { id = "case", model = "intent", event = "case_study", half_life_days = 21, cap = 12, points = 6, label = "Read a case study" },
  { id = "silent", model = "negative", event = "no_answer", after_first = 1, cap = 12, points = -2, label = "Does not pick up" },
  { id = "job-hunter", model = "negative", event = "careers_page", half_life_days = 30, points = -10, label = "Looks for a job" },
  { id = "went-quiet", model = "negative", absent = ["email_click", "email_reply", "pricing_page"], since = "download", for_days = 14, points = -5, label = "Read a report, then went quiet" },
]
"""  # noqa: E501
"""Thirteen rules on who somebody is, nine on what they did, two against them, and one on what they did not do."""


def campaign_text(changed: bool = False, closed_loop: bool = False) -> str:
    """The campaign's file with 25 rules.

    `changed`: a rule that one prospect in twelve meets is worth more. `closed_loop`: for callers who never stop,
    leases are short and a company is rung as often as it has people.
    """
    text, replaced = _EXAMPLES_OWN.subn(lambda _: _SCORING, example_campaign())
    assert replaced == 1, "the example's scoring is not where it was"
    if changed:
        text = _once(text, 'points = 8, label = "Parts', 'points = 11, label = "Parts')
    if closed_loop:
        text = _once(text, "lease_minutes = 15", "lease_minutes = 5\ncompany_spread_hours = 0")
    return text


def _once(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)
