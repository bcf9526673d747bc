"""A caller walks a script: choices, objections from anywhere, answers already known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.domain.conversation import (
    RETURN,
    Conversation,
    back,
    choose,
    go_on,
    next_unknown,
    object_to,
    options_of,
    raised_at,
    render,
    skip,
)
from setter.domain.errors import Refused, Wrong
from setter.domain.facts import Condition, Fact, Facts, Value
from setter.domain.script import Capture, Choice, Node, Script

SCRIPT = Script(
    "opener",
    (
        Node("opener", "branch", "Hi", choices=(Choice("1", "Go on", "doors"), Choice("2", "No", "end_no"))),
        Node(
            "doors",
            "branch",
            "How many doors?",
            captures=(Capture("doors", "int", "Doors", required=True), Capture("tool", "text", "Tool")),
            choices=(
                Choice("1", "Six or more", "role", when=Condition("doors", ">=", 6)),
                Choice("2", "Fewer", "end_no", when=Condition("doors", "<", 6)),
            ),
        ),
        Node(
            "role",
            "ask",
            "Your role?",
            captures=(Capture("role", "choice", "Role", ("owner", "vp_sales")),),
            goto="open",
        ),
        Node("open", "ask", "What costs you?", captures=(Capture("need", "quote", "Need"),), goto="agree"),
        Node("agree", "ask", "Agreed?", captures=(Capture("agreed", "bool", "Agreed"),), goto="book"),
        Node("book", "meeting", "When?", goto="end_meeting"),
        Node(
            "busy",
            "objection",
            "A time?",
            letter="b",
            label="Busy",
            choices=(Choice("1", "Goes on", RETURN), Choice("2", "No", "end_no"), Choice("3", "Price", "price")),
        ),
        Node("price", "objection", "Fair.", letter="p", max_tries=1, goto=RETURN),
    ),
    {"end_no": "not_interested", "end_meeting": "meeting_set"},
)


def known(**facts: Value) -> Facts:
    return {name: Fact(value, "answer", 0) for name, value in facts.items()}


class TestTheWordsOnTheScreen:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("Hi {prospect.first_name}", "Hi Ada"),
            ("{doors|several} doors", "several doors"),
            ("Hi {prospect.last_name}", "Hi ‹prospect last name›"),
            ("Hi {prospect.last_name|}", "Hi "),
            ("{ not } {} {A} {x|y|z} }{", "{ not } {} {A} {x|y|z} }{"),
        ],
    )
    def test_have_their_gaps_filled(self, text: str, shown: str) -> None:
        assert render(text, {"prospect.first_name": "Ada", "doors": " "}) == shown

    def test_take_a_name_as_it_is_and_never_as_a_placeholder(self) -> None:
        assert render("Hi {a}", {"a": "{b} [bold] \\1"}) == "Hi {b} [bold] \\1"

    @given(st.text(), st.dictionaries(st.text(max_size=5), st.text(max_size=20)))
    def test_are_made_of_any_text_and_any_data(self, text: str, values: dict[str, str]) -> None:
        assert isinstance(render(text, values), str)


class TestWalking:
    def test_a_number_answers_and_moves_on(self) -> None:
        at_role = Conversation("role", ("opener", "doors"))
        step = choose(SCRIPT, at_role, "2")
        assert (step.conversation.node, dict(step.answers)) == ("open", {"role": "vp_sales"})
        assert step.conversation.path == ("opener", "doors", "role")

    def test_a_yes_or_no_question_has_two_numbers(self) -> None:
        assert [(each.key, each.label) for each in options_of(SCRIPT.node("agree"))] == [("1", "yes"), ("2", "no")]
        assert choose(SCRIPT, Conversation("agree"), "2").answers == {"agreed": False}

    def test_an_open_question_goes_on_without_a_number(self) -> None:
        assert options_of(SCRIPT.node("open")) == ()
        assert go_on(SCRIPT, Conversation("open")).conversation.node == "agree"

    def test_an_end_proposes_its_disposition_and_leaves_the_words_in_sight(self) -> None:
        step = choose(SCRIPT, Conversation(SCRIPT.start), "2")
        assert (step.end, step.disposition, step.conversation.node) == ("end_no", "not_interested", "opener")

    def test_a_number_that_is_not_offered_is_refused_with_those_that_are(self) -> None:
        with pytest.raises(Wrong) as refusal:
            choose(SCRIPT, Conversation(SCRIPT.start), "7")
        assert refusal.value.hint == "1 Go on, 2 No"
        with pytest.raises(Wrong):
            go_on(SCRIPT, Conversation(SCRIPT.start))

    def test_back_returns_step_by_step_to_the_beginning_and_stays_there(self) -> None:
        conversation = choose(SCRIPT, Conversation(SCRIPT.start), "1").conversation
        assert back(conversation) == Conversation(SCRIPT.start)
        assert back(back(conversation)) == Conversation(SCRIPT.start)


class TestObjections:
    def test_can_be_raised_anywhere_and_lead_back_to_where_they_were_raised(self) -> None:
        raised = object_to(SCRIPT, Conversation("open", ("opener",)), "busy")
        assert (raised.node, raised_at(SCRIPT, raised)) == ("busy", "open")
        again = choose(SCRIPT, raised, "1").conversation
        assert (again.node, again.path) == ("open", ("opener", "open", "busy"))

    def test_one_after_another_still_lead_back_to_the_talk(self) -> None:
        raised = object_to(SCRIPT, Conversation("open"), "busy")
        second = choose(SCRIPT, raised, "3").conversation
        assert (second.node, raised_at(SCRIPT, second)) == ("price", "open")
        assert go_on(SCRIPT, second).conversation.node == "open"

    def test_are_answered_as_often_as_the_script_allows_and_no_more(self) -> None:
        once = choose(SCRIPT, object_to(SCRIPT, Conversation(SCRIPT.start), "busy"), "1").conversation
        twice = choose(SCRIPT, object_to(SCRIPT, once, "busy"), "1").conversation
        with pytest.raises(Refused, match="2 times"):
            object_to(SCRIPT, twice, "busy")
        with pytest.raises(Refused, match="once"):
            object_to(SCRIPT, object_to(SCRIPT, Conversation(SCRIPT.start), "price"), "price")

    def test_taken_back_are_as_if_never_left(self) -> None:
        raised = object_to(SCRIPT, Conversation("open"), "busy")
        assert back(raised) == Conversation("open")

    def test_stepped_back_into_still_lead_back_to_the_talk(self) -> None:
        raised = object_to(SCRIPT, Conversation("open", ("opener",)), "busy")
        assert choose(SCRIPT, back(choose(SCRIPT, raised, "1").conversation), "1").conversation.node == "open"


class TestAnswersAlreadyKnown:
    @pytest.mark.requirement("R-037")
    def test_let_a_question_be_passed(self) -> None:
        step = skip(SCRIPT, Conversation("doors"), known(doors=12))
        assert step
        assert (step.conversation.node, dict(step.answers)) == ("role", {})

    @pytest.mark.requirement("R-037")
    def test_carry_the_call_to_the_first_thing_not_known(self) -> None:
        assert next_unknown(SCRIPT, Conversation("doors"), known(doors=12, role="owner")).conversation.node == "open"
        assert next_unknown(SCRIPT, Conversation("doors"), known(role="owner")).conversation.node == "doors"

    def test_that_end_the_matter_propose_the_end(self) -> None:
        assert next_unknown(SCRIPT, Conversation("doors"), known(doors=2)).disposition == "not_interested"

    def test_that_point_to_no_choice_leave_the_question_to_be_asked(self) -> None:
        assert skip(SCRIPT, Conversation("doors"), known(doors="many")) is None
        assert skip(SCRIPT, Conversation("doors"), known(tool="a sheet")) is None

    def test_never_pass_the_opening_or_the_meeting(self) -> None:
        facts = known(doors=12, role="owner", need="queues", agreed=True)
        assert skip(SCRIPT, Conversation(SCRIPT.start), facts) is None
        assert next_unknown(SCRIPT, Conversation("doors"), facts).conversation.node == "book"

    def test_a_choice_is_known_by_what_it_would_have_set(self) -> None:
        node = Node(
            "who",
            "branch",
            "?",
            captures=(Capture("by", "choice", "By", ("own", "carrier"), required=True),),
            choices=(Choice("1", "Own", "end_a", {"by": "own"}), Choice("2", "Carrier", "end_b", {"by": "carrier"})),
        )
        script = Script("who", (node,), {"end_a": "a", "end_b": "b"})
        step = skip(script, Conversation(script.start), known(by="Carrier"))
        assert step
        assert step.end == "end_b"

    def test_a_script_that_goes_round_does_not_hold_the_call_for_ever(self) -> None:
        first = Node("a", "ask", "?", captures=(Capture("x", "text", "X"),), goto="b")
        second = Node("b", "ask", "?", captures=(Capture("x", "text", "X"),), goto="a")
        script = Script("a", (first, second), {})
        assert next_unknown(script, Conversation(script.start), known(x="1")).conversation.node in ("a", "b")


@given(st.lists(st.sampled_from(["1", "2", "3", "on", "back", "busy", "price"]), max_size=30))
def test_whatever_is_pressed_the_call_stands_on_a_node_of_the_script(keys: list[str]) -> None:
    conversation = Conversation(SCRIPT.start)
    for key in keys:
        try:
            if key == "on":
                conversation = go_on(SCRIPT, conversation).conversation
            elif key == "back":
                conversation = back(conversation)
            elif key in ("busy", "price"):
                conversation = object_to(SCRIPT, conversation, key)
            else:
                conversation = choose(SCRIPT, conversation, key).conversation
        except (Wrong, Refused):
            continue
        node = SCRIPT.node(conversation.node)
        assert SCRIPT.node(raised_at(SCRIPT, conversation)).kind != "objection"
        assert node.kind != "objection" or conversation.path
        assert all(times <= SCRIPT.node(each).max_tries for each, times in conversation.tries.items())
