"""A list lands, or says what is the matter with it and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hands import land, phones_of, prospect_named
from houses import CAMPAIGN
from setter.domain.errors import Wrong
from setter.services.desk import Desk
from setter.services.import_list import import_list
from setter.services.opt_out import opt_out


def refusal(desk: Desk, path: Path) -> Wrong:
    with pytest.raises(Wrong) as wrong:
        import_list(desk, path, CAMPAIGN)
    assert wrong.value.exit_code == 2
    return wrong.value


def test_a_list_of_which_no_column_is_recognised_says_what_to_say(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("kto,gde\nsomebody,somewhere\n")
    refused = refusal(desk, path)
    assert refused.code == "no_columns"
    assert "«kto», «gde»" in refused.message
    assert "--map FIELD=COLUMN" in refused.hint and "full_name" in refused.hint and "phone" in refused.hint
    assert import_list(desk, path, CAMPAIGN, overrides=["name=kto", "phone=gde"]).rejected == 1


def test_a_list_without_a_header_says_so(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Gil Nash,+13125550200\nHal Ives,+13125550201\n")
    refused = refusal(desk, path)
    assert refused.code == "no_header" and "seems to have no header row" in refused.message
    done = import_list(desk, path, CAMPAIGN, overrides=["name=column 1"])
    assert (done.landed, done.rejected) == (2, 0)
    assert "no header row" in done.notes[0]


def test_the_encoding_may_be_said(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("name,phone\nRenée Żak,+13125550200\n".encode("cp1250"))
    import_list(desk, path, CAMPAIGN, encoding="cp1250")
    (found,) = desk.store.read(lambda unit: unit.prospects.matching("tidemark", "number", "+13125550200"))
    landed = desk.store.read(lambda unit: unit.prospects.get(found))
    assert landed is not None and landed.full_name == "Renée Żak"
    with pytest.raises(Wrong) as wrong:
        import_list(desk, path, CAMPAIGN, encoding="klingon")
    assert wrong.value.code == "unknown_encoding"


def test_lists_of_numbers_inside_json_are_all_found(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    people = [
        {"contact": "Gil Nash", "phones": ["+13125550200", "+13125550201"], "emails": ["gil@x.example"]},
        {"contact": "Hal Ives", "phones": [], "emails": ["hal@x.example"]},
    ]
    path.write_text(json.dumps(people))
    assert import_list(desk, path, CAMPAIGN).landed == 2
    assert [phone.e164 for phone in phones_of(desk, "Gil Nash")] == ["+13125550200", "+13125550201"]


def test_a_fax_machine_is_kept_and_never_dialled(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, "Gil Nash,+13125550200,+13125550201", header="name,phone,fax")
    assert [phone.e164 for phone in phones_of(desk, "Gil Nash")] == ["+13125550200"]
    assert json.loads(prospect_named(desk, "Gil Nash").attributes) == {"fax": "+13125550201"}


@pytest.mark.requirement("R-075")
def test_who_opted_out_does_not_come_back_with_a_new_list(desk: Desk, tmp_path: Path) -> None:
    opt_out(desk, prospect_named(desk, "Ada North").id)
    done = land(desk, tmp_path, "Ada North,Birch Foods,+13125550101,Owner,ada@birch.example,IL,US", source="other")
    assert (done.landed, done.merged, done.rejected) == (0, 0, 1)
    assert done.reasons == (("This person asked not to be contacted.", 1),)
