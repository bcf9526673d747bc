"""The one key table: every key of every screen, what it is called and what it does.

Screens build their `BINDINGS` from it, the help panel, the palette and README's table read it, and a test
forbids two meanings of one key. Where a letter is used on several screens, it means the same on all on which there are
people; the lab, where there are only rules, has letters of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct
from textual.binding import Binding

from setter.widgets.key_bar import KeyHint

OUTCOMES: Final = "outcomes"
DIGITS: Final = ("1", "2", "3", "4", "5", "6", "7", "8", "9")


class Key(Struct, frozen=True):
    """One key: any of `keys` runs `action` (by default the id); each of several digits hands itself to the action.

    `label` stands on the key bar (`short` where room is scarce), `tooltip` is the sentence of the help panel.
    `bar` is False for keys that everybody expects; a lower `rank` stays longer on a narrow bar.
    """

    keys: tuple[str, ...]
    id: str
    label: str
    tooltip: str
    action: str = ""
    short: str = ""
    group: str = ""
    bar: bool = True
    rank: int | None = None
    priority: bool = False

    @property
    def is_numbered(self) -> bool:
        """Whether each of several digits hands itself to the action."""
        return len(self.keys) > 1 and self.keys[-1].isdigit()

    @property
    def shown(self) -> str:
        """How the key is written for people."""
        if self.is_numbered:
            return f"{self.keys[0]}–{self.keys[-1]}"
        return " ".join(written(key) for key in self.keys[:2])


def _key(keys: str, id: str, label: str, tooltip: str, **more: str | bool | int) -> Key:  # noqa: A002
    return Key(tuple(keys.split()), id, label, tooltip, **more)  # type: ignore[arg-type]


def _outcome(key: str, id: str, label: str, tooltip: str, short: str = "") -> Key:  # noqa: A002
    return Key((key,), id, label, tooltip, action=f"outcome('{id}')" if id != "other" else "other",
               short=short, group=OUTCOMES)  # fmt: skip


_DIGITS: Final = Key(DIGITS, "choose", "choose", "The numbered answer, or the task", bar=False)
_TAKE: Final = _key("enter", "take", "take", "Take the marked prospect", rank=0)
_SEARCH: Final = _key("slash", "search", "search", "Search people, companies, numbers")
_WHY: Final = _key("w", "why", "why", "Why this one: rung, heat, score lines")
_WHY_QUEUE: Final = _key("w", "why", "why", "Why this one; w again: where all are")
_WHY_REVIEW: Final = _key("w", "why", "why", "Why this one; all about a number")
_UNDO: Final = _key("u", "undo", "undo", "Take the last outcome back")
_HISTORY: Final = _key("h", "history", "history", "All that happened with this person")
_FACTS: Final = _key("e", "facts", "facts", "Correct facts; mark them verified")
_SKIP: Final = _key("s", "skip", "skip", "Leave this person for now; say why")

KEYS: Final[Mapping[str, tuple[Key, ...]]] = {
    "app": (
        _key("ctrl+q", "quit", "quit", "Leave setter; everything is kept", bar=False, priority=True),
        _key("ctrl+l", "repaint", "repaint", "Paint the whole screen anew", bar=False),
        _key("ctrl+p", "command_palette", "palette", "Find a command by its name", bar=False),
    ),
    "global": (
        _key("question_mark f1", "help", "keys", "Show every key of this screen", short="more"),
        _key("f9 ctrl+o", "opt_out", "opt-out", "Never contact again (Enter confirms)", rank=4),
        _key("escape", "back", "back", "Back: out of panel, field or screen", rank=300),
        _key("f8", "incoming", "call in", "Somebody calls us: find them", rank=400),
        _key("f2", "go_queue", "queue", "The queue", action="go('queue')", rank=501),
        _key("f3", "go_handoff", "handoff", "Meetings and packets", action="go('handoff')", rank=502),
        _key("f4", "go_review", "review", "What happened, and what works", action="go('review')", rank=503),
        _key("f5", "go_intake", "intake", "Bring a list in", action="go('intake')", rank=504),
        _key("f6", "go_lab", "lab", "The scoring rules, and what they do", action="go('lab')", rank=505),
        _key("q", "leave", "quit", "Leave setter; everything is kept", action="leave", bar=False),
        _key("tab", "next_field", "next field", "Go to the next field", action="app.focus_next", bar=False),
    ),
    "queue": (
        _TAKE,
        _key("space", "best", "best next", "Take the best prospect now", short="best"),
        _SEARCH, _WHY_QUEUE, _SKIP, _HISTORY,
        _key("p", "pass_on", "pass on", "Pass a promise on to the team"),
        _UNDO,
        _key("k", "break", "break", "Take a break, or end the shift", action="take_break"),
        _DIGITS,
        _key("0", "duties", "duties", "All duties, each with its key", bar=False),
        _key("ctrl+g", "campaign", "campaign", "Work another campaign", bar=False),
    ),
    "call": (
        _key("d", "dial", "dial", "Dial: the attempt begins", rank=0),
        _outcome("n", "no_answer", "no answer", "Nobody answered", "no ans"),
        _outcome("v", "voicemail", "voicemail", "Voicemail: left a message or not", "vm"),
        _outcome("b", "busy", "busy", "The line was busy"),
        _outcome("c", "callback", "callback", "Call back at a promised time"),
        _outcome("g", "gatekeeper_block", "gatekeeper", "A gatekeeper would not put us through", "gate"),
        _outcome("i", "not_interested", "no interest", "Spoke, and is not interested", "no int."),
        _outcome("f", "info_requested", "info", "Wants information sent first"),
        _outcome("m", "meeting", "meeting", "Wants a meeting: pick the time", "meet"),
        _outcome("o", "other", "other", "All other outcomes"),
        _key("enter", "take", "go on", "Keep the known answer and go on", bar=False),
        _key("backspace", "step_back", "step back", "Back one step in the conversation", bar=False),
        _key("x", "objections", "objections", "What to say to an objection", short="object", rank=3),
        _key("t", "note", "note", "Write a note; it is kept as you type", rank=2),
        _key("j", "next_number", "next number", "No answer here, try the next number", short="next nr"),
        _key("y", "copy_number", "copy number", "Copy the number", short="copy"),
        _WHY, _HISTORY, _FACTS, _UNDO, _SKIP,
        _DIGITS,
    ),
    "book": (
        _key("enter", "take", "book", "Read the time, then book it", rank=0),
        _key("up", "slot_before", "earlier slot", "The free slot before", short="earlier"),
        _key("down", "slot_after", "later slot", "The free slot after", short="later"),
        _key("ctrl+r", "next_rep", "other rep", "The same time with another rep"),
        _key("ctrl+n", "colleague", "colleague", "Add a colleague who joins"),
    ),
    "handoff": (
        _key("enter", "take", "open", "Open the packet", rank=0),
        _key("a", "confirm", "confirmed", "The prospect has confirmed"),
        _key("r", "reschedule", "reschedule", "Move the meeting to another time"),
        _key("delete", "cancel", "cancel", "Cancel the meeting"),
        _key("minus", "no_show", "no-show", "The prospect did not come"),
        _key("plus", "promote", "promote", "Make it an SQL, or review one"),
        _key("equals_sign", "answer", "sales' answer", "What sales says: accept, reject, won", short="answer",
             rank=65),
        _key("ctrl+s", "save", "export", "Write what is new to files for sales"),
        _key("z", "older", "older", "Older meetings too, or no longer"),
        _WHY, _HISTORY,
    ),
    "review": (
        _key("enter", "take", "open", "Open what is marked, down to the call", rank=0),
        Key(DIGITS[:6], "choose", "report", "The numbered report", bar=False),
        _key("left", "earlier", "longer", "A longer period, up to all days"),
        _key("right", "later", "shorter", "A shorter period, down to today"),
        _key("ctrl+d", "days", "days", "From one day to another, as typed"),
        _key("l", "only", "only", "Only one caller, outcome or campaign"),
        _WHY_REVIEW, _HISTORY,
        _key("ctrl+s", "save", "export", "Write the measures shown to a file"),
    ),
    "intake": (
        _key("enter", "take", "change", "Change what is marked", rank=0),
        _key("ctrl+t", "dry_run", "dry run", "Count what would land; write nothing"),
        _key("ctrl+s", "save", "land", "Bring the list in"),
        _key("ctrl+f", "file", "other list", "Pick another list"),
        _key("w", "why", "why", "Why each column means what it means"),
        _key("ctrl+k", "kind", "source", "The kind of source, and its name"),
    ),
    "lab": (
        _key("plus", "more", "more", "One point more in the draft", rank=0),
        _key("minus", "less", "less", "One point less in the draft", rank=1),
        _key("enter", "take", "points", "Type the marked line's points"),
        _key("x", "switch", "off/on", "The line off, or on again"),
        _key("u", "undo", "undo", "Take the last change back"),
        _key("b", "backtest", "backtest", "Test the draft on what came of calls", short="test", rank=60),
        _key("s", "suggest", "suggest", "Changes that the outcomes suggest"),
        _key("a", "save", "adopt", "Adopt the draft, with a note", rank=61),
        _key("v", "versions", "versions", "All versions: compare, take back, sign", rank=62),
        _key("w", "why", "why", "All about the marked line, or the move"),
        _key("l", "only", "SQLs/held", "Count SQLs, or only meetings held"),
    ),
}  # fmt: skip
"""Every key by scope; "app" and "global" keys work on every screen."""

EVERYWHERE: Final = ("app", "global")
_WRITTEN: Final = {
    "question_mark": "?", "slash": "/", "plus": "+", "minus": "-", "equals_sign": "=",
    "escape": "Esc", "enter": "Enter", "space": "Space",
    "tab": "Tab", "backspace": "Bksp", "delete": "Del", "up": "↑", "down": "↓", "left": "←", "right": "→",
}  # fmt: skip


def written(key: str) -> str:
    """How people write a key: "F9", "Ctrl+O", "Esc", "?"."""
    if key.startswith("ctrl+"):
        return "Ctrl+" + key[5:].upper()
    if key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _WRITTEN.get(key, key)


def bindings(scope: str) -> list[Binding]:
    """The bindings of a scope, each with an id ("call.dial") and a tooltip; KeyError for an unknown scope."""
    return [binding for key in KEYS[scope] for binding in _bindings(scope, key)]


def _bindings(scope: str, key: Key) -> Iterator[Binding]:
    several = key.is_numbered
    for one in key.keys if several else (",".join(key.keys),):
        yield Binding(
            one,
            f"{key.action or key.id}('{one}')" if several else key.action or key.id,
            key.label,
            show=key.bar,
            key_display=one if several else written(key.keys[0]),
            priority=key.priority,
            tooltip=key.tooltip,
            id=f"{scope}.{key.id}.{one}" if several else f"{scope}.{key.id}",
        )


def hints(scope: str) -> dict[str, KeyHint]:
    """How the keys of a scope, and those that work everywhere, stand on the key bar, by binding id."""
    table = {
        f"{where}.{key.id}": KeyHint(10 * place if key.rank is None else key.rank, key.short, key.group)
        for where in (*EVERYWHERE, scope)
        for place, key in enumerate(KEYS[where], 5)
    }
    return {"panel.close": KeyHint(2), **table}


def key_table_markdown() -> str:
    """README's key table: one table a screen, those of every screen last."""
    scopes = [scope for scope in KEYS if scope not in EVERYWHERE]
    parts = [_markdown(scope.capitalize(), KEYS[scope]) for scope in scopes]
    parts.append(_markdown("Everywhere", tuple(key for scope in reversed(EVERYWHERE) for key in KEYS[scope])))
    return "\n".join(parts)


def _markdown(title: str, keys: tuple[Key, ...]) -> str:
    rows = "".join(f"| {' '.join(f'`{one}`' for one in key.shown.split())} | {key.tooltip} |\n" for key in keys)
    return f"**{title}**\n\n| Key | What it does |\n|---|---|\n{rows}"
