import delegates.models.printings
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The provisional list of participants as it was printed."""

    dependencies = [
        ("conference", "0040_files_say_what_they_were_made_from"),
        ("delegates", "0058_names_may_be_withheld"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListPrinting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="number")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), editable=False, size=None
                    ),
                ),
                ("frame", models.JSONField(editable=False)),
                ("made_at", models.DateTimeField(editable=False, verbose_name="as at")),
                (
                    "conference",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conference.conference",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "printing of the list of participants",
                "verbose_name_plural": "list of participants",
                "ordering": ["-number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ListFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(editable=False, max_length=20)),
                (
                    "file_format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("xlsx", "Excel workbook (.xlsx)")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        editable=False,
                        max_length=200,
                        upload_to=delegates.models.printings.list_file_key,
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conference.conference",
                    ),
                ),
                (
                    "printing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="delegates.listprinting",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a list of participants",
                "verbose_name_plural": "files of a list of participants",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("is_head", models.BooleanField()),
                (
                    "conference",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conference.conference",
                    ),
                ),
                (
                    "delegate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_entries",
                        to="delegates.delegate",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delegates.delegation",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delegates.delegateevent",
                    ),
                ),
                (
                    "printing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="delegates.listprinting",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a list of participants",
                "verbose_name_plural": "entries of a list of participants",
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="listprinting",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="delegates_listprinting_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="listprinting",
            constraint=models.UniqueConstraint(
                fields=("conference", "number"), name="list_printing_number_once_a_conference"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listprinting",
            trigger=pgtrigger.compiler.Trigger(
                name="list_printing_is_what_was_printed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="26ce11d0b05c381431678077b1bbef8293f5eda1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_list_printing_is_what_was_printed_f938c",
                    table="delegates_listprinting",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="listfile",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="delegates_listfile_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="listfile",
            constraint=models.UniqueConstraint(
                fields=("printing", "language", "file_format"),
                name="list_file_once_for_each_language_and_format",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listfile",
            trigger=pgtrigger.compiler.Trigger(
                name="list_file_is_replaced_whole",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5ca88ee94b7109429895c23ffe77fa85db72e3e6",
                    operation="UPDATE",
                    pgid="pgtrigger_list_file_is_replaced_whole_f2b57",
                    table="delegates_listfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="listentry",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="delegates_listentry_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="listentry",
            constraint=models.UniqueConstraint(
                fields=("printing", "place"), name="list_entry_has_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="listentry",
            constraint=models.UniqueConstraint(
                fields=("printing", "delegate"), name="list_entry_once_for_each_delegate"
            ),
        ),
        migrations.AddConstraint(
            model_name="listentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delegate__isnull", True), ("version__isnull", True)),
                    models.Q(("delegate__isnull", False), ("version__isnull", False)),
                    _connector="OR",
                ),
                name="list_entry_of_a_delegate_as_they_were",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listentry",
            trigger=pgtrigger.compiler.Trigger(
                name="list_entry_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c94fd49922d9d96c976ff8b936f82f934024a10c",
                    operation="DELETE",
                    pgid="pgtrigger_list_entry_stays_30cf4",
                    table="delegates_listentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listentry",
            trigger=pgtrigger.compiler.Trigger(
                name="list_entry_is_only_ever_blanked",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NEW.delegate_id IS NOT NULL OR NEW.version_id IS NOT NULL\n                        OR (NEW.id, NEW.conference_id, NEW.printing_id, NEW.place,\n                            NEW.delegation_id, NEW.is_head)\n                        IS DISTINCT FROM\n                        (OLD.id, OLD.conference_id, OLD.printing_id, OLD.place,\n                            OLD.delegation_id, OLD.is_head)\n                    THEN\n                        RAISE EXCEPTION 'An entry of a printed list is only ever blanked.'\n                        USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="80a79d6c08ff72e468619fb9f39abe113ad4518e",
                    operation="UPDATE",
                    pgid="pgtrigger_list_entry_is_only_ever_blanked_b9343",
                    table="delegates_listentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
