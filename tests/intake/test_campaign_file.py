"""A team lead writes a campaign file and is told everything that is wrong with it, at once."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setter.domain.campaign import Campaign
from setter.domain.errors import Wrong
from setter.domain.facts import Condition
from setter.examples import example_campaign
from setter.intake.campaign_file import Problem, WrongCampaign, activation_problems, check, read, text_of

EXAMPLE = example_campaign()


def line_of(text: str, part: str) -> int:
    """The line, counted from 1, on which a part of a text begins."""
    assert text.count(part) == 1, part
    return text[: text.index(part)].count("\n") + 1


def changed(*changes: tuple[str, str]) -> str:
    """The example with some of its words replaced."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def errors_of(text: str) -> list[Problem]:
    return [problem for problem in check(text) if problem.severity == "error"]


def only_error(*changes: tuple[str, str]) -> Problem:
    errors = errors_of(changed(*changes))
    assert len(errors) == 1, errors
    return errors[0]


class TestAFileThatIsRight:
    def test_has_nothing_to_complain_of(self) -> None:
        assert check(EXAMPLE) == []

    def test_becomes_a_campaign_that_survives_being_stored(self) -> None:
        campaign = read(EXAMPLE)
        assert msgspec.json.decode(msgspec.json.encode(campaign), type=Campaign) == campaign

    def test_keeps_what_the_file_says(self) -> None:
        campaign = read(EXAMPLE)
        assert (campaign.id, campaign.client.name, campaign.default_region) == (
            "quaywise-us",
            "Tidemark Software",
            "US",
        )
        assert campaign.handoff.rep("m.lindqvist").hours["thu"][1].opens == time(13)
        assert campaign.handoff.rep("r.castellan").hours.keys() == {"tue", "wed", "thu", "fri"}
        assert campaign.gates.gate("timing").requires[0].scale == {"0-3m": 90, "3-6m": 180, "6-12m": 365, "later": 730}
        assert [part.name for part in campaign.calling.cadence.day_parts][2] == "midday"
        assert campaign.starts == date(2026, 1, 5)

    @pytest.mark.requirement("R-033")
    def test_says_who_in_sales_signed_off_each_part_and_warns_of_the_parts_nobody_signed(self) -> None:
        assert read(EXAMPLE).sign_offs["gates"].by == "Maja Lindqvist"
        unsigned = changed(('gates = { by = "Maja Lindqvist", on = 2026-01-02 }\n', ""))
        assert [(each.field, each.severity) for each in check(unsigned)] == [("signed_off.gates", "warning")]
        assert "gates" not in read(unsigned).sign_offs

    def test_may_be_saved_with_a_byte_order_mark_and_windows_line_ends(self) -> None:
        assert read("\ufeff" + EXAMPLE.replace("\n", "\r\n")) == read(EXAMPLE)

    @pytest.mark.requirement("R-022")
    @pytest.mark.parametrize(
        "written",
        [
            '{ field = "seniority", op = "in", value = ["owner", "director"] }',
            '"seniority in [owner, director]"',
        ],
    )
    def test_may_write_a_condition_as_a_sentence_or_as_a_table(self, written: str) -> None:
        old = '"seniority in [owner, c_suite, vp, director]"'
        campaign = read(changed((old, written)))
        assert campaign.target
        assert campaign.target.must[1].condition == Condition("seniority", "in", ("owner", "director"))


SIX = (
    ("default_region =", "default_regoin ="),
    ('market = "B2B"', 'market = "b2b"'),
    ('requires = ["vehicles >= 5"]', 'requires = ["vehicles at least 5"]'),
    ('zone = "America/Chicago"', 'zone = "America/Chikago"'),
    ('label = "Five or more", goto = "role"', 'label = "Five or more", goto = "roll"'),
    ('end_referral = "referred"', 'end_referral = "refered"'),
)


class TestAFileWithSixErrors:
    def test_is_told_of_all_six_at_once_each_with_its_line_and_what_was_probably_meant(self) -> None:
        text = changed(*SIX)
        errors = errors_of(text)
        assert [(each.line, each.field) for each in errors] == [
            (line_of(text, '"b2b"'), "campaign.market"),
            (line_of(text, "default_regoin"), "campaign.default_regoin"),
            (line_of(text, "vehicles at least 5"), "gates.gate[ability_to_use].requires[1]"),
            (line_of(text, "Chikago"), "handoff.rep[t.abara].zone"),
            (line_of(text, '"roll"'), "script.node[size].choices[1].goto"),
            (line_of(text, '"refered"'), "script.ends.end_referral"),
        ]
        for error, meant in zip(
            errors, ("B2B", "default_region", ">=", "America/Chicago", "role", "referred"), strict=True
        ):
            assert meant in error.message

    def test_is_refused_with_the_same_list(self) -> None:
        text = changed(*SIX)
        with pytest.raises(WrongCampaign) as refusal:
            read(text)
        assert refusal.value.problems == check(text)
        assert "6 errors" in refusal.value.message
        assert isinstance(refusal.value, Wrong)

    def test_never_speaks_the_language_of_the_library_that_checks_it(self) -> None:
        for error in check(changed(*SIX)):
            for word in ("pydantic", "validation", "input", "literal", "str_type", "extra", "instance of"):
                assert word not in error.message.casefold()


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
            ("ends = 2027-12-17", "ends = 2025-12-17", "campaign.ends", "before the campaign starts"),
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
            ('id = "t.abara"', 'id = "m.lindqvist"', "handoff.rep[m.lindqvist].id", "twice"),
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
        text = (EXAMPLE[:begins] + EXAMPLE[ends:]).replace('policy = "all"', 'policy = "most"')
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


def without(table: str, following: str) -> str:
    return EXAMPLE[: EXAMPLE.index(table)] + EXAMPLE[EXAMPLE.index(following) :]


class TestADraft:
    @pytest.mark.requirement("R-021")
    def test_without_a_goal_can_be_read_but_not_activated(self) -> None:
        draft = without("[goal]", "[cost]")
        assert [(each.field, each.severity) for each in check(draft)] == [("goal", "warning")]
        assert [(each.field, each.severity) for each in activation_problems(read(draft))] == [("goal", "error")]

    @pytest.mark.requirement("R-020")
    def test_without_a_target_market_can_be_read_but_not_activated(self) -> None:
        draft = without(
            "[target_market]", "# ------------------------------------------------------------------ the nine"
        )
        assert [(each.field, each.severity) for each in check(draft)] == [("target_market", "warning")]
        assert [each.field for each in activation_problems(read(draft))] == ["target_market"]

    @pytest.mark.requirement("R-020")
    def test_whose_target_market_is_everybody_cannot_be_activated(self) -> None:
        campaign = read(EXAMPLE)
        assert campaign.target
        everybody = replace(campaign, target=replace(campaign.target, must=()))
        assert [each.field for each in activation_problems(everybody)] == ["target_market"]

    def test_that_is_complete_may_be_activated(self) -> None:
        assert activation_problems(read(EXAMPLE)) == []


class TestWhatIsNotACampaignAtAll:
    @pytest.mark.parametrize("text", ["", "   \n\t", "\ufeff"])
    def test_an_empty_file(self, text: str) -> None:
        assert [(each.line, "empty" in each.message) for each in check(text)] == [(1, True)]

    def test_a_slip_in_the_toml_itself_has_its_own_line(self) -> None:
        text = changed(('period = "week"', 'period = "week'))
        (problem,) = check(text)
        assert problem.line == line_of(text, 'period = "week')
        assert "TOML" in problem.message

    def test_a_bracket_that_never_closes_is_found_at_the_end(self) -> None:
        (problem,) = check('[campaign]\nid = "a"\nlist = [1,\n2\n')
        assert problem.line == 4

    @pytest.mark.parametrize(
        "text", ["a = " + "[" * 5000, "a=" + "9" * 5000, "= 1", "\x00", "a = 2026-02-31", "'\x1e0", "[x]\n[x]"]
    )
    def test_hostile_texts_get_a_sentence(self, text: str) -> None:
        assert [each.severity for each in check(text)] == ["error"]

    def test_a_script_that_no_person_wrote(self) -> None:
        node = '[[script.node]]\nid = "n{0}"\nkind = "say"\nsay = "Hello"\ngoto = "end_meeting"\n'
        nodes = "".join(node.format(number) for number in range(400))
        errors = errors_of(EXAMPLE.replace("[script.ends]", nodes + "[script.ends]"))
        assert [(each.field, "400" in each.message) for each in errors] == [("script.node", True)]

    def test_some_other_toml_file(self) -> None:
        problems = check('[project]\nname = "x"\n')
        assert {"project", "campaign", "script"} <= {each.field for each in problems}

    def test_a_folder_or_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(Wrong, match="folder"):
            text_of(tmp_path)
        with pytest.raises(Wrong, match="no such file"):
            text_of(tmp_path / "none.toml")

    def test_a_file_in_another_encoding(self, tmp_path: Path) -> None:
        path = tmp_path / "campaign.toml"
        path.write_bytes('[client]\nname = "Café"\n'.encode("latin-1"))
        with pytest.raises(Wrong, match="UTF-8") as refusal:
            text_of(path)
        assert refusal.value.where.endswith("line 2")
        path.write_bytes("[client]".encode("utf-16"))
        with pytest.raises(Wrong, match="UTF-16"):
            text_of(path)

    def test_a_file_far_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "campaign.toml"
        path.write_bytes(b"#" * 3_000_000)
        with pytest.raises(Wrong, match="too large"):
            text_of(path)

    def test_a_good_file_comes_back_as_its_text(self, tmp_path: Path) -> None:
        path = tmp_path / "campaign.toml"
        path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.encode())
        assert read(text_of(path)) == read(EXAMPLE)


def outcome_of(text: str) -> None:
    """Check and read a text: problems or a campaign, and never anything else."""
    problems = check(text)
    assert all(isinstance(problem, Problem) for problem in problems)
    last = max(text.replace("\r\n", "\n").count("\n") + 1, 1)
    assert all(1 <= problem.line <= last for problem in problems)
    try:
        assert isinstance(read(text), Campaign)
    except WrongCampaign as refusal:
        assert refusal.problems == problems


LINES = EXAMPLE.splitlines()
SCALARS = st.one_of(
    st.integers(),
    st.floats().map(repr),
    st.booleans().map(lambda yes: str(yes).lower()),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12).map(
        lambda text: msgspec.json.encode(text).decode()
    ),
    st.sampled_from(["2026-01-01", "{}", "[]", "[[1]]", "{a = 1}", "[{}]", '"""x\ny"""', "'''\n'''", "07:30:00"]),
)


class TestAnyTextAtAll:
    @given(st.text(max_size=200))
    def test_gives_problems_or_a_campaign(self, text: str) -> None:
        outcome_of(text)

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_the_example_with_lines_lost_doubled_or_overwritten_does_too(self, data: st.DataObject) -> None:
        lines = list(LINES)
        for _ in range(data.draw(st.integers(1, 4))):
            place = data.draw(st.integers(0, len(lines) - 1))
            slip = data.draw(st.sampled_from(["lose", "double", "value", "key"]))
            if slip == "lose":
                del lines[place]
            elif slip == "double":
                lines.insert(place, lines[place])
            elif "=" in lines[place] and slip == "value":
                lines[place] = f"{lines[place].split('=')[0]}= {data.draw(SCALARS)}"
            elif "=" in lines[place]:
                lines[place] = (
                    f"{data.draw(st.text('abcmnot_-', min_size=1, max_size=8))} = {lines[place].split('=', 1)[1]}"
                )
        outcome_of("\n".join(lines))


def test_checking_loads_the_heavy_library_only_when_asked() -> None:
    code = "import sys; import setter.intake.campaign_file; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
