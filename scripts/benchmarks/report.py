"""BENCHMARKS.md: what was measured where, line by line, with its budgets, and what the peers do."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figures import Figure, short
from benchmarks.lines import LINES
from benchmarks.machine import described

HEAD = """# Benchmarks

Written by `scripts/bench`: every line of the project's budgets, and the same work by what people would take instead,
measured in one run on one machine. A ratio's two sides are measured in turns, so that noise hits both. Times are what
this machine and its disk make of it; the ratios are what to compare. A figure more than 1.5 × beyond its budget fails
the run.
"""


def write_report(bench: Bench, path: Path, seconds: float, whole: bool) -> None:
    """Write the report, whatever was measured."""
    parts = [HEAD]
    if not whole or bench.quick:
        parts.append("**This is a look, not the whole bench.**\n")
    parts.append(_table(("", ""), [(f"**{name}**", value) for name, value in described(bench.folder, bench.server)]))
    parts.append(f"The run took {seconds / 60:.1f} minutes. Databases:\n")
    parts.append("".join(f"- {each}\n" for each in bench.built))
    parts.append(_budgets(bench.figures))
    for name in LINES:
        line = import_module(f"benchmarks.lines.{name}")
        found = [figure for figure in bench.figures if figure.line == name]
        if found:
            parts.append(f"## {line.TITLE}\n")
            parts.append(_lines(found))
            parts.append(getattr(line, "WORDS", ""))
    if bench.skipped:
        parts.append("## Not measured\n")
        parts.append("".join(f"- {title}: {reason}\n" for title, reason in bench.skipped))
    path.write_text("\n".join(part for part in parts if part), encoding="utf-8")


def _budgets(figures: list[Figure]) -> str:
    budgeted = [figure for figure in figures if figure.budget is not None]
    if not budgeted:
        return ""
    met = sum(bool(figure.met) for figure in budgeted)
    rows = [
        (figure.engine, figure.what, f"{short(figure.value)} {figure.unit}", _allowed(figure), _kept(figure))
        for figure in budgeted
    ]
    return f"## Budgets: {met} of {len(budgeted)} met\n\n" + _table(("engine", "what", "measured", "budget", ""), rows)


def _lines(figures: list[Figure]) -> str:
    """A line's figures, engines side by side."""
    engines = list(dict.fromkeys(figure.engine for figure in figures))
    rows = []
    for what in dict.fromkeys(figure.what for figure in figures):
        by = {figure.engine: figure for figure in figures if figure.what == what}
        notes = "; ".join(dict.fromkeys(figure.note for figure in by.values() if figure.note))
        cells = [f"{short(by[each].value)} {by[each].unit}" if each in by else "" for each in engines]
        rows.append((what, *cells, notes))
    return _table(("what", *(engine or "measured" for engine in engines), ""), rows)


def _allowed(figure: Figure) -> str:
    return f"{'≥' if figure.least else '≤'} {short(figure.budget or 0)} {figure.unit}"


def _kept(figure: Figure) -> str:
    return "met" if figure.met else "**far off**" if figure.far_off else "**not met**"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in lines)
