"""How a list on its way in reads: its columns, how far it is, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from setter.intake.fields import SEVERAL
from setter.intake.mapping import Guess
from setter.intake.text import slug as column_slug
from setter.services.import_list import Imported, Preview
from setter.widgets.facts_card import FactRow
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.read_panel import ReadRow

KEEP, NAMED = "keep", "named"
BAR_CELLS = 24


def column_line(place: int, guess: Guess, seen: Preview) -> ProspectLine:
    """A column as a row of the list: what it means, how much of it is filled, and what stands in it."""
    means = guess.field.replace("_", " ") or f"kept as “{guess.attribute or column_slug(guess.column)}”"
    shown = [value for row in seen.rows if (value := row.get(guess.column, ""))]
    return ProspectLine(
        key=place,
        name=guess.column,
        company=means,
        local_time=f"{seen.filled.get(guess.column, 0.0):.0%}",
        why=" · ".join(dict.fromkeys(shown)) or "empty in the first rows",
    )


def guess_row(guess: Guess) -> ReadRow:
    """Why a column was taken for what it is, and how sure that is."""
    means = guess.field.replace("_", " ") or f"a fact of its own, {guess.attribute or column_slug(guess.column)}"
    return ReadRow(guess.column, f"{means}: {guess.why or 'nothing tells'} ({guess.confidence:.0%} sure)")


def slug(column: str) -> str:
    """The name under which a column is kept as a fact of its own."""
    return column_slug(column) or "column"


def is_many(field: str) -> bool:
    """Say whether several columns may bring this field."""
    return field in SEVERAL


def said(overrides: Mapping[str, str]) -> list[str]:
    """What was set right, column by column, as `FIELD=COLUMN`."""
    return [f"{field}={column}" for column, field in overrides.items()]


def progress_words(told: str, share: float) -> str:
    """How far it is, as a bar and in numbers; `told` says it in rows and time."""
    full = round(min(max(share, 0.0), 1.0) * BAR_CELLS)
    return f"{'█' * full}{'░' * (BAR_CELLS - full)} {share:.0%} · {told}"


def result_rows(done: Imported) -> list[FactRow]:
    """What became of the rows, and why some were refused."""
    would = "would " if done.dry_run else ""
    rows = [
        FactRow("read", f"{done.read:,} rows" + (", nothing written" if done.dry_run else "")),
        FactRow(f"{would}land", f"{done.landed:,}", weight="strong"),
        FactRow(f"{would}merge", f"{done.merged:,}"),
        FactRow("unchanged", f"{done.unchanged:,}"),
        FactRow("refused", f"{done.rejected:,}"),
        *(FactRow("", f"{count:,} × {reason}", weight="muted") for reason, count in done.reasons[:6]),
    ]
    rows += [FactRow("", done.empty, weight="strong")] if done.empty else []
    return [*rows, FactRow("written to", done.rejects_file)] if done.rejects_file else rows
