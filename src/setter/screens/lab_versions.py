"""The versions of the rules in the lab: what is different between them, what was done to them, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import on

from setter.domain.errors import Wrong
from setter.screens.lab_adopt import needed_note
from setter.screens.lab_draft import NOT_LEADING
from setter.screens.lab_suggest import Suggesting
from setter.screens.lab_words import sign_words
from setter.services.adopt import adopt, roll_back
from setter.services.here import own_zone
from setter.services.rule_sets import Entry, VersionLine, compare, log, sign_off, version_before, versions
from setter.widgets.ask_panel import Question
from setter.widgets.choice_panel import LETTERS, ChoicePanel, ChoiceRow
from setter.widgets.read_panel import ReadRow
from setter.widgets.times import day_and_clock

LOG, CHANGES, ADOPT, BACK, SIGN = "log", "changes", "adopt", "back", "sign"
DONE_WORDS = {
    "made": "made", "tested": "tested", "signed_off": "signed off", "activated": "came with the campaign",
    "adopted": "adopted", "rolled_back": "back in force",
}  # fmt: skip
SIGN_HINT = "Their name, then the day if it was not today: Tobe Abara, 2026-11-24"
BACK_HINT = "The version that was in force before comes back; nothing is lost."


class Versions(Suggesting):
    """What the lab does with the versions there are."""

    def __init__(self) -> None:
        super().__init__()
        self.choices, self.doing = ChoicePanel(id="choices"), ChoicePanel(id="doing")
        self.kept: dict[int, VersionLine] = {}
        self.chosen = 0

    def action_versions(self) -> None:
        """List them, the newest first."""
        self.say("")  # it would stand over the last choices
        with self.telling():
            self.kept = {each.version: each for each in versions(self.desk, self.campaign_id)}
            lines = list(self.kept.values())[::-1]
            rows = [
                ChoiceRow(key, _named(each), str(each.version), _told(each))
                for key, each in zip(_keys(lines), lines, strict=True)
            ]
            rows.append(ChoiceRow("0", "The log: who did what, and why", LOG))
            self.choices.ask("Versions of the rules", rows)

    @on(ChoicePanel.Picked, "#choices")
    def version_picked(self, event: ChoicePanel.Picked) -> None:
        """Read the log, or say what may be done with a version."""
        event.stop()
        if event.row.value == LOG:
            with self.telling():
                told = log(self.desk, self.campaign_id)
                self.reading.tell("What was done to the rules", [self._entry(each) for each in reversed(told)])
            return
        self.chosen = int(str(event.row.value))
        line = self.kept[self.chosen]
        rows = []
        if not line.in_force:
            rows.append(ChoiceRow("d", "What is different from those in force", CHANGES))
        if self.leads and not line.in_force:
            rows.append(ChoiceRow("a", "Adopt it", ADOPT, "with a note"))
        elif line.in_force and (before := version_before(self.desk, self.campaign_id)):
            rows.append(ChoiceRow("d", f"What is different from version {before}, in force before", CHANGES))
            if self.leads:
                rows.append(ChoiceRow("b", "Take it back", BACK, f"to version {before}"))
        if self.leads and not line.signed_by:
            rows.append(ChoiceRow("s", "Sales has signed it off", SIGN, "who, and when"))
        if rows:
            self.doing.ask(f"{_named(line)}: {_told(line)}", rows)
        else:
            self.reading.tell(_named(line), [ReadRow("", _told(line))])

    @on(ChoicePanel.Picked, "#doing")
    def doing_picked(self, event: ChoicePanel.Picked) -> None:
        """Do it, or ask for what it needs."""
        event.stop()
        if event.row.value == CHANGES:
            self._compare()
        elif not self.leads:
            self.say(NOT_LEADING)
        elif event.row.value == BACK:
            self.asking.ask(Question("Take it back: why?", self._back, hint=BACK_HINT))
        elif event.row.value == SIGN:
            self.asking.ask(Question("Who of sales signed it off?", self._sign, hint=SIGN_HINT))
        elif self.kept[self.chosen].test is None:
            title = f"Version {self.chosen} has not been tested: adopt it for which reason?"
            self.asking.ask(Question(title, self._untested_version))
        else:
            self.asking.ask(self._adopting_version(""))

    def _compare(self) -> None:
        with self.telling():
            now = next(each.version for each in self.kept.values() if each.in_force)
            old = version_before(self.desk, self.campaign_id) if now == self.chosen else now
            found = compare(self.desk, self.campaign_id, old, self.chosen)
            rows = [ReadRow("", each.words) for each in found] or [ReadRow("", "Nothing is different.")]
            told = "in force before" if now == self.chosen else "in force"
            self.reading.tell(f"From version {old}, {told}, to version {self.chosen}", rows)

    def _untested_version(self, reason: str) -> None:
        if not reason.strip():
            raise Wrong("untested", "Without a test there must be a reason.", "reason", "Esc leaves all as it is.")
        self.asking.ask(self._adopting_version(reason.strip()))

    def _adopting_version(self, untested: str) -> Question:
        title = f"Adopt version {self.chosen}: what is it for?"
        return Question(title, lambda note: self._adopt_version(note, untested))

    def _adopt_version(self, note: str, untested: str) -> None:
        note, version = needed_note(note), self.chosen
        self.bring_in(lambda desk, progress: adopt(desk, self.campaign_id, version, note, untested, progress))

    def _back(self, note: str) -> None:
        note = needed_note(note)
        self.bring_in(lambda desk, progress: roll_back(desk, self.campaign_id, note, progress))

    def _sign(self, text: str) -> None:
        name, _, day = text.partition(",")
        try:
            said = date.fromisoformat(day.strip()) if day.strip() else None
        except ValueError:
            raise Wrong("signed_on", f"{day.strip()!r} is no day.", "day", "Write it as 2026-11-24.") from None
        on = sign_off(self.desk, self.campaign_id, self.chosen, name, said)
        self.line = next((each for each in versions(self.desk, self.campaign_id) if each.in_force), None)
        self.show_draft()
        self.say(f"Version {self.chosen} is signed off by {name.strip()}, {on.isoformat()}.")

    def _entry(self, each: Entry) -> ReadRow:
        place = f" in place of version {each.old_version}" if each.old_version else ""
        told = f"{each.by}: version {each.version} {DONE_WORDS[each.what]}{place}"
        reason = f"untested: {each.untested}" if each.untested else ""
        said = " · ".join(part for part in (told, each.note, reason) if part)
        return ReadRow(day_and_clock(each.at, own_zone()), said)


def _keys(lines: Sequence[VersionLine]) -> list[str]:
    """A key for each version: its number as far as there are digits, a letter for the others."""
    digits = [str(each.version) if each.version < 10 else "" for each in lines]
    letters = (each for each in LETTERS if not each.isdecimal())
    return [digit or next(letters, "") for digit in digits]


def _named(line: VersionLine) -> str:
    return f"Version {line.version}{', in force' if line.in_force else ''}, {line.rules} lines"


def _told(line: VersionLine) -> str:
    test = line.test.words if line.test else "not tested"
    return " · ".join(part for part in (sign_words(line), test, line.note) if part)
