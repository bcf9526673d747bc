"""A backup knows the earlier ones only who asked to be left alone: it takes the later ones over from what it is of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hands import land, place_of, prospect_named
from houses import ADA, beside
from setter.domain.errors import Refused, Wrong
from setter.services.audit_trail import trail
from setter.services.backup import backup
from setter.services.carry_over import CarriedOver, carry_over
from setter.services.desk import Desk, make_database
from setter.services.doctor import examine
from setter.services.lift import acts_about, lift
from setter.services.opt_out import opt_out

ADA_AGAIN = "Ada North,Birch Foods,+13125550101,Owner,ada@birch.example,IL,US"


def test_who_opted_out_since_is_taken_over_from_the_database_it_stands_in_for(
    desk: Desk, target: Path, put_back: Callable[[Desk, Path], Desk], tmp_path: Path
) -> None:
    backup(desk, target)
    opt_out(desk, prospect_named(desk, ADA).id)
    land(desk, tmp_path, "Gil Nash,,,+13125550188,yes", header="full_name,company,email,phone,do not call")
    again = put_back(desk, target)
    assert prospect_named(again, ADA).blocked == "" and place_of(again, ADA) is not None
    assert carry_over(again, desk.store.url) == CarriedOver(2, 1)
    assert prospect_named(again, ADA).blocked == "do_not_call" and place_of(again, ADA) is None
    (step,) = trail(again, f"prospect/{prospect_named(again, ADA).id}")
    assert (step.what, step.new, step.detail["carried_over"]) == ("suppress", "do_not_call", True)
    assert land(again, tmp_path, ADA_AGAIN, file="again").rejected == 1
    assert land(again, tmp_path, "Gil Nash,,+13125550188,,,,US", file="gil").rejected == 1
    assert carry_over(again, desk.store.url) == CarriedOver(0, 0)
    assert all(finding.sound for finding in examine(again))
    again.store.close()


def test_who_opted_out_stays_lifted_where_compliance_lifted_it_here(
    desk: Desk, target: Path, put_back: Callable[[Desk, Path], Desk]
) -> None:
    opt_out(desk, prospect_named(desk, ADA).id)
    backup(desk, target)
    again = put_back(desk, target)
    again.store.write(lambda unit: unit.settings.set_role("noor", "compliance"))
    ada = str(prospect_named(again, ADA).id)
    (act,) = acts_about(again, ada)[1]
    lift(beside(again, "noor"), ada, act.id, "mistake", "It was said of another line")
    assert carry_over(again, desk.store.url) == CarriedOver(0, 0)
    assert prospect_named(again, ADA).blocked == ""
    again.store.close()


def test_a_no_of_another_house_is_none_of_ours(desk: Desk, tmp_path: Path) -> None:
    make_database(str(tmp_path / "other.db"), sandbox=True).store.close()
    with pytest.raises(Wrong) as no:
        carry_over(desk, str(tmp_path / "other.db"))
    assert no.value.code == "other_house"


def test_a_caller_takes_none_over_and_opens_no_other_database(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(desk), "sandbox", property(lambda self: False))
    with pytest.raises(Refused) as refused:
        carry_over(desk, "mysql://nobody/there")
    assert refused.value.code == "role"
