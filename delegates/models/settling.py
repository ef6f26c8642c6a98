"""What becomes of the lines of an import by the answers given: two statements for any number.

A line with a problem stays one. Left out by one answer, it is left out; while one question that
holds it back is open, it waits; else it is what an answer makes of it, or what it asks for itself.
The same rule, on rows that are not stored yet, is in `delegates.importing.checking.judgement`.
"""

from typing import Any

from delegates.choices import OPTIONAL, Reply, Verdict

WORDS: dict[str, Any] = {
    "optional": sorted(OPTIONAL),
    "leave_out": Reply.LEAVE_OUT,
    "left_out": Verdict.LEFT_OUT,
    "open": Verdict.OPEN,
    "rejected": Verdict.REJECTED,
}

SETTLE_LINES = """
WITH touched AS (
    SELECT DISTINCT unnest(lines) AS line FROM delegates_importquestion
    WHERE run_id = %(run)s AND id = ANY(%(questions)s)
), asked AS (
    SELECT touched.line, question.id, question.kind, question.answer, question.outcomes
    FROM delegates_importquestion question
    CROSS JOIN LATERAL unnest(question.lines) AS hangs(line)
    JOIN touched ON touched.line = hangs.line
    WHERE question.run_id = %(run)s
), folded AS (
    SELECT line,
        CASE
            WHEN bool_or(answer = %(leave_out)s) THEN %(left_out)s
            WHEN bool_or(answer = '' AND NOT kind = ANY(%(optional)s)) THEN %(open)s
        END AS stops,
        (array_agg(outcomes -> answer ORDER BY id) FILTER (WHERE outcomes ? answer))[1] AS outcome
    FROM asked GROUP BY line
), settled AS (
    SELECT line.id, coalesce(folded.stops, outcome.said ->> 'verdict') AS verdict,
        CASE WHEN folded.stops IS NULL THEN outcome.said -> 'changes' ELSE '[]' END AS changes,
        CASE WHEN folded.stops IS NULL THEN outcome.said -> 'badges' ELSE '[]' END AS badges,
        coalesce(folded.stops, outcome.said ->> 'digest') AS digest
    FROM folded
    JOIN delegates_importline line ON line.run_id = %(run)s AND line.line = folded.line
    CROSS JOIN LATERAL (SELECT coalesce(folded.outcome, line.as_asked) AS said) outcome
    WHERE line.as_asked ->> 'verdict' <> %(rejected)s
)
UPDATE delegates_importline line
SET verdict = settled.verdict, changes = settled.changes, badges = settled.badges,
    digest = settled.digest
FROM settled WHERE settled.id = line.id
"""

OPEN_QUESTIONS = """
WITH touched AS (
    SELECT DISTINCT unnest(lines) AS line FROM delegates_importquestion
    WHERE run_id = %(run)s AND id = ANY(%(questions)s)
), waiting AS (
    SELECT question.id, bool_or(line.verdict = %(open)s) AS is_waited_for
    FROM delegates_importquestion question
    CROSS JOIN LATERAL unnest(question.lines) AS hangs(line)
    JOIN touched ON touched.line = hangs.line
    JOIN delegates_importline line ON line.run_id = %(run)s AND line.line = hangs.line
    WHERE question.run_id = %(run)s
    GROUP BY question.id
)
UPDATE delegates_importquestion question
SET is_open = question.answer = '' AND NOT question.kind = ANY(%(optional)s)
    AND waiting.is_waited_for
FROM waiting WHERE waiting.id = question.id
"""
