"""A caller ends every call with one outcome: a letter for the frequent ones, a list for all others."""

from types import SimpleNamespace
from typing import Any

import pytest

from setter.domain.campaign import ExtraDisposition
from setter.domain.dispositions import ALIASES, DISPOSITIONS, Effect, find, outcomes
from setter.domain.errors import Wrong

RESERVED_ON_THE_CALL_SCREEN = set("dwuoxthek/? 0123456789")

THE_TABLE = """
no_answer              - - -  yes yes
busy                   - - -  no  yes
voicemail_left         - - -  yes yes
voicemail_no_message   - - -  yes yes
call_failed            - - -  no  no
disconnected           - - -  yes yes
wrong_number           y - -  yes yes
left_company           y - -  yes yes
gatekeeper_block       y - -  yes yes
gatekeeper_time        y - -  yes yes
referred               y ? ?  yes yes
callback_prospect      y y ?  yes yes
callback_vague         y y ?  yes yes
hang_up_early          y y -  yes yes
info_requested         y y y  yes yes
nurture                y y y  yes yes
no_need                y y y  yes yes
no_budget              y y y  yes yes
not_target             y y y  yes yes
cannot_use             y y y  yes yes
existing_customer      y y ?  yes yes
open_opportunity       y y ?  yes yes
competitor             y y ?  yes yes
not_interested         y y ?  yes yes
language_barrier       y ? -  yes yes
meeting_set            y y y  yes yes
meeting_confirmed      y y ?  no  yes
meeting_rescheduled    y y ?  no  yes
meeting_cancelled      y y ?  no  yes
do_not_call            y ? ?  yes yes
complaint              y ? ?  yes yes
deceased               - - -  yes yes
skipped                - - -  no  no
"""
ROWS = [line.split() for line in THE_TABLE.split("\n") if line.strip()]
WORDS = {"y": "yes", "-": "no", "?": "maybe"}


def campaign(*extras: ExtraDisposition) -> Any:
    return SimpleNamespace(dispositions=extras)


class TestTheTableOfOutcomes:
    def test_holds_every_code_of_the_domain_and_no_other(self) -> None:
        assert {row[0] for row in ROWS} == set(DISPOSITIONS)

    @pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
    def test_each_outcome_counts_as_the_domain_says(self, row: list[str]) -> None:
        code, human, connect, conversation, counts, dial_counts = row
        found = DISPOSITIONS[code]
        assert found.human is (human == "y")
        assert (found.connect, found.conversation) == (WORDS[connect], WORDS[conversation])
        assert (found.counts, found.dial_counts) == (counts == "yes", dial_counts == "yes")

    def test_each_promise_says_what_the_caller_must_give(self) -> None:
        assert {code: found.needs for code, found in DISPOSITIONS.items() if found.needs} == {
            "callback_prospect": ("callback",),
            "gatekeeper_time": ("callback",),
            "callback_vague": ("day",),
            "nurture": ("day",),
            "skipped": ("reason",),
            "referred": ("referred_name",),
            "meeting_set": ("meeting",),
        }


class TestTheLetters:
    def test_eight_frequent_outcomes_have_a_letter_on_the_bar(self) -> None:
        letters = {code: found.letter for code, found in DISPOSITIONS.items() if found.letter}
        assert letters == {
            "no_answer": "n",
            "voicemail_left": "v",
            "busy": "b",
            "callback_prospect": "c",
            "gatekeeper_block": "g",
            "not_interested": "i",
            "info_requested": "f",
            "meeting_set": "m",
        }
        assert not set(letters.values()) & RESERVED_ON_THE_CALL_SCREEN

    def test_every_other_outcome_has_its_own_letter_on_the_list(self) -> None:
        letters = [found.list_letter for found in DISPOSITIONS.values() if not found.letter]
        assert None not in letters
        assert len(set(letters)) == len(letters)

    def test_no_letter_means_one_outcome_on_the_bar_and_another_on_the_list(self) -> None:
        bar = {found.letter for found in DISPOSITIONS.values() if found.letter}
        listed = {found.list_letter for found in DISPOSITIONS.values() if found.list_letter}
        assert not bar & listed
        assert "o" not in listed

    def test_a_do_not_call_is_never_one_key(self) -> None:
        assert DISPOSITIONS["do_not_call"].letter is None


class TestFindingAnOutcome:
    @pytest.mark.parametrize(("alias", "code"), sorted(ALIASES.items()))
    def test_other_words_are_understood(self, alias: str, code: str) -> None:
        assert find(alias).code == code

    def test_spelling_of_a_code_is_forgiving(self) -> None:
        assert find("No-Answer").code == "no_answer"

    def test_a_mistyped_code_gets_a_suggestion(self) -> None:
        with pytest.raises(Wrong) as refusal:
            find("no_anser")
        assert refusal.value.code == "unknown_outcome"
        assert refusal.value.hint == "Did you mean no_answer?"

    def test_a_code_like_nothing_lists_what_there_is(self) -> None:
        with pytest.raises(Wrong) as refusal:
            find("zzzz")
        assert "meeting_set" in refusal.value.hint

    def test_a_campaigns_own_outcome_has_the_effect_it_borrows(self) -> None:
        own = find("pallet_racking_only", campaign(ExtraDisposition("pallet_racking_only", "Racks", "no_need")))
        assert (own.code, own.label, own.effect) == ("pallet_racking_only", "Racks", Effect.DISQUALIFY)
        assert own.letter is None
        assert own.effect_code == "no_need"
        assert find("no_need").effect_code == "no_need"

    def test_a_campaign_may_word_a_known_outcome_its_own_way(self) -> None:
        own = find("no_need", campaign(ExtraDisposition("no_need", "Docks run well", "no_need")))
        assert own.label == "Docks run well"
        assert own.list_letter == DISPOSITIONS["no_need"].list_letter

    def test_own_outcomes_get_letters_that_nobody_else_has(self) -> None:
        extras = [ExtraDisposition(f"own_{number}", "Own", "no_need") for number in range(20)]
        letters = [each.list_letter for each in outcomes(campaign(*extras)).values() if each.list_letter]
        assert len(set(letters)) == len(letters) == 25 + 20


class TestWhatCountsAsAConversation:
    def test_an_unsure_outcome_is_settled_by_an_answer_or_a_minute(self) -> None:
        callback = find("callback_prospect")
        assert callback.is_connect(0, 5)
        assert not callback.is_conversation(0, 59)
        assert callback.is_conversation(0, 60)
        assert callback.is_conversation(1, 10)

    def test_a_gatekeepers_word_is_never_a_conversation_with_the_prospect(self) -> None:
        blocked = find("gatekeeper_block")
        assert not blocked.is_connect(3, 300)
        assert not blocked.is_conversation(3, 300)
