"""The outbox from the command line: what left, what waits and why."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import ART, Terminal
from hands import QUALIFIED
from setter.examples import example_campaign


def test_a_sandbox_says_of_each_delivery_that_it_stays(house: Terminal, tmp_path: Path) -> None:
    ways = f'deliver = ["folder", "email"]\nfolder = "{tmp_path}"'
    text = "\n".join(
        f"{line}\n{ways}" if line.startswith('zone = "') else line for line in example_campaign().split("\n")
    )
    text = text.replace(
        "[signed_off]", '[handoff.mail]\nhost = "localhost"\nsender = "m@agency.example"\n\n[signed_off]'
    )
    (tmp_path / "campaign.toml").write_text(text, encoding="utf-8")
    house.done("campaign", "add", str(tmp_path / "campaign.toml"))
    house.done("campaign", "activate", "quaywise-us")
    assert house.done("deliver") == {"passed": [], "waiting": []}
    call = house.dialled(ART)
    house.done("book", call, "thu 3 dec 10:30")
    given = [word for name, value in QUALIFIED.items() for word in ("--answer", f"{name}={value}")]
    house.done("outcome", call, "meeting_set", "--minutes", "6", *given)
    house.done("deliver", "--now")
    listed = house.done("deliver", "--list")
    ways_told = {(row["channel"], row["receiver"], row["state"], row["problem"]) for row in listed}
    assert ways_told == {
        (channel, receiver, "withheld", "sandbox")
        for channel, receiver in (("folder", "rep"), ("email", "rep"), ("email", "prospect"))
    }
    words = house.words("deliver", "--list")
    assert "nothing leaves a sandbox" in words and "Art Venere, " in words
    assert house.words("deliver") == "Nothing is due. Nothing ever leaves a sandbox.\n"
    house.done("suppress", "312-555-0100")
    assert "Art Venere" not in house.words("deliver", "--list"), "whoever must not be contacted stays unnamed"
    assert house.refused("deliver", "--again", listed[0]["delivery"], exit_code=1)["code"] == "not_given_up"
    assert house.refused("deliver", "--again", "1", exit_code=2)["code"] == "no_delivery"
