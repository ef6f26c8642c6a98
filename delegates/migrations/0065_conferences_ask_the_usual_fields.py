from django.db import migrations

REQUIRED = ("given_name", "family_name", "photo")
ASKED = (
    *("position", "honorific", "own_given_name", "own_family_name", "own_name"),
    *("own_name_language", "display_name", "gender", "function", "department", "ministry"),
    *("rank", "email", "phone", "nationality"),
)


def ask(apps, schema_editor):
    """Of everybody, as a new conference does."""
    field = apps.get_model("delegates", "RegistrationField")
    for conference in apps.get_model("conference", "Conference").objects.order_by("pk"):
        field.objects.bulk_create(
            field(conference=conference, column=column, is_required=column in REQUIRED)
            for column in (*REQUIRED, *ASKED)
        )


class Migration(migrations.Migration):
    dependencies = [("delegates", "0064_registration_fields_stay_inside")]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
