"""What answers to an import's questions change in PostgreSQL: one statement each for any number.

Which questions hang on some lines; which of them a line waits for; what becomes of the lines. What
that is, `delegates.importing.checking.settling` says.
"""

from typing import Any

from delegates.choices import OPTIONAL, Verdict

WORDS: dict[str, Any] = {"optional": sorted(OPTIONAL), "open": Verdict.OPEN}

HANGING_ON_LINES = """
SELECT DISTINCT question.id FROM delegates_importquestion question
CROSS JOIN LATERAL unnest(question.lines) AS hangs(line)
JOIN unnest(%(lines)s::int[]) AS touched(line) ON touched.line = hangs.line
WHERE question.run_id = %(run)s
"""

OPEN_QUESTIONS = """
WITH waiting AS MATERIALIZED (
    SELECT line FROM delegates_importline WHERE run_id = %(run)s AND verdict = %(open)s
), hanging AS MATERIALIZED (
    SELECT id, unnest(lines) AS line FROM delegates_importquestion
    WHERE run_id = %(run)s AND id = ANY(%(questions)s::bigint[])
), waited_for AS MATERIALIZED (
    SELECT DISTINCT hanging.id FROM hanging JOIN waiting ON waiting.line = hanging.line
), said AS MATERIALIZED (
    SELECT id, answer = '' AND NOT kind = ANY(%(optional)s)
        AND id IN (SELECT id FROM waited_for) AS is_open
    FROM delegates_importquestion WHERE run_id = %(run)s AND id = ANY(%(questions)s::bigint[])
)
UPDATE delegates_importquestion question SET is_open = said.is_open
FROM said WHERE question.id = said.id AND question.is_open <> said.is_open
"""

NEW_FATES = """
UPDATE delegates_importline line
SET verdict = fate.verdict, digest = fate.digest, changes = fate.changes, badges = fate.badges,
    problems = fate.problems, notices = fate.notices, new_delegation = fate.new_delegation,
    reasons = ARRAY(SELECT jsonb_array_elements_text(fate.reasons))
FROM jsonb_to_recordset(%(fates)s::jsonb) AS fate(
    line int, verdict text, digest text, changes jsonb, badges jsonb, problems jsonb,
    notices jsonb, reasons jsonb, new_delegation text
)
WHERE line.run_id = %(run)s AND line.line = fate.line AND line.line = ANY(%(lines)s::int[])
"""
