"""What fitting and testing rules came to: in words, and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from setter.cli.speech import in_columns
from setter.domain.metrics import Proportion, percent
from setter.domain.rule_evidence import RuleEvidence

if TYPE_CHECKING:
    from setter.lab.comparing import Compared
    from setter.lab.measure import Sorting
    from setter.lab.warning import Warned
    from setter.services.backtest_file import Backtest
    from setter.services.fit import Fit


SORTING = (
    *("n", "positives", "auc", "auc_interval", "precision_at_10pct"),
    *("lift_at_10pct", "gains_area", "gains_at_half", "gains"),
)
"""The figures of a sorting that programs are told."""
WEIGHED = "Points weigh all lines together; a line may take away what others give too much."


def backtest_told(done: Backtest) -> dict[str, Any]:
    """A backtest as one JSON document."""
    return {
        **sorting_told(done.sorting),
        "brier": done.brier,
        "calibrated_on": done.calibrated_on,
        "lines": [line_told(each) for each in done.evidence],
        "cost": done.priced,
        "against": None if done.other is None else _compared_told(done),
        "refits": done.refits,
        "warnings": done.warnings,
        "notes": done.notes,
    }


def sorting_told(seen: Sorting) -> dict[str, Any]:
    """How a score sorts, for programs."""
    return {
        **{name: getattr(seen, name) for name in SORTING},
        "deciles": [
            {"decile": band.place, "lowest": band.lowest, "highest": band.highest, "expected": band.expected}
            | _rate_told(band.rate)
            for band in seen.bands
        ],
    }


def line_told(each: RuleEvidence) -> dict[str, Any]:
    """A rule's evidence for programs."""
    return {
        "line": each.label,
        "rule": each.rule,
        "points": each.points,
        **_rate_told(each.with_it),
        "without": _rate_told(each.without),
        "difference": each.difference,
        "suggested": each.suggested,
        "few": each.few,
    }


def _rate_told(rate: Proportion) -> dict[str, Any]:
    return {"n": rate.denominator, "positives": rate.numerator, "rate": rate.value, "interval": rate.interval}


def _compared_told(done: Backtest) -> dict[str, Any]:
    other = done.other
    assert other is not None and done.compared is not None
    told = {name: getattr(other, name) for name in ("auc", "auc_interval", "precision_at_10pct", "gains_area")}
    return {
        **told,
        "difference": done.compared.difference,
        "interval": done.compared.interval,
        "clear": done.compared.clear,
    }


def fit_words(done: Fit, out: Path | None) -> str:
    """A fitted card, how it did on the latest rows, and what to doubt."""
    low, high = done.check.auc_interval
    recency = f"; a row counts half after {done.half_life_rows:,} more" if done.half_life_rows else ""
    lines = [
        f"A card of {counted(len(done.evidence), 'line')} from {done.rows:,} rows; "
        f"{done.rate.words()} succeeded{recency}.",
        f"Made the same way from the first two thirds, it sorts the last third with AUC {done.check.auc:.3f} "
        f"({low:.3f} to {high:.3f}; {done.fit.auc:.3f} on its own rows)",
        f"and of the tenth it puts first {percent(done.check.precision_at_10pct)} succeeded.",
        "",
        f"Everybody begins with {done.rule_set.base} points.",
        evidence_words(done.evidence),
    ]
    if done.left_out:
        lines += ["", "No line is made of", *(f"  {each.column}: {each.why}." for each in done.left_out)]
    lines += [*doubts(done.warnings), *told_notes(done.notes)]
    lines.append("")
    kept = f"Written to {out}; make it a version with setter rules add {out}, then test and adopt it."
    lines.append(kept if out else "Keep it with --out RULES.toml, then setter rules add RULES.toml.")
    return "\n".join(lines)


def backtest_words(done: Backtest) -> str:
    """A backtest as a page to read."""
    seen = done.sorting
    refits = f", a card fitted anew {done.refits} times" if done.refits else f", rules {done.rule_set.name}"
    lines = [f"{seen.n:,} rows, {seen.positives:,} of them succeeded{refits}", "", *sorting_words(seen)]
    if done.brier is not None:
        lines.append(f"  Brier              {done.brier:.4f}, by the odds of the {done.calibrated_on}")
    if done.priced is not None:
        lines += [f"  Cost per success   {_money(done.priced.first_tenth)} in the tenth put first, "
                  f"{_money(done.priced.everybody)} in any order"]  # fmt: skip
    lines += ["", f"Tenths, the highest {'chances' if done.refits else 'scores'} first"]
    lines.append(bands_words(seen, chances=done.refits > 0))
    if done.other is not None and done.compared is not None:
        lines += ["", "The other rules", *sorting_words(done.other), compared_words(done.compared)]
    title = "Lines of the newest card, on the rows that it was fitted on" if done.refits else "Lines"
    lines += ["", title, evidence_words(done.evidence)] if done.evidence else []
    return "\n".join([*lines, *doubts(done.warnings), *told_notes(done.notes)])


def compared_words(found: Compared) -> str:
    """Whether one puts better ones first, or nobody can say."""
    low, high = found.interval
    verdict = "a clear difference" if found.clear else "no clear difference"
    return f"  In the first tenth {_signed(found.difference)} ({_signed(low)} to {_signed(high)}): {verdict}"


def sorting_words(seen: Sorting) -> list[str]:
    """How a score sorts, figure by figure."""
    low, high = seen.auc_interval
    first, lift = percent(seen.precision_at_10pct, 1), f"{seen.lift_at_10pct:.2f} times the usual share"
    return [
        f"  AUC                {seen.auc:.4f} ({low:.4f} to {high:.4f})",
        f"  First tenth        {first} succeeded, {lift}",
        f"  Gains              half of the rows hold {percent(seen.gains_at_half, 1)} of all successes",
        f"  Area under gains   {seen.gains_area:.4f}",
    ]


def bands_words(seen: Sorting, *, chances: bool = False) -> str:
    """Its tenths, those that equal scores join as one; `chances` where the score is a chance from 0 to 1."""
    rows = [("", "chance" if chances else "score", "succeeded", "expected")]
    for tenths, band in zip(_tenths(seen), seen.bands, strict=True):
        expected = "" if band.expected is None else percent(band.expected)
        rows.append((f"  {tenths}", _between(band.lowest, band.highest, chances), band.rate.words(), expected))
    return in_columns(rows)


def _tenths(seen: Sorting) -> Iterator[str]:
    """Which tenths of the rows each band is, so that none looks lost: "3", or "4–6" where equal scores join them."""
    last, rows, left = 0, 0, len(seen.bands)
    for band in seen.bands:
        left -= 1
        first = last + 1
        rows += band.rate.denominator
        last = min(max(first, round(10 * rows / seen.n)), 10 - left)
        yield str(first) if first == last else f"{first}–{last}"


def _between(lowest: float, highest: float, chances: bool) -> str:
    """From the lowest to the highest score of a tenth; one of them where they read alike."""
    low, high = (percent(each, 1) if chances else f"{round(each, 1):g}" for each in (lowest, highest))
    return low if low == high else f"{low} to {high}"


def _signed(share: float) -> str:
    return f"{'+' if share >= 0 else ''}{percent(share, 1)}"


def evidence_words(evidence: Sequence[RuleEvidence]) -> str:
    """What is said of each line."""
    rows = [("  points", "succeeded", "line")]
    for each in evidence:
        few = "; too few to say" if each.few else ""
        rows.append((f"  {each.points:+d}", f"{each.with_it.words()}{few}", each.label))
    return f"{WEIGHED}\n{in_columns(rows)}" if evidence else "  no line tells anything"


def doubts(warnings: Iterable[Warned]) -> list[str]:
    """What gives cause to doubt."""
    told = [f"  {each.kind}: {each.message}" for each in warnings]
    return ["", "Look twice", *told] if told else []


def told_notes(notes: Sequence[str]) -> list[str]:
    """What else is to be known."""
    return ["", *(f"  {note}" for note in notes)] if notes else []


def counted(number: int, word: str) -> str:
    """So many of something."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _money(amount: float | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}"
