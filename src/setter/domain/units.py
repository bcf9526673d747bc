"""Lengths of time in milliseconds, as every instant is counted."""

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
