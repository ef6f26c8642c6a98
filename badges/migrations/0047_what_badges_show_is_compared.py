from django.db import migrations, models

WORDS = ("given_name", "family_name", "own_name", "function", "department", "ministry")
NOT_SHARED = (
    *(*WORDS, "photo", "copy_number", "copy_count"),
    *("vehicle_plate", "vehicle_make", "vehicle_colour", "vehicle_driver"),
    *("serial", "code", "token"),
)
WITHOUT_OWN = f"(%(expressions)s - '{{{','.join(NOT_SHARED)}}}'::text[])::text"
# As bytes: what `convert_to` says may change with the encoding, which no generated column may.
BYTES = rf"replace({WITHOUT_OWN}, E'\\', E'\\\\')::bytea"
SHARED = f"left(encode(sha256({BYTES}), 'hex'), 32)::uuid"


def text(name: str) -> str:
    words, language = (f"%(expressions)s #>> '{{{name},{part}}}'" for part in ("text", "language"))
    if name == "own_name":
        return f"({words}) || chr(31) || ({language})"
    return f"CASE WHEN {language} = '' THEN {words} END"


TEXTS = " || chr(31) || ".join([*map(text, WORDS), "(%(expressions)s #>> '{photo}')"])
OF_PERSON = f"CASE WHEN strpos(%(expressions)s::text, '\\u001f') = 0 THEN {TEXTS} END"

COLUMNS = {"shown_of_person": ("text", OF_PERSON), "shown_shared": ("uuid", SHARED)}


def in_one_statement(*parts):
    return f'ALTER TABLE "badges_generation" {", ".join(parts)}'


def added(name):
    of_type, expression = COLUMNS[name]
    of_content = expression % {"expressions": '"content"'}
    return f'ADD COLUMN "{name}" {of_type} GENERATED ALWAYS AS ({of_content}) STORED'


ADD = in_one_statement(*map(added, COLUMNS))
TAKE_AWAY = in_one_statement(*(f'DROP COLUMN "{name}"' for name in COLUMNS))


class Migration(migrations.Migration):
    """PostgreSQL writes the table anew: once for both, since one statement adds them."""

    dependencies = [
        ("badges", "0046_officers_unlock_desks"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(ADD, TAKE_AWAY)],
            [
                migrations.AddField(
                    model_name="generation",
                    name="shown_of_person",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("content"), template=OF_PERSON),
                        output_field=models.TextField(null=True),
                    ),
                ),
                migrations.AddField(
                    model_name="generation",
                    name="shown_shared",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("content"), template=SHARED),
                        output_field=models.UUIDField(),
                    ),
                ),
            ],
        ),
    ]
