"""What checked imports say of registered people goes with them, in whatever way they are deleted.

A check keeps what is registered beside what the file says: candidates, former values, the head whom
a row replaces, whose badge is out of date. Which lines name whom cannot be looked up. So all of it
goes, of every import of the conference: one that waits is checked again, with the answers given;
one that was asked to be applied finds that its report has changed, and asks again; of one that has
been applied the report keeps what the file says.

Lines are looked at through their run, and once in a transaction, however many are deleted in it:
Django deletes a hundred at a time, and taking an import back deletes thousands. Answers, which name
people by their ids, are found by an index.
"""

import pgtrigger

FORGET = """
-- Right after a check PostgreSQL takes a run for most of the table, and would read all of it.
SET LOCAL enable_seqscan = off;

UPDATE delegates_importrun run
SET state = 'waiting', lease = NULL, leased_until = NULL, attempts = 0, error = ''
WHERE run.conference_id IN (SELECT conference_id FROM gone)
    AND run.applied_at IS NULL AND run.file <> ''
    AND (run.state IN ('waiting', 'running') OR (run.step = 'check' AND run.state = 'done'));

UPDATE delegates_importrun run SET report = run.report - 'built_on'
WHERE run.conference_id IN (SELECT conference_id FROM gone)
    AND run.applied_at IS NOT NULL AND run.state <> 'running' AND run.report ? 'built_on';

-- Blank after the transaction in which it was set.
forgetful := coalesce(nullif(current_setting('dais.forgetful_imports', true), ''), '{}');
open_runs := ARRAY(
    SELECT run.id FROM delegates_importrun run
    WHERE run.conference_id IN (SELECT conference_id FROM gone) AND run.applied_at IS NULL
        AND EXISTS (SELECT FROM delegates_importline line WHERE line.run_id = run.id)
);
applied_runs := ARRAY(
    SELECT run.id FROM delegates_importrun run
    WHERE run.conference_id IN (SELECT conference_id FROM gone)
        AND run.applied_at IS NOT NULL
        AND run.id <> ALL(forgetful)
);

DELETE FROM delegates_importline WHERE run_id = ANY(open_runs);

UPDATE delegates_importline line
SET changes = '[]', badges = '[]', draft = '{}', notices = '[]',
    person = CASE WHEN line.values ?| own.names THEN line.person ELSE '' END,
    search_text = CASE WHEN line.values ?| own.names THEN line.search_text ELSE '' END
FROM (SELECT ARRAY['given_name', 'family_name'] names) own
WHERE line.run_id = ANY(applied_runs)
    AND (line.changes <> '[]' OR line.badges <> '[]' OR line.notices <> '[]' OR line.draft <> '{}');

DELETE FROM delegates_importquestion
WHERE run_id = ANY(open_runs || applied_runs) AND answer = '';

UPDATE delegates_importquestion SET detail = '{}', outcomes = '{}', is_open = false
WHERE run_id = ANY(open_runs || applied_runs)
    AND (detail <> '{}' OR outcomes <> '{}' OR is_open);

-- Not in the row: whoever takes the import back holds it under a lease that is being renewed.
PERFORM set_config('dais.forgetful_imports', (forgetful || applied_runs)::text, true);

DELETE FROM delegates_importquestion
WHERE split_part(answer, ':', 3) = ANY(ARRAY(SELECT id::text FROM gone))
    AND answer LIKE 'same:delegate:%'
    AND conference_id IN (SELECT conference_id FROM gone);

SET LOCAL enable_seqscan = on;
RETURN NULL;
"""

forgets_in_imports = pgtrigger.Trigger(
    name="deleted_delegate_leaves_imports",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Delete,
    referencing=pgtrigger.Referencing(old="gone"),  # type: ignore[no-untyped-call]
    declare=[(name, "bigint[]") for name in ("forgetful", "open_runs", "applied_runs")],
    func=FORGET,
)
