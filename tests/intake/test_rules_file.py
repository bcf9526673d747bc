"""A rule set in a file of its own: read, refused with every reason, written, and read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.domain.conditions import parse, parse_all, written
from setter.domain.errors import Wrong
from setter.domain.facts import Condition
from setter.domain.rule_set import Calibration, RuleSet, ScoringRule
from setter.intake.rules_file import check_rules, read_rules, rules_in, rules_text

HEAD = 'format = 1\n[scoring]\nid = "spring"\n'
DOCS = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")


def complaints(rule: str, head: str = HEAD) -> list[str]:
    return [f"{each.line}: {each.field} {each.message}" for each in check_rules(f"{head}rule = [\n{rule}\n]\n")]


def test_the_example_of_the_docs_is_a_rules_file() -> None:
    rules = rules_in(DOCS.split("```toml\n")[1].split("```")[0])
    assert [rule.model for rule in rules.rules] == [
        "intent",
        "intent",
        "suitability",
        "suitability",
        "activity",
        "negative",
        "negative",
    ]
    assert rules_in(rules_text(rules)) == rules


class TestWhatCannotBeIsSaidInASentenceWithItsLine:
    @pytest.mark.parametrize(
        ("rule", "said"),
        [
            ("points = 1", "has neither when nor event nor absent: say what its points are for"),
            ('when = "x > 1", points = 300', "is 300; it must be at most 100"),
            ('when = "x > 1", points = 1.5', "should be a whole number, not 1.5"),
            (
                'event = "demo_reqest", points = 1',
                "names “demo_reqest”, which is no kind of event; did you mean demo_request?",
            ),
            (
                'event = "x_Own kind", points = 1',
                "names “x_Own kind”, which is no kind of event; docs/events.md lists them, and your own begin with x_",
            ),
            ('event = "blog", model = "negative", points = 4', "is 4; a rule of the negative model takes points away"),
            (
                'event = "blog", model = "intent", points = -4',
                "is -4; what takes points away belongs in the negative model",
            ),
            (
                'when = "x > 1", half_life_days = 3, points = 4',
                "is about acts, and the rule names none; give it an event",
            ),
            ('event = "blog", cap = 3, points = 4', "is 3, less than a single act's 4"),
            (
                'event = "blog", absent = "blog", points = 4',
                "asks for an act and for its absence at once; make two rules of it",
            ),
            ('absent = "blog", since = "info_request", points = 4', "needs for_days: how long ago that must be"),
            ('when = "x >", points = 4', "cannot be read: “x >” needs a value after it"),
            ("when = [], points = 4", "is an empty list; write a condition or leave the key out"),
        ],
    )
    def test_of_a_rule(self, rule: str, said: str) -> None:
        told = complaints(f'{{ id = "a", label = "A", {rule} }}')
        assert [each.split(" ", 2)[2] for each in told] == [said]
        assert told[0].startswith("5: ")

    def test_an_act_in_two_models_would_count_twice(self) -> None:
        one = '{ id = "a", label = "A", event = "blog", model = "intent", points = 1 }'
        other = one.replace('"a"', '"b"').replace("intent", "activity")
        assert complaints(f"{one},\n{other}") == [
            "6: scoring.rule[b].event names blog, which counts in the intent model already; an act belongs to one model"
        ]

    def test_no_model_with_rules_is_chosen(self) -> None:
        rule = '{ id = "a", label = "A", event = "blog", model = "intent", points = 1 }'
        assert len(complaints(rule, HEAD + 'models = ["activity"]\n')) == 2

    @pytest.mark.parametrize(
        ("text", "said"), [("", "is empty"), ("[scoring", "is not valid TOML here"), ("format = 1", "is missing")]
    )
    def test_of_a_file(self, text: str, said: str) -> None:
        with pytest.raises(Wrong, match=said):
            rules_in(text)

    def test_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(Wrong, match="The rules file cannot be read: no such file or directory"):
            read_rules(tmp_path / "none.toml")


NAMES = some.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
TEXTS = some.text(min_size=1, max_size=12)
VISIBLE = some.text(
    some.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co")), min_size=1, max_size=12
)
SCALARS = some.one_of(
    TEXTS, some.integers(-(10**9), 10**9), some.booleans(), some.floats(-1e6, 1e6).map(lambda x: round(x, 3))
)


@some.composite
def conditions(draw: some.DrawFn) -> Condition:
    op = draw(some.sampled_from(["=", "!=", ">", "<=", "in", "not in", "contains", "known", "unknown", "said"]))
    field = draw(NAMES)
    if op in ("known", "unknown"):
        return Condition(field, op)
    if op in ("in", "not in"):
        return Condition(field, op, draw(some.lists(SCALARS, min_size=1, max_size=4).map(tuple)))
    if op == "said":
        return Condition(field, op, draw(some.integers(1, 99)))
    if op in (">", "<="):
        scale = draw(some.dictionaries(TEXTS.map(str.strip).filter(bool), some.integers(0, 99).map(float), max_size=2))
        return Condition(field, op, draw(some.integers(-99, 99)), scale)
    return Condition(field, op, draw(SCALARS))


class TestWhatIsWrittenIsReadAgain:
    @given(conditions())
    def test_a_condition(self, condition: Condition) -> None:
        assert parse(written(condition)) == condition

    @given(some.lists(conditions().filter(lambda each: not each.scale), min_size=1, max_size=3))
    def test_conditions_joined(self, listed: list[Condition]) -> None:
        assert parse_all(" and ".join(map(written, listed))) == tuple(listed)

    @given(
        some.lists(
            some.tuples(
                some.lists(conditions(), min_size=1, max_size=2), some.integers(-100, 100), VISIBLE.filter(str.strip)
            ),
            max_size=4,
        ),
        some.integers(-50, 50),
    )
    def test_a_rule_set(self, listed: list[tuple[list[Condition], int, str]], base: int) -> None:
        rules = tuple(
            ScoringRule(f"r{at}", label, when[0] if len(when) == 1 else tuple(when), points)
            for at, (when, points, label) in enumerate(listed)
        )
        made = RuleSet("any", rules, base=base, calibration=Calibration(61.25, 6.5), weights={"intent": 0.5})
        assert rules_in(rules_text(made)) == made

    @pytest.mark.parametrize("sign", ["\x7f", "\x85", "\x9b", "\u2028", "\t", "\r\n", "\ufeff"])
    def test_a_value_with_a_sign_that_nobody_sees(self, sign: str) -> None:
        made = RuleSet("any", (ScoringRule("r", "R", Condition("note", "=", f"a{sign}b"), 5),))
        assert rules_in(rules_text(made)) == made
        assert "\x7f" not in rules_text(made) and "\x9b" not in rules_text(made)

    def test_and_is_no_joint_inside_words(self) -> None:
        assert parse_all('trade in [food and drink, retail] and title contains "health and safety = x"') == (
            Condition("trade", "in", ("food and drink", "retail")),
            Condition("title", "contains", "health and safety = x"),
        )
