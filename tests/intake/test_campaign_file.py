"""A team lead writes a campaign file and is told everything that is wrong with it, at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from intake.campaign_text import EXAMPLE, changed, errors_of, line_of
from setter.domain.campaign import Campaign
from setter.domain.errors import Wrong
from setter.domain.facts import Condition
from setter.intake.campaign_file import Problem, WrongCampaign, activation_problems, check, read, text_of


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
        assert campaign.calling.first_day == date(2026, 1, 5)

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


def without(table: str, following: str) -> str:
    return EXAMPLE[: EXAMPLE.index(table)] + EXAMPLE[EXAMPLE.index(following) :]


def test_whoever_asks_may_wait_an_hour_and_no_longer_unwarned() -> None:
    def minutes(number: int) -> str:
        return EXAMPLE.replace("callback_grace_minutes = 15", f"inquiry_answer_minutes = {number}")

    assert read(EXAMPLE).calling.inquiry_answer_minutes == 5
    assert read(minutes(60)).calling.inquiry_answer_minutes == 60 and check(minutes(60)) == []
    (found,) = check(minutes(61))
    assert (found.field, found.severity) == ("calling.inquiry_answer_minutes", "warning")
    assert [each.severity for each in check(minutes(0))] == ["error"]


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
