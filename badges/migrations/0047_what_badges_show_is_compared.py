from django.db import migrations, models

WORDS = ("given_name", "family_name", "own_name", "function", "department", "ministry")
NOT_SHARED = (
    *(*WORDS, "photo", "copy_number", "copy_count"),
    *("vehicle_plate", "vehicle_make", "vehicle_colour", "vehicle_driver"),
    *("serial", "code", "token"),
)
SHARED = f"md5((%(expressions)s - '{{{','.join(NOT_SHARED)}}}'::text[])::text)::uuid"


def text(name: str) -> str:
    words, language = (f"%(expressions)s #>> '{{{name},{part}}}'" for part in ("text", "language"))
    if name == "own_name":
        return f"({words}) || chr(31) || ({language})"
    return f"CASE WHEN {language} = '' THEN {words} END"


TEXTS = " || chr(31) || ".join([*map(text, WORDS), "(%(expressions)s #>> '{photo}')"])
OF_PERSON = f"CASE WHEN strpos(%(expressions)s::text, '\\u001f') = 0 THEN {TEXTS} END"


class Migration(migrations.Migration):
    """PostgreSQL writes the table anew for each: minutes where there are millions of rows."""

    dependencies = [
        ("badges", "0046_officers_unlock_desks"),
    ]

    operations = [
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
    ]
