"""What checked imports say of somebody goes with them, in whatever way they are deleted.

A check keeps what is registered beside what the file says: candidates, former values, the head whom
a row replaces, whose badge is out of date. Which lines name whom cannot be asked of all of them, so
that what a check said of anybody goes, and an import that waits for a decision is checked again.
The answers given so far stay; of what has been imported the report keeps what the file says.
"""

import pgtrigger

FORGET = """
UPDATE delegates_importrun run
SET step = 'check', state = 'waiting', lease = NULL, leased_until = NULL, attempts = 0, error = ''
WHERE run.conference_id IN (SELECT conference_id FROM gone)
    AND run.applied_at IS NULL AND run.file <> ''
    AND (run.state IN ('waiting', 'running') OR (run.step = 'check' AND run.state = 'done'));

DELETE FROM delegates_importline line USING delegates_importrun run
WHERE run.id = line.run_id AND run.applied_at IS NULL
    AND run.conference_id IN (SELECT conference_id FROM gone);

UPDATE delegates_importline line
SET changes = '[]', badges = '[]', draft = '{}'
FROM delegates_importrun run
WHERE run.id = line.run_id AND run.applied_at IS NOT NULL
    AND run.conference_id IN (SELECT conference_id FROM gone)
    AND (line.changes <> '[]' OR line.badges <> '[]' OR line.draft <> '{}');

DELETE FROM delegates_importquestion question
WHERE question.conference_id IN (SELECT conference_id FROM gone)
    AND (question.answer = ''
        OR question.answer IN (SELECT 'same:delegate:' || id FROM gone));

UPDATE delegates_importquestion question SET detail = '{}', outcomes = '{}', is_open = false
WHERE question.conference_id IN (SELECT conference_id FROM gone);

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
