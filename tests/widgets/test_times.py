"""Instants and spans in a caller's words."""

import pytest

from setter.domain.units import DAY, HOUR, MINUTE
from setter.widgets.times import ago, clock, countdown, day, in_zone, zone_word

NOW = 1_795_533_240_000


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (0, "just now"),
        (59_000, "just now"),
        (5 * MINUTE, "5 min ago"),
        (3 * HOUR, "3 h ago"),
        (2 * DAY, "2 d ago"),
        (21 * DAY, "3 wk ago"),
        (150 * DAY, "5 mo ago"),
        (800 * DAY, "2 y ago"),
        (-5 * MINUTE, "in 5 min"),
    ],
)
def test_how_long_ago(gap, words):
    assert ago(NOW - gap, NOW) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (2 * DAY, "2 d"),
        (65 * MINUTE, "1 h 05"),
        (12 * MINUTE, "12 min"),
        (4 * MINUTE + 5000, "4:05"),
        (999, "now"),
        (-30_000, "now"),
        (-3 * MINUTE, "3 min late"),
        (-2 * HOUR, "2 h late"),
    ],
)
def test_a_countdown_reads_at_a_glance(left, words):
    assert countdown(NOW + left, NOW) == words


def test_one_instant_on_two_clocks():
    assert (clock(NOW, "America/Chicago"), clock(NOW, "Europe/Berlin")) == ("09:14", "16:14")
    assert (day(NOW, "America/Chicago"), day(NOW, "Asia/Tokyo")) == ("Tue 24 Nov", "Wed 25 Nov")


def test_a_zone_without_letters_is_told_by_its_offset():
    assert zone_word(NOW, "America/Chicago") == "CST"
    assert zone_word(NOW, "Asia/Kathmandu") == "UTC+5:45"
    assert zone_word(NOW, "America/Sao_Paulo") == "UTC-3"


def test_an_unknown_zone_is_read_as_utc_and_says_so():
    assert zone_word(NOW, "Mars/Olympus") == "UTC"
    assert in_zone(NOW, "../../etc/passwd").tzname() == "UTC"
