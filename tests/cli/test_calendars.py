"""The reps' calendars and guests' answers on the command line."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import Terminal, speak

BUSY = "\r\n".join(
    [
        *(
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//theirs//EN",
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTAMP:20261101T000000Z",
        ),
        *("DTSTART:20261201T160000Z", "DTEND:20261201T170000Z", "END:VEVENT", "END:VCALENDAR", ""),
    ]
)


def test_a_calendar_comes_from_a_file_and_is_listed_and_what_is_no_answer_is_said(
    house: Terminal, tmp_path: Path
) -> None:
    assert house.done("calendar", "list") == []
    file = tmp_path / "tobe.ics"
    file.write_text(BUSY, encoding="utf-8")
    told = house.done("calendar", "import", str(file), "--rep", "t.abara")
    assert (told["rep"], told["origin"], told["busy"], told["problem"]) == ("t.abara", "file", 1, None)
    assert house.done("calendar", "list") == [told]
    assert house.refused("calendar", "sync")["message"] == "A sandbox asks no calendar."
    assert house.refused("calendar", "import", str(file), "--rep", "nobody", exit_code=2)["code"] == "no_rep"
    (line,) = house.done("meeting", "replies", str(file))
    assert line == {
        "where": str(file),
        "meeting": None,
        "code": "refused",
        "said": "It is no answer, but an event without a METHOD.",
    }
    words = speak("--db", house.database, "calendar", "list").out.decode()
    assert words.startswith("t.abara  Tobe Abara  as of Tue 24 Nov ") and "1 busy  from a file" in words
