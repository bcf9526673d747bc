"""Commands that learn from past outcomes: fit a card, test rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from setter.cli.bar import bar
from setter.cli.lab_words import backtest_told, backtest_words, fit_words, line_told
from setter.cli.speech import Manner, command

if TYPE_CHECKING:
    from setter.domain.rule_set import RuleSet
    from setter.services.history import Asked

ROWS = click.IntRange(min=1, max=10_000_000)


def history_options(work: Callable[..., Any]) -> Callable[..., Any]:
    """Say which columns of a file of outcomes mean what."""
    for option in (
        click.option("--ignore", multiple=True, metavar="COLUMN", help="Make no line of this column."),
        click.option(
            "--order", default="", metavar="COLUMN", help="When each row came to be (default: the file's order)."
        ),
        click.option("--positive", default="", metavar="VALUE", help="The label's value that means a success."),
        click.option(
            "--label",
            default="",
            metavar="COLUMN",
            help="What became of it; your own calls: sql (default), accepted or held.",
        ),
        click.option("--campaign", "campaign_id", metavar="ID", default="", help="Whose own calls, or version."),
        click.argument("file", required=False, type=click.Path(path_type=Path)),
    ):
        work = option(work)
    return work


@command()
@history_options
@click.option("--keep", multiple=True, metavar="COLUMN", help="Use a column that seems to be known only afterwards.")
@click.option("--out", type=click.Path(path_type=Path), metavar="RULES.toml", help="Write the card as a rules file.")
def fit(
    manner: Manner,
    file: Path | None,
    campaign_id: str,
    label: str,
    positive: str,
    order: str,
    ignore: tuple[str, ...],
    keep: tuple[str, ...],
    out: Path | None,
) -> tuple[Any, str]:
    """Suggest a point card from past outcomes, tested on the latest: a file's, or without one the own calls'."""
    from setter.cli.lab_cycles import fit_own
    from setter.intake.rules_file import rule_keys, rules_text
    from setter.services.fit import fit as work

    asked = _asked(file, campaign_id, label, positive, order, (*ignore, *keep), ignore)
    if asked is None:
        done = fit_own(manner, campaign_id, label)
    else:
        with bar(manner, "Reading") as tell:
            done = work(asked, keep, tell)
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
    return document, fit_words(done, out)


@command()
@history_options
@click.option("--rules", type=click.Path(path_type=Path), metavar="RULES.toml", help="The rules to test.")
@click.option("--rules-version", "version", type=int, metavar="N", help="A version to test; the result is kept.")
@click.option("--against", type=click.Path(path_type=Path), metavar="OTHER.toml", help="Other rules to compare with.")
@click.option("--refit-every", type=ROWS, metavar="N", help="Fit a card anew every N rows instead of testing rules.")
@click.option("--window", type=ROWS, metavar="N", help="On so many rows before.")
@click.option("--cost", type=click.FloatRange(min=0), metavar="AMOUNT", help="What a call costs.")
def backtest(
    manner: Manner,
    file: Path | None,
    campaign_id: str,
    label: str,
    positive: str,
    order: str,
    ignore: tuple[str, ...],
    rules: Path | None,
    version: int | None,
    against: Path | None,
    refit_every: int | None,
    window: int | None,
    cost: float | None,
) -> tuple[Any, str]:
    """Test rules on past outcomes, a file's or the own calls': do they put those first who succeeded?"""
    from setter.cli.lab_cycles import backtest_own, walk_own

    asked = _asked(file, "" if version else campaign_id, label, positive, order, ignore, ignore)
    ways = [rules, version, refit_every].count(None)
    if (refit_every is None) != (window is None):
        raise click.UsageError("--refit-every and --window go together.")
    if against is not None and refit_every is not None:
        raise click.UsageError("--against compares with --rules or --rules-version.")
    if asked is None:
        if cost is not None or ways < 2:
            raise click.UsageError("Of the own calls test --rules, --rules-version, those in force, or refit cards.")
        if refit_every is not None:
            return walk_own(manner, campaign_id, label, window or 0, refit_every)
        return backtest_own(manner, campaign_id, label, rules, version, against)
    if ways != 2:
        raise click.UsageError("Say which rules to test: --rules, --rules-version, or cards by --refit-every.")
    return _of_file(manner, asked, campaign_id, rules, version, against, refit_every or 0, window or 0, cost)


def _of_file(
    manner: Manner,
    asked: Asked,
    campaign_id: str,
    rules: Path | None,
    version: int | None,
    against: Path | None,
    every: int,
    window: int,
    cost: float | None,
) -> tuple[Any, str]:
    """Test on a file of outcomes what was asked for."""
    from setter.intake.rules_file import read_rules
    from setter.services.backtest_file import backtest_file, walk_forward

    others = read_rules(against) if against else None
    if version is not None:
        return _version_tested(manner, asked, campaign_id, version, others, cost)
    if rules is not None:
        done = backtest_file(asked, read_rules(rules), others, cost)
    else:
        with bar(manner, "Walking forward") as tell:
            done = walk_forward(asked, window, every, cost, tell)
    return backtest_told(done), backtest_words(done)


def _version_tested(
    manner: Manner, asked: Asked, campaign_id: str, version: int, against: RuleSet | None, cost: float | None
) -> tuple[Any, str]:
    """Test a version of a campaign's rules on a file, and keep the result with it."""
    from setter.services.backtest_file import backtest_file, kept_of_file
    from setter.services.campaigns import only_active
    from setter.services.rule_sets import keep_test, show_version

    with manner.desk() as desk:
        campaign = campaign_id or only_active(desk)
        done = backtest_file(asked, show_version(desk, campaign, version).rule_set, against, cost)
        result = kept_of_file(done, asked)
        keep_test(desk, campaign, version, result)
    counts = result.auc is not None
    words = "Kept as a test of" if counts else "Too few rows, or those it was fitted on: no test of"
    kept = {"campaign": campaign, "version": version, "counts": counts}
    return {**backtest_told(done), "kept": kept}, f"{backtest_words(done)}\n\n{words} version {version} of {campaign}."


def _asked(
    file: Path | None,
    campaign_id: str,
    label: str,
    positive: str,
    order: str,
    columns: tuple[str, ...],
    ignore: tuple[str, ...],
) -> Asked | None:
    """Which columns of which file mean what; None without a file, where no column can be named."""
    from setter.services.history import Asked

    if file is not None:
        if not label:
            raise click.UsageError("Say which column tells what became of each row: --label COLUMN.")
        if campaign_id:
            raise click.UsageError("--campaign is for the own calls, without a file.")
        return Asked(file, label, positive, order, ignore)
    if positive or order or columns:
        raise click.UsageError("--positive, --order, --ignore and --keep are about the columns of a file.")
    return None


def write(path: Path, text: str) -> None:
    """Write a rules file; Wrong where that cannot be."""
    from setter.domain.errors import Wrong

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        sentence = f"The rules cannot be written: {(error.strerror or 'it failed').lower()}."
        raise Wrong("unwritable", sentence, str(path), "Name another file with --out.") from None


COMMANDS = {"fit": fit, "backtest": backtest}
