"""A part keeps its digest as long as it says the same; another word is another part."""

from __future__ import annotations

import msgspec

from setter.domain.campaign import Campaign
from setter.domain.signed_parts import digests_of, unsigned_words
from setter.examples import example_campaign
from setter.intake.campaign_file import read


def test_another_word_changes_its_own_part_alone() -> None:
    text = example_campaign()
    filed = read(text)
    before = digests_of(filed)
    assert digests_of(msgspec.json.decode(msgspec.json.encode(filed), type=Campaign)) == before
    assert digests_of(read(text.replace("skip_limit = 3", "skip_limit = 4"))) == before
    said = filed.script.nodes[0].say
    after = digests_of(read(text.replace(said, f"{said} Thank you.", 1)))
    assert {part for part in before if before[part] != after[part]} == {"script"}


def test_it_is_said_which_parts_are_not_signed() -> None:
    assert unsigned_words(()) == ""
    assert unsigned_words(("target_market", "script")) == "not signed off by sales: target market, script"
