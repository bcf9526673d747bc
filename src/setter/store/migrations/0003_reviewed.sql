-- An SQL that a team lead returned is kept, and its meeting may become one again.

CREATE TABLE handoff_reviewed (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL,
  campaign_version INTEGER NOT NULL,
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  meeting_id BIGINT NOT NULL REFERENCES meeting (id),
  call_id BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending_review', 'returned', 'submitted', 'withdrawn')),
  evidence TEXT NOT NULL,
  gates_required INTEGER NOT NULL CHECK (gates_required >= 4),
  gates_met INTEGER NOT NULL,
  waived INTEGER NOT NULL,
  promoted_at BIGINT NOT NULL,
  promoted_by TEXT NOT NULL,
  CHECK (gates_met >= gates_required)
);
INSERT INTO handoff_reviewed (
  id, campaign, campaign_version, enrolment_id, prospect_id, meeting_id, call_id, state, evidence, gates_required,
  gates_met, waived, promoted_at, promoted_by
) SELECT id, campaign, campaign_version, enrolment_id, prospect_id, meeting_id, call_id, state, evidence, gates_required,
  gates_met, waived, promoted_at, promoted_by FROM handoff;
DROP TABLE handoff;
ALTER TABLE handoff_reviewed RENAME TO handoff;

-- A meeting is at most one SQL at a time.
CREATE UNIQUE INDEX handoff_meeting ON handoff (meeting_id) WHERE state NOT IN ('returned', 'withdrawn');
CREATE INDEX handoff_enrolment ON handoff (enrolment_id);
CREATE INDEX handoff_waiting ON handoff (id) WHERE state = 'pending_review';
