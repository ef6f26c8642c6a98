"""What answers to an import's questions change in PostgreSQL: one statement each for any number.

Which questions hang on some lines; what becomes of the lines. What that is,
`delegates.importing.checking.settling` says.
"""

HANGING_ON_LINES = """
SELECT DISTINCT question.id FROM delegates_importquestion question
CROSS JOIN LATERAL unnest(question.lines) AS hangs(line)
JOIN unnest(%(lines)s::int[]) AS touched(line) ON touched.line = hangs.line
WHERE question.run_id = %(run)s
"""

NEW_FATES = """
UPDATE delegates_importline line
SET verdict = fate.verdict, digest = fate.digest, changes = fate.changes, badges = fate.badges,
    problems = fate.problems, notices = fate.notices, new_delegation = fate.new_delegation,
    reasons = fate.reasons
FROM jsonb_to_recordset(%(fates)s::jsonb) AS fate(
    lines int[], verdict text, digest text, changes jsonb, badges jsonb, problems jsonb,
    notices jsonb, reasons text[], new_delegation text
)
CROSS JOIN LATERAL unnest(fate.lines) AS meets(line)
WHERE line.run_id = %(run)s AND line.line = meets.line AND line.line = ANY(%(lines)s::int[])
"""
