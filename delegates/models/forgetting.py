"""What checked imports say of registered people goes with them, in whatever way they are deleted.

A check keeps what is registered beside what the file says: candidates, former values, the head whom
a row replaces, whose badge is out of date. Which lines name whom cannot be looked up. So all of it
goes, of every import of the conference: one that waits is checked again, with the answers given;
one that was asked to be applied finds that its report has changed, and asks again; of one that has
been applied the report keeps what the file says.
"""

import pgtrigger

FORGET = """
UPDATE delegates_importrun run
SET state = 'waiting', lease = NULL, leased_until = NULL, attempts = 0, error = ''
WHERE run.conference_id IN (SELECT conference_id FROM gone)
    AND run.applied_at IS NULL AND run.file <> ''
    AND (run.state IN ('waiting', 'running') OR (run.step = 'check' AND run.state = 'done'));

UPDATE delegates_importrun run SET report = run.report - 'built_on'
WHERE run.conference_id IN (SELECT conference_id FROM gone)
    AND run.applied_at IS NOT NULL AND run.state <> 'running' AND run.report ? 'built_on';

DELETE FROM delegates_importline line USING delegates_importrun run
WHERE run.id = line.run_id AND run.applied_at IS NULL
    AND run.conference_id IN (SELECT conference_id FROM gone);

UPDATE delegates_importline line
SET changes = '[]', badges = '[]', draft = '{}', notices = '[]',
    person = CASE WHEN line.values ?| own.names THEN line.person ELSE '' END,
    search_text = CASE WHEN line.values ?| own.names THEN line.search_text ELSE '' END
FROM delegates_importrun run, (SELECT ARRAY['given_name', 'family_name'] names) own
WHERE run.id = line.run_id AND run.applied_at IS NOT NULL
    AND run.conference_id IN (SELECT conference_id FROM gone)
    AND (line.changes <> '[]' OR line.badges <> '[]' OR line.notices <> '[]' OR line.draft <> '{}');

DELETE FROM delegates_importquestion question
WHERE question.conference_id IN (SELECT conference_id FROM gone)
    AND (question.answer = ''
        OR question.answer IN (SELECT 'same:delegate:' || id FROM gone));

UPDATE delegates_importquestion question SET detail = '{}', outcomes = '{}', is_open = false
WHERE question.conference_id IN (SELECT conference_id FROM gone)
    AND (question.detail <> '{}' OR question.outcomes <> '{}' OR question.is_open);

RETURN NULL;
"""

forgets_in_imports = pgtrigger.Trigger(
    name="deleted_delegate_leaves_imports",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Delete,
    referencing=pgtrigger.Referencing(old="gone"),  # type: ignore[no-untyped-call]
    func=FORGET,
)
