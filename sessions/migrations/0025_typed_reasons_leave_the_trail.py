from django.db import migrations

# For this transaction alone: the trail takes this one change, and the history is told none.
IGNORED = "pgtrigger_audit_is_append_only_52882", "pgtrigger_update_update_e5f27"
TABLES = "conference_auditevent", "delegates_delegate"
NAMES = [*IGNORED, *(f"{table}:{name}" for table, name in zip(TABLES, IGNORED, strict=True))]
WITHOUT_TRIGGERS = f"SELECT set_config('pgtrigger.ignore', '{{{','.join(NAMES)}}}', true)"
WITH_TRIGGERS = "SELECT set_config('pgtrigger.ignore', '{}', true)"

# Why there was a place beyond the quota stood on the trail alone. It stands from now on with the
# person, and in their history from when they were given the place until they had none.
PLACES_IN_HISTORY = """
WITH given AS (
    SELECT event.target_id, event.detail ->> 'reason' AS reason, (
        SELECT row.pgh_id FROM delegates_delegateevent row
        WHERE row.pgh_obj_id = event.target_id AND row.accreditation = 'submitted'
        ORDER BY abs(extract(epoch FROM row.pgh_created_at - event.at)), row.pgh_id LIMIT 1
    ) AS first
    FROM conference_auditevent event
    JOIN delegates_delegate person ON person.id = event.target_id AND person.erased_at IS NULL
    WHERE event.action = 'delegate.given_place' AND event.detail ->> 'reason' <> ''
),
held AS (
    SELECT given.*, (
        SELECT min(row.pgh_id) FROM delegates_delegateevent row
        WHERE row.pgh_obj_id = given.target_id AND row.pgh_id > given.first
            AND row.accreditation NOT IN ('submitted', 'returned', 'approved')
    ) AS end
    FROM given
)
UPDATE delegates_delegateevent row SET place_reason = held.reason FROM held
WHERE row.pgh_obj_id = held.target_id AND row.pgh_id >= held.first
    AND (held.end IS NULL OR row.pgh_id < held.end)
"""
PLACES_OF_PEOPLE = """
UPDATE delegates_delegate person SET place_reason = latest.place_reason
FROM (
    SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, place_reason, accreditation
    FROM delegates_delegateevent
    WHERE pgh_obj_id IN (
        SELECT target_id FROM conference_auditevent WHERE action = 'delegate.given_place'
    )
    ORDER BY pgh_obj_id, pgh_id DESC
) latest
WHERE latest.pgh_obj_id = person.id AND latest.accreditation = person.accreditation
    AND latest.place_reason <> ''
"""

# What was typed is taken out where it stands with the record or in its history, whence an erasure
# takes it; and where the record is erased, so that nothing would take it any more.
TAKE_OUT = """
UPDATE conference_auditevent event SET detail = event.detail - 'reason'
WHERE event.action IN ({actions}) AND event.detail ->> 'reason' <> '' AND ({stands})
"""
OF_PEOPLE = "delegates_delegate person WHERE person.id = event.target_id"
OF_REQUESTS = "delegates_invitationrequest request WHERE request.id = event.target_id"
ERASED_PERSON = f"EXISTS (SELECT FROM {OF_PEOPLE} AND person.erased_at IS NOT NULL)"


def in_history(table, column):
    return (
        f"EXISTS (SELECT FROM {table} row WHERE row.pgh_obj_id = event.target_id"
        f" AND row.{column} = event.detail ->> 'reason')"
    )


STANDS = {
    "'delegate.rejected', 'delegate.withdrawn'": (
        f"{in_history('delegates_delegateevent', 'decision_reason')} OR {ERASED_PERSON}"
    ),
    "'delegate.given_place'": (
        f"{in_history('delegates_delegateevent', 'place_reason')} OR {ERASED_PERSON}"
    ),
    "'delegation.withdrawn'": in_history("delegates_delegationevent", "withdrawal_reason"),
    "'session.cancelled'": in_history("agenda_sessionevent", "cancel_reason"),
    "'invitationrequest.declined'": (
        f"EXISTS (SELECT FROM {OF_REQUESTS} AND (request.erased_at IS NOT NULL"
        " OR request.decision_reason = event.detail ->> 'reason'))"
    ),
}
STATEMENTS = [
    WITHOUT_TRIGGERS,
    PLACES_IN_HISTORY,
    PLACES_OF_PEOPLE,
    *(TAKE_OUT.format(actions=actions, stands=stands) for actions, stands in STANDS.items()),
    WITH_TRIGGERS,
]


class Migration(migrations.Migration):
    """Of delegates, delegations and requests too: the agenda lies above them and knows all four."""

    dependencies = [
        ("agenda", "0024_released_sessions_only_narrow"),
        ("conference", "0048_who_reads_the_mail_of_an_address"),
        ("delegates", "0102_places_beyond_quotas_have_reasons"),
    ]

    operations = [migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop)]
