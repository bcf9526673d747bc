"""A campaign's own sub-stages and windows are read, and what does not go together in them is said by its line."""

from __future__ import annotations

import pytest

from intake.campaign_text import EXAMPLE, errors_of
from setter.domain.stages import Stage
from setter.domain.temperature import USUAL, Windows
from setter.intake.campaign_file import read


def with_table(*lines: str) -> str:
    return "\n".join([EXAMPLE, *lines])


@pytest.mark.requirement("R-012")
def test_sub_stages_are_read_in_their_order() -> None:
    ladder = read(with_table("[ladder]", 'SQL = ["set", "confirmed", "held"]', 'MQL = ["in talks: reached"]')).ladder
    assert [stage.name for stage in ladder.stages["SQL"]] == ["set", "confirmed", "held"]
    assert ladder.stages["MQL"] == (Stage("in talks", "reached"),)
    assert read(EXAMPLE).ladder.stages == {}


@pytest.mark.requirement("R-062")
def test_the_windows_of_temperature_are_read() -> None:
    assert read(with_table("[temperature]", "hot_days = 14", "mails_clicked = 1")).temperature == Windows(
        hot_days=14, mails_clicked=1
    )
    assert read(EXAMPLE).temperature == USUAL


@pytest.mark.parametrize(
    ("lines", "field", "says"),
    [
        (("[ladder]", 'SQL = ["confirmed", "set"]'), "ladder.SQL[2]", "comes before the one ahead of it"),
        (("[ladder]", 'lead = ["held"]'), "ladder.lead[1]", "no sub-stage skips a rung"),
        (("[ladder]", 'MQL = ["hot"]'), "ladder.MQL[1]", "which is none of"),
        (("[ladder]", 'prospect = ["tried"]'), "ladder.prospect", "this table knows"),
        (("[ladder]", "mql_fit = 60"), "ladder.mql_fit", "needs mql_engagement beside it"),
        (("[temperature]", "hot_days = 200"), "temperature.hot_days", "is longer than warm_days, 180"),
        (("[temperature]", "mails_opened = 6"), "temperature.mails_opened", "more mails than are watched: 5"),
    ],
)
@pytest.mark.requirement("R-012")
def test_what_does_not_go_together_is_said_once(lines: tuple[str, ...], field: str, says: str) -> None:
    (error,) = errors_of(with_table(*lines))
    assert error.field == field and says in error.message
    assert error.line == len(with_table(*lines).splitlines())
