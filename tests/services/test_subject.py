"""Whoever asks what is held on them gets all of it in one document, and nobody else's."""

from __future__ import annotations

import json

from hands import booked, everything, prospect_named
from houses import ADA, BEN, CAMPAIGN
from setter.services.consent import note_consent
from setter.services.desk import Desk
from setter.services.subject import subject

SAID = "Her sister Olive runs the depot in Joliet"


def test_it_holds_everything_that_any_table_says_of_them(desk: Desk) -> None:
    ada = prospect_named(desk, ADA)
    note_consent(desk, ada.id, "consent", f"{SAID}, agreed")
    booked(desk, ADA)
    document = subject(desk, ada.id)
    text = json.dumps(document, ensure_ascii=False)
    for row in everything(desk)["answer"]:
        assert row["value"].strip('"') in text or json.loads(row["value"]) is not None
    for words in (ADA, "+13125550101", "ada@birch.example", SAID, "Birch Foods", "Owner"):
        assert words in text
    (record,) = document["records"]
    assert [call["attempts"][0]["e164"] for call in record["calls"]] == ["+13125550101"]
    assert record["calls"][0]["attempts"][0]["verdict"]["considered"]["places"] == ["US-IL"]
    assert record["meetings"][0]["changes"] and record["campaigns"][0]["campaign_name"]
    assert record["person"]["created_at"].endswith("Z")


def test_it_names_nobody_else(desk: Desk) -> None:
    booked(desk, ADA)
    text = json.dumps(subject(desk, prospect_named(desk, ADA).id), ensure_ascii=False)
    assert BEN not in text and "+13125550102" not in text


def test_it_says_that_they_are_left_alone_and_why(desk: Desk) -> None:
    from setter.services.opt_out import opt_out

    ada = prospect_named(desk, ADA)
    opt_out(desk, ada.id)
    (record,) = subject(desk, ada.id)["records"]
    assert record["not_to_be_contacted"] == ["do_not_call"]
    assert CAMPAIGN
