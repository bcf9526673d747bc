"""Suggest a point card from a file of outcomes, tested on the latest of them; nobody adopts it but a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from setter.domain.errors import Wrong
from setter.domain.metrics import Proportion
from setter.domain.rule_evidence import RuleEvidence
from setter.domain.rule_set import RuleSet
from setter.services.history import Asked, History, read_history

if TYPE_CHECKING:
    from setter.lab.kinds import Kind
    from setter.lab.leakage import Suspect
    from setter.lab.measure import Sorting
    from setter.lab.table import Bools, Table
    from setter.lab.warning import Warned

FEWEST_ROWS = 60
FEWEST_OF_EACH = 10
Tell = Callable[[str, float], None]


class LeftOut(Struct, frozen=True):
    """A column that no line is made of, and why."""

    field: str
    column: str
    why: str


class Fit(Struct, frozen=True, eq=False):
    """A card fitted on all rows, and how one made the same way on the first two thirds sorted the rest.

    `fit` is that card's sorting of its own rows, `check` of the later ones. `half_life_rows` says after how many rows
    a row counted half; 0 for never.
    """

    rule_set: RuleSet
    evidence: tuple[RuleEvidence, ...]
    fit: Sorting
    check: Sorting
    rows: int
    rate: Proportion
    half_life_rows: int
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Warned, ...]
    notes: tuple[str, ...]


def fit(asked: Asked, keep: tuple[str, ...] = (), tell: Tell = lambda what, share: None) -> Fit:
    """Fit a card; Wrong where the file has too little to tell. `keep` are suspected columns to use all the same."""
    tell("Reading", 0.0)
    return fit_history(read_history(asked), card_name(asked.path), keep, tell)


def fit_history(history: History, name: str, keep: tuple[str, ...], tell: Tell = lambda what, share: None) -> Fit:
    """Fit a card on a history that was read."""
    from threadpoolctl import threadpool_limits

    from setter.lab.kinds import kinds_of
    from setter.lab.leakage import suspects_of

    _enough(history)
    table, success = history.table, history.success
    kinds = kinds_of(table)
    # The matrices are small: threads that wait for one another take longer than one that works.
    with threadpool_limits(1):
        tell("Looking for columns known only afterwards", 0.1)
        suspects = [] if history.known_before else suspects_of(table, success, kinds)
        forced = {each.casefold() for each in keep}
        kept_out = {
            each.field for each in suspects if each.certain and not {each.field, each.header.casefold()} & forced
        }
        usable = {field: kind for field, kind in kinds.items() if not kind.why_not and field not in kept_out}
        if not usable:
            raise _nothing_left(history, kept_out)
        return _fitted(history, name, kinds, usable, suspects, kept_out, tell)


def _fitted(
    history: History,
    name: str,
    kinds: dict[str, Kind],
    usable: dict[str, Kind],
    suspects: list[Suspect],
    kept_out: set[str],
    tell: Tell,
) -> Fit:
    from setter.lab.card import fitted
    from setter.lab.evidence import evidence_of
    from setter.lab.weighing import weighed_rows

    table, success, cut = history.table, history.success, _cut(history)
    tell("Fitting the first two thirds", 0.3)
    half_life, before, check = _tried(table, success, cut, usable)
    tell("Fitting all", 0.7)
    final = fitted(table, success, usable, half_life * table.rows / cut, name)
    fired = weighed_rows(final, table).fired
    return Fit(
        rule_set=final,
        evidence=evidence_of(final, fired, success),
        fit=before,
        check=check,
        rows=table.rows,
        rate=Proportion(int(success.sum()), table.rows),
        half_life_rows=round(half_life * table.rows / cut),
        left_out=tuple(_left_out(table, kinds, kept_out)),
        warnings=tuple(_warnings(history, final, fired, usable, suspects, kept_out, before, check)),
        notes=(*history.notes, *history.said_of_imports(final)),
    )


def _tried(table: Table, success: Bools, cut: int, usable: dict[str, Kind]) -> tuple[float, Sorting, Sorting]:
    """A card made of the rows before the cut: after how many rows one counts half, how it sorts those, how the rest."""
    from setter.lab.card import fitted, half_life_of
    from setter.lab.firing import points_of
    from setter.lab.measure import sorting

    early, late = table.part(slice(0, cut)), table.part(slice(cut, None))
    half_life = half_life_of(early, success[:cut], usable)
    trial = fitted(early, success[:cut], usable, half_life, "trial")
    before, check = (
        sorting(points_of(trial, part), told) for part, told in ((early, success[:cut]), (late, success[cut:]))
    )
    return half_life, before, check


def _warnings(
    history: History,
    card: RuleSet,
    fired: Bools,
    usable: dict[str, Kind],
    suspects: list[Suspect],
    kept_out: set[str],
    before: Sorting,
    check: Sorting,
) -> list[Warned]:
    from setter.lab.drift import base_rate_drift, column_drift, not_sorting, turned_rules
    from setter.lab.warning import few_positives

    table, success = history.table, history.success
    found = [each.warned(each.field in kept_out) for each in suspects]
    found += few_positives(int(success.sum()), int((~success).sum()))
    found += base_rate_drift(success)
    found += column_drift(table, usable)
    found += turned_rules(card.rules, fired, success)
    return found + not_sorting(check.auc, check.auc_interval, before.auc)


def _left_out(table: Table, kinds: dict[str, Kind], kept_out: set[str]) -> list[LeftOut]:
    told = []
    for column in table.columns:
        why = "it may be known only afterwards" if column.name in kept_out else kinds[column.name].why_not
        if why:
            told.append(LeftOut(column.name, column.header, why))
    return told


def _nothing_left(history: History, kept_out: set[str]) -> Wrong:
    names = ", ".join(f"«{history.table.by_name[field].header}»" for field in sorted(kept_out))
    why = f": {names} may be known only afterwards" if kept_out else ""
    hint = (
        "Use them all the same with --keep."
        if kept_out
        else "Columns of ids, dates, free text or one value tell nothing."
    )
    return Wrong("nothing_to_fit", f"No column is left to make a line of{why}.", str(history.path), hint)


def _enough(history: History) -> None:
    rows, hits = history.table.rows, int(history.success.sum())
    place = str(history.path)
    if rows < FEWEST_ROWS:
        raise Wrong("too_few", f"{rows} rows are too few to fit a card.", place, f"It takes at least {FEWEST_ROWS}.")
    if min(hits, rows - hits) < FEWEST_OF_EACH:
        sort = "succeeded" if hits < rows - hits else "did not succeed"
        hint = f"It takes at least {FEWEST_OF_EACH} of each sort, and is worth believing from some 50 on."
        raise Wrong("too_few", f"Only {min(hits, rows - hits)} rows {sort}: too few to fit a card.", place, hint)


def earlier_part(success: Bools) -> int:
    """How many of the own calls rules may learn from: two thirds, or fewer where two thirds of the successes have come.

    The queue puts the best first, so that of a campaign's last calls hardly any may succeed.
    """
    hits = success.nonzero()[0]
    late = len(hits) * 2 // 3
    return min(len(success) * 2 // 3, int(hits[late])) if len(hits) else len(success) * 2 // 3


def _cut(history: History) -> int:
    """Where the rows are parted for the check; Wrong where one of the two parts has no row of either sort."""
    success = history.success
    cut = earlier_part(success) if history.known_before else len(success) * 2 // 3
    for part in (success[:cut], success[cut:]):
        if part.all() or not part.any():
            if history.known_before:
                sentence, hint = "The calls that succeeded all stand together.", "Wait for more of them."
                raise Wrong("bad_order", sentence, str(history.path), hint)
            hint = "Name the column that tells when each row came to be: --order COLUMN."
            raise Wrong("bad_order", "All rows that succeeded stand together at one end of the file.", "", hint)
    return cut


def card_name(path: Path) -> str:
    """An id for a card fitted on a file: the file's name in plain letters."""
    from setter.intake.text import slug

    return f"fit-{slug(path.stem).replace('_', '-') or 'file'}"[:80]
