from django.db import migrations

FORMER, NEW = "pending", "submitted"
# A decision made in the background names what it leads to, and the state of whoever it left.
STATEMENTS = [
    "UPDATE delegates_delegate SET accreditation = %(to)s WHERE accreditation = %(of)s",
    "UPDATE delegates_delegateevent SET accreditation = %(to)s WHERE accreditation = %(of)s",
    """
    UPDATE conference_backgroundjob SET request = request || jsonb_build_object('to', %(to)s::text)
    WHERE kind = 'delegates.decide' AND request ->> 'to' = %(of)s
    """,
    """
    UPDATE conference_backgroundjob SET result = jsonb_set(result, '{left}', (
        SELECT jsonb_agg(
            CASE WHEN one ->> 1 = %(of)s THEN jsonb_set(one, '{1}', to_jsonb(%(to)s::text))
            ELSE one END
            ORDER BY place
        )
        FROM jsonb_array_elements(result -> 'left') WITH ORDINALITY AS everybody(one, place)
    ))
    WHERE kind = 'delegates.decide' AND jsonb_typeof(result -> 'left') = 'array'
        AND jsonb_array_length(result -> 'left') > 0
    """,
]


def rename(schema_editor, of, to):
    with schema_editor.connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, {"of": of, "to": to})


def forwards(apps, schema_editor):
    rename(schema_editor, FORMER, NEW)


def backwards(apps, schema_editor):
    rename(schema_editor, NEW, FORMER)


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0040_files_say_what_they_were_made_from"),
        ("delegates", "0053_states_of_registration"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
