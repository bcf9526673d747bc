"""A script that misleads, leads nowhere or proves nothing is found before anybody reads it aloud."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.script import Capture, Choice, Node, Script
from setter.domain.script_graph import most_questions
from setter.domain.script_lint import LintProblem, lint
from setter.examples import example_campaign


@cache
def example() -> Campaign:
    from setter.intake.campaign_file import read

    return read(example_campaign())


def with_node(node_id: str, change: Callable[[Node], Node]) -> Campaign:
    script = example().script
    nodes = tuple(change(node) if node.id == node_id else node for node in script.nodes)
    return replace(example(), script=replace(script, nodes=nodes))


def saying(node_id: str, words: str) -> Campaign:
    return with_node(node_id, lambda node: replace(node, say=words))


def changing(node_id: str, **changes: Any) -> Campaign:
    return with_node(node_id, lambda node: replace(node, **changes))


def choosing(node_id: str, index: int, **changes: Any) -> Campaign:
    def change(node: Node) -> Node:
        choices = list(node.choices)
        choices[index] = replace(choices[index], **changes)
        return replace(node, choices=tuple(choices))

    return with_node(node_id, change)


def the_problem(campaign: Campaign) -> LintProblem:
    problems = lint(campaign)
    assert len(problems) == 1, problems
    return problems[0]


class TestTheExample:
    def test_has_no_fault(self) -> None:
        assert lint(example()) == []

    @pytest.mark.requirement("R-037")
    def test_asks_seven_questions_before_the_meeting(self) -> None:
        assert most_questions(example().script) == 7


class TestTheOpener:
    @pytest.mark.parametrize(
        ("words", "says"),
        [
            ("Hello, a sales call for Tidemark Software.", "caller's name"),
            ("It's {caller.name} with a sales call.", "client's name"),
            ("It's {caller.name} for {client.name}. How have you been?", "what the call is for"),
        ],
    )
    def test_says_who_for_whom_and_why(self, words: str, says: str) -> None:
        assert says in the_problem(saying("opener", words)).message

    def test_may_say_it_in_several_ways(self) -> None:
        for words in (
            "It's {caller.first_name|me} for {client.name}, I’m calling about your vans.",
            "{caller.name} of tidemark software. The reason I'm calling is late vans.",
        ):
            assert lint(saying("opener", words)) == []

    def test_must_be_marked(self) -> None:
        assert "no opener" in the_problem(changing("opener", compliance=("identity",))).message


class TestTheWays:
    def test_lead_to_nodes_and_ends_that_exist(self) -> None:
        problem = the_problem(choosing("reason", 0, goto="nead"))
        assert (problem.node, problem.key) == ("reason", ("choices", 0, "goto"))
        assert "did you mean need?" in problem.message

    def test_never_stop_in_the_middle(self) -> None:
        assert "dead end" in {
            each.message.split(";")[0].removeprefix("is a ") for each in lint(changing("close", goto=""))
        }

    def test_reach_every_node(self) -> None:
        stray = Node("stray", "say", "Hello", goto="end_meeting")
        script = replace(example().script, nodes=(*example().script.nodes, stray))
        problem = the_problem(replace(example(), script=script))
        assert (problem.node, "never be reached" in problem.message) == ("stray", True)

    def test_come_to_an_end(self) -> None:
        looping = changing("close", goto="confirm")
        assert {each.node for each in lint(looping) if "goes round" in each.message} >= {"close", "confirm"}

    def test_begin_somewhere(self) -> None:
        campaign = replace(example(), script=replace(example().script, start="reech"))
        assert the_problem(campaign).key == ("start",)

    def test_go_back_only_from_an_objection(self) -> None:
        assert "neither a node nor an end" in lint(choosing("size", 0, goto="back"))[0].message

    @pytest.mark.parametrize(
        ("key", "says"), [("2", "two choices"), ("0", "1 to 9"), ("a", "1 to 9"), ("12", "1 to 9"), ("", "1 to 9")]
    )
    def test_have_a_digit_each(self, key: str, says: str) -> None:
        assert any(says in each.message for each in lint(choosing("size", 0, key=key)))


class TestOptingOut:
    def test_has_an_end_of_its_own(self) -> None:
        ends = {**example().script.ends, "end_do_not_call": "not_interested"}
        assert "opt out" in the_problem(replace(example(), script=replace(example().script, ends=ends))).message


class TestObjections:
    def test_are_answered_twice_at_most_and_not_interested_once(self) -> None:
        assert "twice at most" in the_problem(changing("busy", max_tries=3)).message
        assert "one try" in the_problem(changing("not_interested", max_tries=2)).message

    def test_have_a_letter_each(self) -> None:
        assert "as busy has" in the_problem(changing("price", letter="b")).message
        assert any("without a letter" in each.message for each in lint(changing("price", letter="")))
        assert "only objections" in the_problem(changing("size", letter="z")).message


class TestTheWords:
    @pytest.mark.parametrize(
        "phrase", ["I'm returning your call.", "It’s Not a  sales call!", "A short survey.", "You registered with us."]
    )
    def test_never_mislead(self, phrase: str) -> None:
        problem = the_problem(saying("need", phrase))
        assert (problem.node, problem.severity) == ("need", "error")

    def test_are_few(self) -> None:
        problem = the_problem(saying("need", "word " * 46))
        assert (problem.severity, problem.key) == ("warning", ("say",))
        assert lint(saying("need", "word " * 44 + "{prospect.first_name|my good old friend}")) == []

    def test_use_placeholders_that_something_fills(self) -> None:
        assert (
            "did you mean {prospect.first_name}?" in the_problem(saying("need", "Hi {prospect.firstname|you}")).message
        )
        assert "cannot be read" in the_problem(saying("need", "Hi {prospect.first_name")).message
        assert "cannot be read" in the_problem(saying("need", "Hi {Name}")).message

    def test_have_something_to_say_where_a_fact_is_unknown(self) -> None:
        problem = the_problem(saying("need", "In {company.city}?"))
        assert (problem.severity, "fallback" in problem.message) == ("warning", True)
        assert lint(saying("need", "With {company.vehicles|your} vans, {caller.name}?")) == []


class TestTheGates:
    @pytest.mark.requirement("R-026")
    def test_each_have_a_question(self) -> None:
        problems = lint(changing("need", captures=()))
        assert any("captures nothing for the gate need" in each.message for each in problems)

    @pytest.mark.requirement("R-023")
    def test_that_want_words_get_words(self) -> None:
        capture = Capture("confirm_quote", "bool", "Knows", required=True, gates=("knows_who", "knows_what"))
        messages = [each.message for each in lint(changing("confirm", captures=(capture,)))]
        assert [message for message in messages if "wants a quote" in message].__len__() == 2

    def test_named_by_a_question_exist(self) -> None:
        capture = replace(example().script.node("need").captures[0], gates=("need", "neeed"))
        assert "did you mean need?" in the_problem(changing("need", captures=(capture,))).message

    @pytest.mark.requirement("R-025")
    def test_need_a_place_to_book_the_meeting(self) -> None:
        assert any("nothing can be booked" in each.message for each in lint(changing("book", kind="ask")))

    def test_a_choice_sets_only_what_the_script_captures_and_offers(self) -> None:
        assert "no node captures" in the_problem(choosing("role", 0, sets={"senority": "owner"})).message
        assert "its options are" in the_problem(choosing("role", 0, sets={"seniority": "boss"})).message


def question(name: str, *gotos: str) -> Node:
    choices = tuple(Choice(str(number), goto, goto) for number, goto in enumerate(gotos, 1))
    return Node(name, "ask", "?", captures=(Capture(name, "text", name),), choices=choices)


class TestHowMuchIsAsked:
    @pytest.mark.requirement("R-037")
    def test_eight_questions_before_the_meeting_are_too_many(self) -> None:
        asks = example().script.node("ask")
        eighth = question("eighth", "book", "not_interested")
        script = example().script
        nodes = tuple(
            replace(asks, choices=(replace(asks.choices[0], goto="eighth"), *asks.choices[1:]))
            if node.id == "ask"
            else node
            for node in script.nodes
        )
        problem = the_problem(replace(example(), script=replace(script, nodes=(*nodes, eighth))))
        assert (problem.severity, "up to 8 questions" in problem.message) == ("warning", True)

    def test_only_the_longest_way_to_the_meeting_counts(self) -> None:
        nodes = (
            Node(
                "open",
                "branch",
                "",
                compliance=("identity", "company", "purpose"),
                choices=(Choice("1", "", "a"), Choice("2", "", "x")),
            ),
            question("a", "b"),
            question("b", "meet"),
            question("x", "y", "a"),
            question("y", "end"),
            Node("meet", "meeting", "", goto="after"),
            question("after", "end"),
        )
        assert most_questions(Script("open", nodes, {"end": "meeting_set"})) == 3

    def test_a_script_of_thousands_of_nodes_that_go_round_is_still_counted(self) -> None:
        nodes = tuple(question(f"q{n}", f"q{(n + 1) % 5000}", "meet") for n in range(5000))
        assert most_questions(Script("q0", (*nodes, Node("meet", "meeting", "", goto="end")), {"end": "x"})) == 5000


IDS = st.sampled_from(["a", "b", "c", "end", "back", "nowhere", ""])
CAPTURES = st.builds(
    Capture,
    st.sampled_from(["x", "y"]),
    st.sampled_from(["text", "choice", "quote"]),
    st.just("L"),
    st.lists(st.sampled_from(["p", "q"]), max_size=2).map(tuple),
    st.booleans(),
    st.lists(st.sampled_from(["need", "other"]), max_size=2).map(tuple),
)
NODES = st.builds(
    Node,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["say", "ask", "branch", "objection", "meeting"]),
    st.text(st.sampled_from("{}|ab. "), max_size=30),
    st.lists(CAPTURES, max_size=2).map(tuple),
    st.lists(
        st.builds(
            Choice, st.text(max_size=2), st.just("L"), IDS, st.dictionaries(st.sampled_from(["x", "z"]), st.integers())
        ),
        max_size=3,
    ).map(tuple),
    IDS,
    st.integers(0, 5),
    st.sets(st.sampled_from(["identity", "company", "purpose"])).map(tuple),
    st.sampled_from(["", "b"]),
)


@settings(max_examples=150)
@given(st.lists(NODES, max_size=5).map(tuple), IDS)
def test_any_script_gets_complaints_and_never_a_failure(nodes: tuple[Node, ...], begins: str) -> None:
    campaign = replace(example(), script=Script(begins, nodes, {"end": "meeting_set"}))
    assert all(problem.message for problem in lint(campaign))
