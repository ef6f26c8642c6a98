import django.contrib.postgres.fields
import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0008_main_rooms_are_booked_by_themselves"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="session",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="session",
            name="update_update",
        ),
        migrations.AddField(
            model_name="session",
            name="expected",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Of people in the room. Readers do not see it.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="expected number",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="floor_languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("ar", "Arabic"),
                        ("zh-hans", "Chinese"),
                        ("en", "English"),
                        ("fr", "French"),
                        ("ru", "Russian"),
                        ("es", "Spanish"),
                        ("tg", "Tajik"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="languages of the floor",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="interpretation",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("ar", "Arabic"),
                        ("zh-hans", "Chinese"),
                        ("en", "English"),
                        ("fr", "French"),
                        ("ru", "Russian"),
                        ("es", "Spanish"),
                        ("tg", "Tajik"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="interpretation",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="expected",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Of people in the room. Readers do not see it.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="expected number",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="floor_languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("ar", "Arabic"),
                        ("zh-hans", "Chinese"),
                        ("en", "English"),
                        ("fr", "French"),
                        ("ru", "Russian"),
                        ("es", "Spanish"),
                        ("tg", "Tajik"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="languages of the floor",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="interpretation",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("ar", "Arabic"),
                        ("zh-hans", "Chinese"),
                        ("en", "English"),
                        ("fr", "French"),
                        ("ru", "Russian"),
                        ("es", "Spanish"),
                        ("tg", "Tajik"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="interpretation",
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="kind",
            field=models.CharField(
                choices=[
                    ("registration", "Registration"),
                    ("opening", "Opening"),
                    ("high_level_segment", "High-level segment"),
                    ("plenary", "Plenary"),
                    ("thematic", "Thematic session"),
                    ("panel", "Panel"),
                    ("briefing", "Briefing"),
                    ("side_event", "Side event"),
                    ("bilateral", "Bilateral meeting"),
                    ("press_conference", "Press conference"),
                    ("family_photo", "Family photo"),
                    ("closing", "Adoption and closing"),
                    ("exhibition", "Exhibition"),
                    ("break", "Break"),
                    ("social", "Social event"),
                ],
                default="plenary",
                max_length=30,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="sessionevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("registration", "Registration"),
                    ("opening", "Opening"),
                    ("high_level_segment", "High-level segment"),
                    ("plenary", "Plenary"),
                    ("thematic", "Thematic session"),
                    ("panel", "Panel"),
                    ("briefing", "Briefing"),
                    ("side_event", "Side event"),
                    ("bilateral", "Bilateral meeting"),
                    ("press_conference", "Press conference"),
                    ("family_photo", "Family photo"),
                    ("closing", "Adoption and closing"),
                    ("exhibition", "Exhibition"),
                    ("break", "Break"),
                    ("social", "Social event"),
                ],
                default="plenary",
                max_length=30,
                verbose_name="kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agenda_sessionevent" ("cancel_note", "cancel_reason", "code", "conference_id", "created_at", "description", "ends_at", "expected", "floor_languages", "id", "interpretation", "is_closed", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "room_id", "sequence", "starts_at", "state", "title", "updated_at") VALUES (NEW."cancel_note", NEW."cancel_reason", NEW."code", NEW."conference_id", NEW."created_at", NEW."description", NEW."ends_at", NEW."expected", NEW."floor_languages", NEW."id", NEW."interpretation", NEW."is_closed", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."room_id", NEW."sequence", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                    hash="abdf04f353376c0ea91c80962ecda19871aa9bf1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8a3a2",
                    table="agenda_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cancel_note" IS DISTINCT FROM (NEW."cancel_note") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."expected" IS DISTINCT FROM (NEW."expected") OR OLD."floor_languages" IS DISTINCT FROM (NEW."floor_languages") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interpretation" IS DISTINCT FROM (NEW."interpretation") OR OLD."is_closed" IS DISTINCT FROM (NEW."is_closed") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."room_id" IS DISTINCT FROM (NEW."room_id") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                    func='INSERT INTO "agenda_sessionevent" ("cancel_note", "cancel_reason", "code", "conference_id", "created_at", "description", "ends_at", "expected", "floor_languages", "id", "interpretation", "is_closed", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "room_id", "sequence", "starts_at", "state", "title", "updated_at") VALUES (NEW."cancel_note", NEW."cancel_reason", NEW."code", NEW."conference_id", NEW."created_at", NEW."description", NEW."ends_at", NEW."expected", NEW."floor_languages", NEW."id", NEW."interpretation", NEW."is_closed", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."room_id", NEW."sequence", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                    hash="0d25136fa871183aa392d5fd5e8cf93eaa146856",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_80e54",
                    table="agenda_session",
                    when="AFTER",
                ),
            ),
        ),
    ]
