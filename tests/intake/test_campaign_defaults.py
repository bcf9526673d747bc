"""What a campaign file leaves unsaid fits what it says."""

from __future__ import annotations

from intake.campaign_text import EXAMPLE, errors_of
from setter.intake.campaign_file import read


class TestWhatIsNotWritten:
    """A default gives way to what the author wrote: only what they wrote themselves is an error."""

    @staticmethod
    def with_cadence(*lines: str) -> str:
        begins = EXAMPLE.index("[calling.cadence]")
        ends = EXAMPLE.index("\n[", begins)
        return "\n".join([EXAMPLE[:begins] + "[calling.cadence]", *lines, EXAMPLE[ends:]])

    def test_is_cut_to_the_attempts_that_there_are(self) -> None:
        text = self.with_cadence("max_attempts = 3")
        assert errors_of(text) == []
        cadence = read(text).calling.cadence
        assert (cadence.voicemail_on_attempts, cadence.gaps_business_days) == ((2,), (1, 2))

    def test_leaves_room_for_more_attempts(self) -> None:
        cadence = read(self.with_cadence("max_attempts = 12")).calling.cadence
        assert cadence.max_cycle_days > 35

    def test_keeps_a_day_part_to_call_in(self) -> None:
        text = self.with_cadence("max_attempts = 8")
        begins = text.index('"midday"')
        text = text[:begins] + text[text.index("# ---", begins) :]
        assert read(text).calling.cadence.no_repeat_day_part == 1

    def test_asks_for_no_more_gates_than_there_are(self) -> None:
        begins, ends = EXAMPLE.index('[[gates.gate]]\nid = "budget"'), EXAMPLE.index('[[gates.gate]]\nid = "authority"')
        text = (EXAMPLE[:begins] + EXAMPLE[ends:]).replace('policy = "all"', 'policy = "most"')
        assert [each for each in errors_of(text) if each.field.startswith("gates.min")] == []

    def test_but_what_is_written_is_an_error_where_it_does_not_fit(self) -> None:
        text = self.with_cadence("max_attempts = 3", "voicemail_on_attempts = [2, 4]")
        assert [each.field for each in errors_of(text)] == ["calling.cadence.voicemail_on_attempts"]
