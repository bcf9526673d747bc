"""What a webhook is told, and what each of its answers means."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from receivers import Hook
from setter.domain.handoff_plan import Rep
from setter.handoff.meeting import MeetingRecord
from setter.handoff.parcel import NotSent, Parcel
from setter.handoff.webhook import deliver

NOW = 1_795_500_000_000


def parcel(record: MeetingRecord, url: str, secret: str = "hush") -> Parcel:
    rep = Rep("treyes", "Tom Reyes", "tom@larkfield.example", "America/New_York", {}, webhook=url, webhook_secret="own")
    return Parcel(77, "webhook", "rep", record, rep, None, NOW, NOW + 60_000, secrets={"own": secret})


def test_it_is_told_the_same_at_every_try_signed_anew(record: MeetingRecord, hook: Hook) -> None:
    first = parcel(record, hook.url)
    assert deliver(first) == deliver(replace(first, tried_at=NOW + 120_000))
    (head, body), (later, again) = hook.posted
    assert body == again and head["webhook-id"] == later["webhook-id"] == "setter_77"
    assert int(later["webhook-timestamp"]) - int(head["webhook-timestamp"]) == 60
    assert head["webhook-signature"] != later["webhook-signature"]


@pytest.mark.parametrize(
    ("code", "passing"),
    [(302, False), (400, False), (404, False), (401, True), (408, True), (425, True), (429, True), (503, True)],
)
def test_an_answer_that_may_pass_is_told_from_one_that_may_not(
    record: MeetingRecord, hook: Hook, code: int, passing: bool
) -> None:
    hook.answers = [code]
    with pytest.raises(NotSent, match=str(code)) as refused:
        deliver(parcel(record, hook.url))
    assert refused.value.passing is passing and len(hook.posted) == 1
    assert refused.value.untouched is (code not in (408, 503)), "it may have been taken all the same"


def test_a_yes_is_one_whatever_comes_after_it(record: MeetingRecord, hook: Hook) -> None:
    hook.answers = [200]
    assert deliver(parcel(record, hook.url)).reference == "setter_77"


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("http://hooks.example/in", "hush", "not reached by https"),
        ("https://hooks.example/in", "", "no secret to sign with"),
        ("http://127.0.0.1:1/in", "hush", "does not answer"),
    ],
)
def test_nothing_goes_out_unsigned_or_unsafely(record: MeetingRecord, url: str, secret: str, words: str) -> None:
    with pytest.raises(NotSent, match=words) as refused:
        deliver(parcel(record, url, secret))
    assert refused.value.untouched
