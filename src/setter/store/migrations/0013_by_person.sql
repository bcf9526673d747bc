-- Two records that turn out to be one person are united inside a write for which callers wait: what hangs on a person
-- is found by person, done or open.
DROP INDEX callback_prospect;
DROP INDEX task_prospect;
CREATE INDEX callback_prospect ON callback (prospect_id);
CREATE INDEX task_prospect ON task (prospect_id);
CREATE INDEX handoff_prospect ON handoff (prospect_id);
CREATE INDEX prospect_referred ON prospect (referred_by) WHERE referred_by IS NOT NULL;
-- A rep's slots are held for minutes, and stay for years.
CREATE INDEX rep_slot_held ON rep_slot (client_id, held_until) WHERE held_until IS NOT NULL;
