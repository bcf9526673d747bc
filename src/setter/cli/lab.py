"""Commands that learn from past outcomes: fit a card, test rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from setter.cli.bar import bar
from setter.cli.speech import Manner, command, in_columns
from setter.domain.metrics import Proportion
from setter.domain.rule_evidence import RuleEvidence

if TYPE_CHECKING:
    from setter.lab.measure import Sorting
    from setter.lab.warning import Warned
    from setter.services.backtest_file import Backtest
    from setter.services.fit import Fit

ROWS = click.IntRange(min=1, max=10_000_000)


def history_options(work: Callable[..., Any]) -> Callable[..., Any]:
    """Say which columns of a file of outcomes mean what."""
    for option in (
        click.option("--ignore", multiple=True, metavar="COLUMN", help="Make no line of this column."),
        click.option(
            "--order", default="", metavar="COLUMN", help="When each row came to be (default: the file's order)."
        ),
        click.option("--positive", default="", metavar="VALUE", help="The label's value that means a success."),
        click.option("--label", required=True, metavar="COLUMN", help="The column that says what became of it."),
        click.argument("file", type=click.Path(path_type=Path)),
    ):
        work = option(work)
    return work


@command()
@history_options
@click.option("--keep", multiple=True, metavar="COLUMN", help="Use a column that seems to be known only afterwards.")
@click.option("--out", type=click.Path(path_type=Path), metavar="RULES.toml", help="Write the card as a rules file.")
def fit(
    manner: Manner,
    file: Path,
    label: str,
    positive: str,
    order: str,
    ignore: tuple[str, ...],
    keep: tuple[str, ...],
    out: Path | None,
) -> tuple[Any, str]:
    """Suggest a point card from a file of past outcomes, tested on the latest of them."""
    from setter.intake.rules_file import rule_keys, rules_text
    from setter.services.fit import fit as work
    from setter.services.history import Asked

    with bar(manner, "Reading") as tell:
        done = work(Asked(file, label, positive, order, ignore), keep, tell)
    if out is not None:
        write(out, rules_text(done.rule_set))
    document = {
        "rules": [rule_keys(rule) for rule in done.rule_set.rules],
        "base": done.rule_set.base,
        "calibration": done.rule_set.calibration,
        "lines": [line_told(each) for each in done.evidence],
        "n": done.rows,
        "positives": done.rate.numerator,
        "auc_fit": done.fit.auc,
        "auc_check": done.check.auc,
        "auc_check_interval": done.check.auc_interval,
        "precision_at_10pct_check": done.check.precision_at_10pct,
        "half_life_rows": done.half_life_rows,
        "left_out": done.left_out,
        "warnings": done.warnings,
        "notes": done.notes,
    }
    return document, _fit_words(done, out)


@command()
@history_options
@click.option("--rules", type=click.Path(path_type=Path), metavar="RULES.toml", help="The rules to test.")
@click.option("--against", type=click.Path(path_type=Path), metavar="OTHER.toml", help="Other rules to compare with.")
@click.option("--refit-every", type=ROWS, metavar="N", help="Fit a card anew every N rows instead of testing rules.")
@click.option("--window", type=ROWS, metavar="N", help="On so many rows before.")
@click.option("--cost", type=click.FloatRange(min=0), metavar="AMOUNT", help="What a call costs.")
def backtest(
    manner: Manner,
    file: Path,
    label: str,
    positive: str,
    order: str,
    ignore: tuple[str, ...],
    rules: Path | None,
    against: Path | None,
    refit_every: int | None,
    window: int | None,
    cost: float | None,
) -> tuple[Any, str]:
    """Test rules on a file of past outcomes: do they put those first who succeeded?"""
    from setter.intake.rules_file import read_rules
    from setter.services.backtest_file import backtest_file, walk_forward
    from setter.services.history import Asked

    asked = Asked(file, label, positive, order, ignore)
    if (rules is None) == (refit_every is None):
        raise click.UsageError("Say which rules to test (--rules), or how often to fit them anew (--refit-every).")
    if (refit_every is None) != (window is None):
        raise click.UsageError("--refit-every and --window go together.")
    if against is not None and rules is None:
        raise click.UsageError("--against compares with --rules.")
    if rules is not None:
        done = backtest_file(asked, read_rules(rules), read_rules(against) if against else None, cost)
    else:
        with bar(manner, "Walking forward") as tell:
            done = walk_forward(asked, window or 0, refit_every or 0, cost, tell)
    return backtest_told(done), _backtest_words(done)


def backtest_told(done: Backtest) -> dict[str, Any]:
    """A backtest as one JSON document."""
    seen = done.sorting
    return {
        **{name: getattr(seen, name) for name in ("n", "positives", "auc", "auc_interval", "precision_at_10pct")},
        **{name: getattr(seen, name) for name in ("lift_at_10pct", "gains_area", "gains_at_half", "gains")},
        "brier": done.brier,
        "calibrated_on": done.calibrated_on,
        "deciles": [
            {"decile": band.place, "lowest": band.lowest, "highest": band.highest, "expected": band.expected}
            | _rate_told(band.rate)
            for band in seen.bands
        ],
        "lines": [line_told(each) for each in done.evidence],
        "cost": done.priced,
        "against": None if done.other is None else _compared_told(done),
        "refits": done.refits,
        "warnings": done.warnings,
        "notes": done.notes,
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


def _fit_words(done: Fit, out: Path | None) -> str:
    low, high = done.check.auc_interval
    recency = f"; a row counts half after {done.half_life_rows:,} more" if done.half_life_rows else ""
    lines = [
        f"A card of {counted(len(done.evidence), 'line')} from {done.rows:,} rows; "
        f"{done.rate.words()} succeeded{recency}.",
        f"Made the same way from the first two thirds, it sorts the last third with AUC {done.check.auc:.3f} "
        f"({low:.3f} to {high:.3f}; {done.fit.auc:.3f} on its own rows)",
        f"and of the tenth it puts first {done.check.precision_at_10pct:.0%} succeeded.",
        "",
        f"Everybody begins with {done.rule_set.base} points.",
        _lines(done.evidence),
    ]
    if done.left_out:
        lines += ["", "No line is made of", *(f"  {each.column}: {each.why}." for each in done.left_out)]
    lines += [*_doubts(done.warnings), *_told_notes(done.notes)]
    lines.append("")
    lines.append(
        f"Written to {out}; test it, then adopt it with setter rules." if out else "Keep it with --out RULES.toml."
    )
    return "\n".join(lines)


def _backtest_words(done: Backtest) -> str:
    seen = done.sorting
    refits = f", a card fitted anew {done.refits} times" if done.refits else f", rules {done.rule_set.name}"
    lines = [f"{seen.n:,} rows, {seen.positives:,} of them succeeded{refits}", "", *_sorting_words(seen)]
    if done.brier is not None:
        lines.append(f"  Brier              {done.brier:.4f}, by the odds of the {done.calibrated_on}")
    if done.priced is not None:
        lines += [f"  Cost per success   {_money(done.priced.first_tenth)} in the tenth put first, "
                  f"{_money(done.priced.everybody)} in any order"]  # fmt: skip
    lines += ["", "Tenths, the highest scores first", _bands(seen)]
    if done.other is not None and done.compared is not None:
        low, high = done.compared.interval
        verdict = "a clear difference" if done.compared.clear else "no clear difference"
        lines += ["", "The other rules", *_sorting_words(done.other)]
        lines.append(f"  In the first tenth {done.compared.difference:+.1%} ({low:+.1%} to {high:+.1%}): {verdict}")
    title = "Lines of the newest card" if done.refits else "Lines"
    lines += ["", title, _lines(done.evidence)] if done.evidence else []
    return "\n".join([*lines, *_doubts(done.warnings), *_told_notes(done.notes)])


def _sorting_words(seen: Sorting) -> list[str]:
    low, high = seen.auc_interval
    return [
        f"  AUC                {seen.auc:.4f} ({low:.4f} to {high:.4f})",
        f"  First tenth        {seen.precision_at_10pct:.1%} succeeded, {seen.lift_at_10pct:.2f} times the usual share",
        f"  Gains              half of the rows hold {seen.gains_at_half:.1%} of all successes",
        f"  Area under gains   {seen.gains_area:.4f}",
    ]


def _bands(seen: Sorting) -> str:
    rows = [("", "score", "succeeded", "expected")]
    for band in seen.bands:
        expected = "" if band.expected is None else f"{band.expected:.0%}"
        rows.append((f"  {band.place}", f"{band.lowest:g} to {band.highest:g}", band.rate.words(), expected))
    return in_columns(rows)


def _lines(evidence: Sequence[RuleEvidence]) -> str:
    rows = [("  points", "succeeded", "line")]
    for each in evidence:
        few = "; too few to say" if each.few else ""
        rows.append((f"  {each.points:+d}", f"{each.with_it.words()}{few}", each.label))
    return in_columns(rows) if evidence else "  no line tells anything"


def _doubts(warnings: Iterable[Warned]) -> list[str]:
    told = [f"  {each.kind}: {each.message}" for each in warnings]
    return ["", "Look twice", *told] if told else []


def _told_notes(notes: Sequence[str]) -> list[str]:
    return ["", *(f"  {note}" for note in notes)] if notes else []


def counted(number: int, word: str) -> str:
    """So many of something."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _money(amount: float | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}"


def write(path: Path, text: str) -> None:
    """Write a rules file; Wrong where that cannot be."""
    from setter.domain.errors import Wrong

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        sentence = f"The rules cannot be written: {(error.strerror or 'it failed').lower()}."
        raise Wrong("unwritable", sentence, str(path), "Name another file with --out.") from None


COMMANDS = {"fit": fit, "backtest": backtest}
