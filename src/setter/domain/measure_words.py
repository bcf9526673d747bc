"""Measures in words that a person may trust: counts, value and interval, each by itself or as one."""

from __future__ import annotations

from setter.domain.measures import Measure

NONE = "—"
"""What is said where there is nothing to divide by."""


def words(each: Measure) -> str:
    """A measure as one: "3 / 8 (38 %, 14–69 %)", "1.4 (0.7–2.7)", "650.99 USD"."""
    if each.unit == "count":
        return _number(each.numerator)
    value, interval = value_words(each), interval_words(each)
    if each.unit == "difference":
        return f"{value} ({interval})" if interval else value
    if not each.denominator:
        spend = f"no accepted SQL; spend {each.numerator:,.2f} {each.currency}"
        return spend if each.measure == "cost per accepted SQL" and each.numerator else NONE
    if each.unit != "share":
        return f"{value} ({interval})" if interval else value
    inside = ", ".join(part for part in (value, interval) if part)
    return f"{counts_words(each)} ({inside})" if inside else counts_words(each)


def counts_words(each: Measure) -> str:
    """Numerator / denominator, as it was divided; only the one where nothing was."""
    if each.unit == "difference":
        return ""
    over = f"{each.numerator:,.2f}" if each.unit in ("money", "return") else _number(each.numerator)
    over = over.replace("-", "−")
    if each.unit == "count":
        return over
    under = f"{each.denominator:,.2f}" if each.unit == "return" else _number(each.denominator)
    return f"{over} / {under}"


def value_words(each: Measure) -> str:
    """What it comes to; nothing where there are too few cases for that, "—" where there is none."""
    if each.value is None or not each.denominator:
        if each.denominator and each.unit == "each":
            return f"{_number(each.numerator)} so far"
        return "" if each.denominator and each.unit == "share" else NONE
    if each.unit == "money":
        return f"{each.value:,.2f} {each.currency}"
    if each.unit == "return":
        return f"{_signed(each.value)} %"
    if each.unit == "difference":
        return f"{_signed(each.value)} points"
    if each.unit == "share":
        return f"{_percent(each.value)} %"
    return _number(each.numerator) if each.unit == "count" else f"{each.value:.1f}"


def interval_words(each: Measure) -> str:
    """From where to where it may lie by chance, at 95 %; nothing where that is not known."""
    if each.interval is None:
        return ""
    low, high = each.interval
    if each.unit == "difference":
        return f"{_signed(low)} to {_signed(high)}"
    if each.unit == "share":
        return f"{_percent(low)}–{_percent(high)} %"
    return f"{low:.1f}–{high:.1f}"


def _percent(share: float) -> str:
    return f"{int(round(100 * share, 9) + 0.5):,}"


def _signed(share: float) -> str:
    """A share of 1 in hundredths with its sign, as it is printed."""
    return f"{100 * share:+,.0f}".replace("-", "−")


def _number(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
