"""Each slip in a campaign file is reported once, at its own line and with a way on, and hides nothing behind it."""

from __future__ import annotations

import pytest

from intake.campaign_text import EXAMPLE, changed, errors_of, line_of, only_error
from setter.intake.campaign_file import read


class TestOneSlip:
    """Each slip is reported once, at its own line, and hides nothing behind it."""

    @pytest.mark.parametrize(
        ("old", "new", "field", "says"),
        [
            ('id = "tidemark"', 'id = "Tide Mark"', "client.id", "tide-mark"),
            ('name = "Tidemark Software"\n', "", "client.name", "missing"),
            ('name = "Tidemark Software"\n', "name = 7\n", "client.name", "text in quotation marks, not 7"),
            ('product = "Quaywise delivery desk"', 'product = " "', "campaign.product", "empty"),
            ('product = "Quaywise delivery desk"', r'product = "Quay\u001b[31m"', "campaign.product", "U+001B"),
            ('default_region = "US"', 'default_region = "UK"', "campaign.default_region", "GB"),
            ('caller_id = "+16125550117"', 'caller_id = "612 555 0117"', "campaign.caller_id", "+13125550142"),
            ("starts = 2026-01-05", 'starts = "2026-01-05"', "campaign.starts", "without quotation marks"),
            (
                "starts = 2026-01-05",
                "starts = 2026-01-05\nends = 2025-12-17",
                "campaign.ends",
                "before the campaign starts",
            ),
            ("max_rejection_rate = 0.15", "max_rejection_rate = 15", "goal.max_rejection_rate", "at most 1"),
            ("target_accepted_sqls = 8", "target_accepted_sqls = 8.5", "goal.target_accepted_sqls", "whole number"),
            ("target_accepted_sqls = 8\n", "", "goal.target_accepted_sqls", "missing"),
            ('period = "week"', 'period = "weak"', "goal.period", "did you mean week"),
            ("fixed = 1200.0", "fixed = nan", "cost.fixed", "ordinary number"),
            ("max_dials_24h = 3", "max_dials_24h = 4", "calling.max_dials_24h", "at most 3"),
            ("skip_limit = 3", "skip_limit = true", "calling.skip_limit", "whole number, not true"),
            ('"08:30-17:30" }\npick', '"07:30-17:30" }\npick', "calling.hours.mon-fri", "08:00-21:00"),
            ('"08:30-17:30" }\npick', '"22:00-06:00" }\npick', "calling.hours.mon-fri", "midnight"),
            ('"08:30-17:30" }\npick', '"8 to 5" }\npick', "calling.hours.mon-fri", "09:00-17:00"),
            ('"08:30-17:30" }\npick', '"09:00-25:00" }\npick', "calling.hours.mon-fri", "no clock"),
            ('{ mon-fri = "08:30-17:30" }', "{}", "calling.hours", "no day"),
            ("mon-thu", "mon-fri", "handoff.rep[m.lindqvist].hours.fri", "second time"),
            ("mon-thu", "monday", "handoff.rep[m.lindqvist].hours.monday", "mon-fri"),
            (
                '"09:00-12:00, 13:00-17:00"',
                '"09:00-13:00, 12:00-17:00"',
                "handoff.rep[m.lindqvist].hours.mon-thu",
                "12:00",
            ),
            ('email = "tobe.abara@tidemark.example"', 'email = "tobe"', "handoff.rep[t.abara].email", "e-mail"),
            (
                'zone = "America/Los_Angeles"',
                'zone = "Los Angeles"',
                "handoff.rep[r.castellan].zone",
                "America/Los_Angeles",
            ),
            ("min_notice_hours = 20", "min_notice_hours = 480", "handoff.min_notice_hours", "no day to book"),
            ('review = "none"', 'review = "nobody"', "handoff.review", "team_lead"),
            (
                "voicemail_on_attempts = [2, 4, 7]",
                "voicemail_on_attempts = [2, 9]",
                "calling.cadence.voicemail_on_attempts",
                "attempt 9",
            ),
            (
                "gaps_business_days = [1, 2, 2, 3, 4, 5, 7]",
                "gaps_business_days = []",
                "calling.cadence.gaps_business_days",
                "empty",
            ),
            (
                '"midday" = "12:00-14:00"',
                '"midday" = "11:00-14:00"',
                "calling.cadence.day_parts.midday",
                "late morning",
            ),
            ("no_repeat_day_part = 2", "no_repeat_day_part = 5", "calling.cadence.no_repeat_day_part", "no day part"),
            (
                "callback_grace_minutes = 15",
                "callback_grace_minutes = 15\ncallback_missed_minutes = 15",
                "calling.callback_missed_minutes",
                "grace",
            ),
            ("max_cycles = 3", "max_cycles = 3\nfewest_day_parts = 6", "calling.cadence.fewest_day_parts", "only 5"),
            (
                "max_cycles = 3",
                "max_cycles = 3\nmax_voicemails = 2",
                "calling.cadence.voicemail_on_attempts",
                "2 a cycle is the most",
            ),
            ('id = "t.abara"', 'id = "m.lindqvist"', "handoff.rep[m.lindqvist].id", "twice"),
            ('id = "t.abara"', 'id = "t.abara"\ndeliver = ["calendar"]', "handoff.rep[t.abara].deliver", "calendar ="),
            ('id = "t.abara"', 'id = "t.abara"\ndeliver = ["email"]', "handoff.rep[t.abara].deliver", "[handoff.mail]"),
            (
                'id = "t.abara"',
                'id = "t.abara"\ncalendar = "http://dav.example/t/"',
                "handoff.rep[t.abara].calendar",
                "https://",
            ),
            (
                'id = "t.abara"',
                'id = "t.abara"\nwebhook = "https://u:p@hook.example/"',
                "handoff.rep[t.abara].webhook",
                "password",
            ),
            ('{ id = "soon"', '{ id = "felt"', "scoring.rule[felt].id", "twice"),
            ('{ id = "senior"', '{ id = "own-vans"', "target_market.must[own-vans].id", "twice"),
            ("points = 25, label", 'points = "25", label', "scoring.rule[owner].points", "whole number, not “25”"),
            ("points = 25, label", "label", "scoring.rule[owner].points", "missing"),
            (
                'when = "employees >= 40"',
                'when = "employees >= many"',
                "scoring.rule[staff].when",
                "compares with a number",
            ),
            ('type = "money"', 'type = "mony"', "script.node[need].capture[late_cost_month].type", "money"),
            (
                'capture = [\n  { field = "gatekeeper_name"',
                'captur = [\n  { field = "gatekeeper_name"',
                "script.node[gatekeeper].captur",
                "capture",
            ),
            (
                'end_customer = "existing_customer"',
                'end_customer = "our_customer"',
                "script.ends.end_customer",
                "existing_customer",
            ),
            ('start = "reach"', 'start = "reech"', "script.start", "reach"),
            ("format = 1", "format = 2", "format", "1"),
        ],
    )
    def test_is_reported_once_with_its_field_and_a_way_on(self, old: str, new: str, field: str, says: str) -> None:
        problem = only_error((old, new))
        assert problem.field == field
        assert says in problem.message
        text = changed((old, new))
        lines = text.splitlines()
        key = field.rsplit(".", 1)[-1].split("[", maxsplit=1)[0]
        if "missing" not in problem.message:
            assert key in lines[problem.line - 1] or new.splitlines()[0] in lines[problem.line - 1]

    @pytest.mark.parametrize(
        "internal", ["budget_status|x", "need_quote", "prospect.title|x", "company.budget_status|x", "campaign.name"]
    )
    def test_a_subject_that_shows_the_prospect_what_is_ours_is_an_error_on_its_line(self, internal: str) -> None:
        error = only_error(("{company.name|you}", f"{{{internal}}}"))
        name = internal.partition("|")[0]
        assert error.field == "handoff.subject" and error.line == line_of(EXAMPLE, "subject = ")
        assert error.message.startswith(f"uses {{{name}}}, which the prospect must not read in the invitation")

    def test_a_subject_may_use_names_and_the_clients_words(self) -> None:
        words = "{company.name|you} {prospect.first_name|you} {client.name} {product} {agency}"
        assert errors_of(changed(("{company.name|you}", words))) == []

    def test_a_subject_that_nothing_fills_is_found(self) -> None:
        assert only_error(("{company.name|you}", "{company.nmae|you}")).field == "handoff.subject"

    def test_a_missing_key_is_reported_at_the_table_that_lacks_it(self) -> None:
        problem = only_error(('label = "Has a need"\n', ""))
        assert problem.field == "gates.gate[need].label"
        assert EXAMPLE.splitlines()[problem.line - 1] == "[[gates.gate]]"

    def test_a_missing_table_is_reported_once_and_not_for_each_of_its_keys(self) -> None:
        begins, ends = EXAMPLE.index("[client]"), EXAMPLE.index("[programme]")
        errors = errors_of(EXAMPLE[:begins] + EXAMPLE[ends:])
        assert "client" in {error.field for error in errors}
        assert not [error for error in errors if error.field.startswith("client.")]

    def test_a_key_of_the_wrong_kind_is_reported_and_the_rest_still_checked(self) -> None:
        text = changed(("[programme]\n", "[programme]\nsurprise = 1\n"), ("hold_minutes = 10", 'hold_minutes = "ten"'))
        assert [each.field for each in errors_of(text)] == ["programme.surprise", "handoff.hold_minutes"]

    def test_a_table_where_a_list_belongs_is_told_so(self) -> None:
        text = EXAMPLE.replace("[[handoff.rep]]", "[handoff.rep]", 1)
        text = text[: text.index("[[handoff.rep]]")] + text[text.index("[signed_off]") :]
        assert [(each.field, "list" in each.message) for each in errors_of(text)] == [("handoff.rep", True)]


class TestTheGates:
    @pytest.mark.requirement("R-031")
    @pytest.mark.parametrize("gate", ["target_market", "knows_who", "knows_what", "meeting_requested"])
    def test_four_can_never_be_left_out(self, gate: str) -> None:
        begins = EXAMPLE.index(f'[[gates.gate]]\nid = "{gate}"')
        after = EXAMPLE.find("[[gates.gate]]", begins + 1)
        ends = after if after > 0 else EXAMPLE.index("# ----", begins)
        errors = errors_of(EXAMPLE[:begins] + EXAMPLE[ends:])
        assert ("gates", True) in [(each.field, gate in each.message) for each in errors]

    @pytest.mark.requirement("R-031")
    def test_a_campaign_may_ask_for_most_of_them_but_not_for_more_than_there_are(self) -> None:
        policy = read(changed(('policy = "all"', 'policy = "most"\nmin_passed = 7'))).gates
        assert (policy.policy, policy.min_passed) == ("most", 7)
        begins, ends = EXAMPLE.index('[[gates.gate]]\nid = "budget"'), EXAMPLE.index('[[gates.gate]]\nid = "authority"')
        text = (EXAMPLE[:begins] + EXAMPLE[ends:]).replace('policy = "all"', 'policy = "most"\nmin_passed = 9')
        assert "only 8 gates" in next(each for each in errors_of(text) if each.field == "gates.min_passed").message

    @pytest.mark.requirement("R-031")
    def test_only_the_nine_are_known(self) -> None:
        problem = errors_of(changed(('id = "budget"\nlabel', 'id = "bugdet"\nlabel')))[0]
        assert problem.field == "gates.gate[bugdet].id"
        assert "did you mean budget" in problem.message

    @pytest.mark.requirement("R-016")
    def test_a_gate_whose_field_no_node_captures_is_found(self) -> None:
        problem = only_error(('"need_quote said 12"]', '"needs_quote said 12"]'))
        assert problem.field == "gates.gate[need].requires[1]"
        assert "did you mean need_quote" in problem.message

    def test_target_and_meeting_are_proven_in_their_own_way_only(self) -> None:
        assert (
            only_error(('evidence = "meeting"', 'evidence = "answer"')).field
            == "gates.gate[meeting_requested].evidence"
        )

    @pytest.mark.requirement("R-020")
    def test_a_target_rule_that_nobody_can_ask_about_is_an_error(self) -> None:
        problem = only_error(('"delivery_by in [own_vans, mixed]", reason', '"fleet_kind = own", reason'))
        assert problem.field == "target_market.must[own-vans].when"
        assert "no node captures" in problem.message
