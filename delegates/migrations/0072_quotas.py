import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """How many places there are; whoever waits for one stands in line."""

    dependencies = [
        ("conference", "0045_codes_by_mail_and_desk_browsers"),
        ("delegates", "0071_spouses_stay_inside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("deputy_head", "Deputy head"),
                            ("member", "Member"),
                            ("alternate", "Alternate"),
                            ("adviser", "Adviser"),
                            ("expert", "Expert"),
                            ("interpreter", "Interpreter"),
                            ("assistant", "Assistant"),
                            ("spouse", "Spouse"),
                            ("security", "Security"),
                            ("press", "Delegation press"),
                        ],
                        help_text="Whoever leads a delegation has none of these.",
                        max_length=20,
                        verbose_name="position",
                    ),
                ),
                (
                    "is_each",
                    models.BooleanField(
                        default=True,
                        help_text="Each delegation has as many places; otherwise all of them together.",
                        verbose_name="for each delegation",
                    ),
                ),
                ("places", models.PositiveIntegerField(verbose_name="places")),
                (
                    "hosted",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Whose costs the host bears. Blank: not limited.",
                        null=True,
                        verbose_name="of them hosted",
                    ),
                ),
            ],
            options={
                "verbose_name": "quota",
                "verbose_name_plural": "quotas",
                "abstract": False,
            },
        ),
        migrations.AlterModelOptions(
            name="delegate",
            options={
                "permissions": [
                    ("decide_delegate", "Can decide on accreditation"),
                    ("export_delegate", "Can export delegates"),
                    ("exceed_quotas", "Can give places beyond quotas"),
                    ("view_drafts", "Can view whoever is a draft"),
                    ("view_everybody", "Can view what is said of all delegates"),
                ],
                "verbose_name": "delegate",
                "verbose_name_plural": "delegates",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegate",
            name="update_update",
        ),
        migrations.AddField(
            model_name="delegate",
            name="hosting",
            field=models.CharField(
                choices=[("own", "At their own cost"), ("hosted", "Hosted")],
                db_default="own",
                default="own",
                help_text="Whether the host bears the costs; quotas say of how many.",
                max_length=20,
                verbose_name="hosting",
            ),
        ),
        migrations.AddField(
            model_name="delegate",
            name="offered_until",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="place offered until"
            ),
        ),
        migrations.AddField(
            model_name="delegate",
            name="waiting_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="waiting since"),
        ),
        migrations.AddField(
            model_name="delegateevent",
            name="hosting",
            field=models.CharField(
                choices=[("own", "At their own cost"), ("hosted", "Hosted")],
                db_default="own",
                default="own",
                help_text="Whether the host bears the costs; quotas say of how many.",
                max_length=20,
                verbose_name="hosting",
            ),
        ),
        migrations.AddField(
            model_name="delegateevent",
            name="offered_until",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="place offered until"
            ),
        ),
        migrations.AddField(
            model_name="delegateevent",
            name="waiting_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="waiting since"),
        ),
        migrations.AddField(
            model_name="registrationsettings",
            name="offer_hours",
            field=models.PositiveSmallIntegerField(
                db_default=48,
                default=48,
                help_text="To the next on the waiting list. 0: they are submitted at once, without being asked.",
                verbose_name="hours for which a free place is offered",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "department", "display_name", "email", "family_name", "function", "gender", "given_name", "honorific", "hosting", "id", "is_category_set_by_hand", "listing", "ministry", "nationality_id", "offered_until", "order", "own_family_name", "own_given_name", "own_name", "own_name_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "position", "publication", "rank_id", "reference", "returned_fields", "waiting_since") VALUES (NEW."accreditation", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."department", NEW."display_name", NEW."email", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."hosting", NEW."id", NEW."is_category_set_by_hand", NEW."listing", NEW."ministry", NEW."nationality_id", NEW."offered_until", NEW."order", NEW."own_family_name", NEW."own_given_name", NEW."own_name", NEW."own_name_language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."photo", NEW."position", NEW."publication", NEW."rank_id", NEW."reference", NEW."returned_fields", NEW."waiting_since"); RETURN NULL;',
                    hash="f00fed8caae9e9960015410aec7265abd7980467",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f34e0",
                    table="delegates_delegate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accreditation" IS DISTINCT FROM (NEW."accreditation") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decision_reason" IS DISTINCT FROM (NEW."decision_reason") OR OLD."delegation_id" IS DISTINCT FROM (NEW."delegation_id") OR OLD."department" IS DISTINCT FROM (NEW."department") OR OLD."display_name" IS DISTINCT FROM (NEW."display_name") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."gender" IS DISTINCT FROM (NEW."gender") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."honorific" IS DISTINCT FROM (NEW."honorific") OR OLD."hosting" IS DISTINCT FROM (NEW."hosting") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_category_set_by_hand" IS DISTINCT FROM (NEW."is_category_set_by_hand") OR OLD."listing" IS DISTINCT FROM (NEW."listing") OR OLD."ministry" IS DISTINCT FROM (NEW."ministry") OR OLD."nationality_id" IS DISTINCT FROM (NEW."nationality_id") OR OLD."offered_until" IS DISTINCT FROM (NEW."offered_until") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."own_family_name" IS DISTINCT FROM (NEW."own_family_name") OR OLD."own_given_name" IS DISTINCT FROM (NEW."own_given_name") OR OLD."own_name" IS DISTINCT FROM (NEW."own_name") OR OLD."own_name_language" IS DISTINCT FROM (NEW."own_name_language") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."photo" IS DISTINCT FROM (NEW."photo") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."rank_id" IS DISTINCT FROM (NEW."rank_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."returned_fields" IS DISTINCT FROM (NEW."returned_fields") OR OLD."waiting_since" IS DISTINCT FROM (NEW."waiting_since"))',
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "department", "display_name", "email", "family_name", "function", "gender", "given_name", "honorific", "hosting", "id", "is_category_set_by_hand", "listing", "ministry", "nationality_id", "offered_until", "order", "own_family_name", "own_given_name", "own_name", "own_name_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "position", "publication", "rank_id", "reference", "returned_fields", "waiting_since") VALUES (NEW."accreditation", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."department", NEW."display_name", NEW."email", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."hosting", NEW."id", NEW."is_category_set_by_hand", NEW."listing", NEW."ministry", NEW."nationality_id", NEW."offered_until", NEW."order", NEW."own_family_name", NEW."own_given_name", NEW."own_name", NEW."own_name_language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."photo", NEW."position", NEW."publication", NEW."rank_id", NEW."reference", NEW."returned_fields", NEW."waiting_since"); RETURN NULL;',
                    hash="8d368a53fb3d8320718b1f74d9338fbf0c5ffe8e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e5f27",
                    table="delegates_delegate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="quota",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotas",
                to="delegates.category",
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="quota",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="quota",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                help_text="For one delegation, in place of what each delegation has.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotas",
                to="delegates.delegation",
                verbose_name="delegation",
            ),
        ),
        migrations.AddField(
            model_name="quota",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotas",
                to="delegates.delegationkind",
                verbose_name="kind of delegation",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="delegates_quota_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delegation__isnull", False),
                    ("kind__isnull", False),
                    ("category__isnull", False),
                    models.Q(("position", ""), _negated=True),
                    _connector="OR",
                ),
                name="quota_says_whose_places",
                violation_error_message="Choose a delegation, a kind of delegation, a category or a position.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delegation__isnull", True), ("kind__isnull", True), _connector="OR"
                ),
                name="quota_of_a_delegation_or_of_a_kind",
                violation_error_message="A delegation is of one kind: choose the delegation alone.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delegation__isnull", True), ("is_each", True), _connector="OR"
                ),
                name="quota_of_a_delegation_is_counted_for_it",
                violation_error_message="What one delegation has is counted for it: leave “for each delegation” ticked.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(("category__isnull", True), ("position", ""), _connector="OR"),
                name="quota_of_a_category_or_of_a_position",
                violation_error_message="Choose a category or a position, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hosted", None), ("hosted__lte", models.F("places")), _connector="OR"
                ),
                name="quota_hosts_no_more_than_its_places",
                violation_error_message="No more can be hosted than there are places.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.UniqueConstraint(
                fields=("conference", "delegation", "kind", "category", "position", "is_each"),
                name="quota_said_once",
                nulls_distinct=False,
                violation_error_message="These places are counted already: change that quota.",
            ),
        ),
    ]
