"""A meeting with a sentinel in every internal field, so that a leak has a name."""

from __future__ import annotations

import pytest

from setter.domain.gate_evidence import GateResult
from setter.handoff.meeting import (
    NINE_GATES,
    AnswerGiven,
    AttemptMade,
    Compliance,
    Guest,
    Host,
    MeetingRecord,
    ObjectionRaised,
    ProspectDetails,
    PublicMeeting,
    ScoreGiven,
    SourceKnown,
)

NOW = 1_795_500_000_000
STARTS = 1_795_618_800_000
"""Wednesday 25 November 2026, 15:00 UTC: 9 am in Chicago, 10 am in New York."""


@pytest.fixture
def public() -> PublicMeeting:
    """A meeting of Ana Núñez with Tom Reyes, in two zones."""
    return PublicMeeting(
        meeting=901,
        uid="0199c0de-901@setter",
        sequence=0,
        starts=STARTS,
        ends=STARTS + 1_800_000,
        prospect_zone="America/Chicago",
        rep=Host("treyes", "Tom Reyes", "tom@larkfield.example", "America/New_York"),
        prospect=Guest("Ana Núñez", "ana@cargo.example"),
        company="Cargo, Sons; & Co",
        client="Larkfield Systems",
        place="video call",
        subject="QuayTempo: half an hour for Cargo",
        agenda="How two sites took the queue out; what it needs\nand who should see it",
        guests=(Guest("Bo Li", "bo@cargo.example"), Guest("Cy without address")),
    )


@pytest.fixture
def record(public: PublicMeeting) -> MeetingRecord:
    """The same meeting with everything sales may know; each internal text starts with INTERNAL."""
    gates = tuple(
        GateResult(gate, label, "pass", f"INTERNAL quote of {gate}", "INTERNAL Uma", NOW - 60_000)
        for gate, label in NINE_GATES.items()
    )
    return MeetingRecord(
        public=public,
        status="booked",
        change=1,
        change_kind="booked",
        qualified=True,
        missing=(),
        campaign="INTERNAL campaign",
        caller="INTERNAL Uma",
        set_at=NOW - 60_000,
        requested_how="INTERNAL asked",
        details=ProspectDetails(
            "INTERNAL COO", "c_suite", "INTERNAL trucking", "INTERNAL 140", "INTERNAL Joliet", ("+13125550101",), True
        ),
        gates=gates,
        rung="SQL",
        sql=5501,
        reviewer="INTERNAL Vera",
        answers=(
            AnswerGiven("need_quote", "Need", "INTERNAL trucks wait", ("need",)),
            AnswerGiven("need_cost", "Cost of the problem", "INTERNAL 9000 a month", section="need"),
            AnswerGiven("current_tool", "Tool today", "INTERNAL a whiteboard", section="process"),
            AnswerGiven("deciders", "Other deciders", "INTERNAL the CFO", ("authority",)),
            AnswerGiven("budget", "Budget", "INTERNAL can find", ("budget",)),
            AnswerGiven("timing", "Horizon", "INTERNAL 3 months", ("timing",)),
            AnswerGiven("dogs", "Dogs", "INTERNAL two"),
        ),
        objections=(ObjectionRaised("INTERNAL we have a tool", "INTERNAL what would you change"),),
        attempts=(AttemptMade(NOW - 120_000, "INTERNAL Uma", "no_answer", "INTERNAL rang out"),),
        sources=(SourceKnown("purchased_list", "INTERNAL zoomlist", "2026-09-01"),),
        engagement=("INTERNAL pricing page",),
        notes="INTERNAL sounded tired",
        score=ScoreGiven(71, "INTERNAL rules-3", ("INTERNAL c_suite +25",), "warm"),
        risks=("INTERNAL recommends, does not decide",),
        compliance=Compliance("INTERNAL legitimate interest", "INTERNAL none", "INTERNAL off"),
        reply_due=STARTS,
    )
