import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Until now every badge was a delegate's."""

    dependencies = [
        ("badges", "0026_signing_keys"),
        ("conference", "0035_given_numbers"),
        ("delegates", "0052_imports_say_when_they_were_uploaded"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                ("back_at", models.DateTimeField(null=True, verbose_name="back at")),
            ],
            options={
                "verbose_name": "badge handed over",
                "verbose_name_plural": "badges handed over",
                "ordering": ["-given_at", "-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LapelPins",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="number",
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="given at")),
            ],
            options={
                "verbose_name": "lapel pins given",
                "verbose_name_plural": "lapel pins given",
                "ordering": ["-given_at", "-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Vehicle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plate", models.CharField(max_length=20, verbose_name="number plate")),
                ("plate_key", models.CharField(editable=False, max_length=40)),
                (
                    "make",
                    models.CharField(
                        blank=True,
                        help_text="Make and model: Toyota Land Cruiser.",
                        max_length=60,
                        verbose_name="make",
                    ),
                ),
                ("colour", models.CharField(blank=True, max_length=40, verbose_name="colour")),
                (
                    "driver_name",
                    models.CharField(blank=True, max_length=200, verbose_name="driver"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
                ),
            ],
            options={
                "verbose_name": "vehicle",
                "verbose_name_plural": "vehicles",
                "ordering": ["plate_key", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VehicleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("plate", models.CharField(max_length=20, verbose_name="number plate")),
                (
                    "make",
                    models.CharField(
                        blank=True,
                        help_text="Make and model: Toyota Land Cruiser.",
                        max_length=60,
                        verbose_name="make",
                    ),
                ),
                ("colour", models.CharField(blank=True, max_length=40, verbose_name="colour")),
                (
                    "driver_name",
                    models.CharField(blank=True, max_length=200, verbose_name="driver"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="badge",
            name="badge_once_of_each_type",
        ),
        migrations.RenameField(
            model_name="printpreparation",
            old_name="delegates",
            new_name="holders",
        ),
        migrations.AddField(
            model_name="badge",
            name="bound_at",
            field=models.DateTimeField(null=True, verbose_name="bound at"),
        ),
        migrations.AddField(
            model_name="badge",
            name="bound_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="category",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="delegates.category",
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="copies",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="how many there are"),
        ),
        migrations.AddField(
            model_name="badge",
            name="copy",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="number of several"),
        ),
        migrations.AddField(
            model_name="badge",
            name="delegation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="badges",
                to="delegates.delegation",
                verbose_name="delegation",
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="holder",
            field=models.CharField(
                choices=[
                    ("delegate", "A delegate"),
                    ("delegation", "A delegation, whose members share it"),
                    ("vehicle", "A vehicle"),
                    ("nobody", "Nobody yet: given to a delegate at the desk"),
                ],
                default="delegate",
                editable=False,
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="badgetype",
            name="occasion",
            field=models.CharField(
                blank=True,
                help_text="One session, for a second badge that a delegate needs for it.",
                max_length=60,
                verbose_name="what it is for",
            ),
        ),
        migrations.AlterField(
            model_name="badge",
            name="delegate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="badges",
                to="delegates.delegate",
                verbose_name="delegate",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="badge",
            trigger=pgtrigger.compiler.Trigger(
                name="badge_bound_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."delegate_id" IS DISTINCT FROM (NEW."delegate_id") AND OLD."delegate_id" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update of \"delegate_id\" rows from % table', TG_TABLE_NAME;",
                    hash="a5f5112cba83fd3e128ea69f6d7af9142e1de95c",
                    operation='UPDATE OF "delegate_id"',
                    pgid="pgtrigger_badge_bound_once_d417c",
                    table="badges_badge",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.UniqueConstraint(
                fields=("id", "holder"), name="badge_type_lends_holder"
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("occasion", ""),
                    models.Q(("holder", "delegate"), ("is_personal", False)),
                    _connector="OR",
                ),
                name="badge_type_occasion_is_of_a_second_badge",
                violation_error_message="Only a second badge of a delegate is for one session.",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="back_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="badge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to="badges.badge",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="given by",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="given_to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="badges_received",
                to="delegates.delegate",
                verbose_name="given to",
            ),
        ),
        migrations.AddField(
            model_name="lapelpins",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="lapelpins",
            name="delegation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lapel_pins",
                to="delegates.delegation",
                verbose_name="delegation",
            ),
        ),
        migrations.AddField(
            model_name="lapelpins",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="given by",
            ),
        ),
        migrations.AddField(
            model_name="vehicle",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="vehicle",
            name="delegation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="vehicles",
                to="delegates.delegation",
                verbose_name="delegation",
            ),
        ),
        migrations.AddField(
            model_name="vehicle",
            name="withdrawn_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="badge",
            name="vehicle",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="badges",
                to="badges.vehicle",
                verbose_name="vehicle",
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("holder", "delegate")),
                fields=("type", "delegate"),
                name="badge_once_of_each_type",
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.UniqueConstraint(
                fields=("type", "vehicle"), name="badge_once_of_each_type_for_a_vehicle"
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.UniqueConstraint(
                fields=("type", "delegation", "copy"), name="badge_copy_once_in_delegation"
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("holder", "delegation")),
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                expressions=[("type", "="), ("delegation", "="), ("copies", "<>")],
                name="badge_copies_alike_in_delegation",
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("delegate__isnull", False),
                        ("delegation__isnull", True),
                        ("holder", "delegate"),
                        ("vehicle__isnull", True),
                    ),
                    models.Q(
                        ("delegate__isnull", True),
                        ("delegation__isnull", False),
                        ("holder", "delegation"),
                        ("vehicle__isnull", True),
                    ),
                    models.Q(
                        ("delegate__isnull", True),
                        ("delegation__isnull", True),
                        ("holder", "vehicle"),
                        ("vehicle__isnull", False),
                    ),
                    models.Q(
                        ("delegation__isnull", True),
                        ("holder", "nobody"),
                        ("vehicle__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="badge_has_the_holder_of_its_type",
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("copies__isnull", False),
                        ("copy__gte", 1),
                        ("copy__isnull", False),
                        ("holder", "delegation"),
                    ),
                    models.Q(
                        models.Q(("holder", "delegation"), _negated=True),
                        ("copies__isnull", True),
                        ("copy__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="badge_of_a_delegation_is_one_of_several",
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category__isnull", False), ("holder", "nobody")),
                    models.Q(
                        models.Q(("holder", "nobody"), _negated=True), ("category__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="badge_blank_is_of_a_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("bound_at__isnull", False),
                        ("bound_by__isnull", False),
                        ("delegate__isnull", False),
                        ("holder", "nobody"),
                    ),
                    models.Q(
                        ("bound_at__isnull", True),
                        ("bound_by__isnull", True),
                        ("delegate__isnull", True),
                        ("holder", "nobody"),
                    ),
                    models.Q(
                        models.Q(("holder", "nobody"), _negated=True),
                        ("bound_at__isnull", True),
                        ("bound_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="badge_bound_at_and_by_with_its_delegate",
            ),
        ),
        migrations.AddField(
            model_name="vehicleevent",
            name="conference",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="vehicleevent",
            name="delegation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="delegates.delegation",
                verbose_name="delegation",
            ),
        ),
        migrations.AddField(
            model_name="vehicleevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="vehicleevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="badges.vehicle",
            ),
        ),
        migrations.AddField(
            model_name="vehicleevent",
            name="withdrawn_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="badges_handover_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("back_at__isnull", True)),
                fields=("badge",),
                name="handover_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("back_at__isnull", True), ("back_by__isnull", True)),
                    models.Q(("back_at__isnull", False), ("back_by__isnull", False)),
                    _connector="OR",
                ),
                name="handover_back_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="lapelpins",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="badges_lapelpins_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="lapelpins",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 1)),
                name="lapel_pins_are_one_or_more",
                violation_error_message="Say how many lapel pins were given.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vehicle",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="badges_vehicle_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="vehicle",
            constraint=models.UniqueConstraint(
                fields=("conference", "plate_key"),
                name="vehicle_plate_unique_in_conference",
                violation_error_message="Another vehicle has this number plate.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vehicle",
            constraint=models.CheckConstraint(
                condition=models.Q(("plate_key", ""), _negated=True),
                name="vehicle_has_a_plate",
                violation_error_message="Write the letters and digits of the number plate.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vehicle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="vehicle_withdrawn_at_and_by_together",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vehicle",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "badges_vehicleevent" ("colour", "conference_id", "created_at", "delegation_id", "driver_name", "id", "make", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plate", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."colour", NEW."conference_id", NEW."created_at", NEW."delegation_id", NEW."driver_name", NEW."id", NEW."make", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plate", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="2fa8698460661e8c0167a5d5b3c23f1bdc5d267e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_432d8",
                    table="badges_vehicle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vehicle",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."colour" IS DISTINCT FROM (NEW."colour") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."delegation_id" IS DISTINCT FROM (NEW."delegation_id") OR OLD."driver_name" IS DISTINCT FROM (NEW."driver_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."make" IS DISTINCT FROM (NEW."make") OR OLD."plate" IS DISTINCT FROM (NEW."plate") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id"))',
                    func='INSERT INTO "badges_vehicleevent" ("colour", "conference_id", "created_at", "delegation_id", "driver_name", "id", "make", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plate", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."colour", NEW."conference_id", NEW."created_at", NEW."delegation_id", NEW."driver_name", NEW."id", NEW."make", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plate", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="d95adbbd79ba23a060199e2ff1efe61ecc549014",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e0437",
                    table="badges_vehicle",
                    when="AFTER",
                ),
            ),
        ),
    ]
