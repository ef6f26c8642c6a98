import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import i18nfield.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Each conference has its kinds; what was the word of one stands beside until they are there."""

    dependencies = [
        ("conference", "0008_background_jobs"),
        ("delegates", "0008_a_place_is_an_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="DelegationKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="For files and programs; it stays when the name changes.",
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9_]+$", "Small letters, digits and underscores."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                (
                    "name",
                    i18nfield.fields.I18nCharField(
                        help_text="Of one delegation: State.", max_length=2000, verbose_name="name"
                    ),
                ),
                (
                    "section",
                    i18nfield.fields.I18nCharField(
                        help_text="The heading over such delegations in a list: States.",
                        max_length=2000,
                        verbose_name="section of lists",
                    ),
                ),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        help_text="Words under which an import recognises the kind.",
                        size=None,
                        verbose_name="other names",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("host", "Host country"),
                            ("state", "State"),
                            ("observer_state", "Observer State"),
                            ("un", "United Nations system"),
                            ("intergovernmental", "Intergovernmental organization"),
                            ("mission", "Diplomatic mission"),
                            ("development_partner", "Development partner"),
                            ("civil_society", "Civil society"),
                            ("research", "Research institution"),
                            ("media", "Media"),
                            ("guests", "Guests"),
                            (
                                "service",
                                "Service: secretariat, interpretation, security, technical",
                            ),
                        ],
                        help_text="Stays once there are delegations of this kind.",
                        max_length=30,
                        verbose_name="nature",
                    ),
                ),
                (
                    "admits",
                    models.CharField(
                        choices=[
                            ("countries", "Countries"),
                            ("organizations", "Organizations"),
                            ("both", "Countries and organizations"),
                        ],
                        default="both",
                        max_length=20,
                        verbose_name="sent by",
                    ),
                ),
                (
                    "is_mission",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.ExpressionWrapper(
                            models.Q(("nature", "mission")), output_field=models.BooleanField()
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "listing",
                    models.CharField(
                        choices=[
                            ("listed", "Listed with their people"),
                            ("number_only", "Number of people only"),
                            ("left_out", "Left out"),
                        ],
                        default="listed",
                        max_length=20,
                        verbose_name="in the list of participants",
                    ),
                ),
                (
                    "is_counted",
                    models.BooleanField(default=True, verbose_name="counted in the statistics"),
                ),
            ],
            options={
                "verbose_name": "kind of delegation",
                "verbose_name_plural": "kinds of delegations",
                "ordering": ["order", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UsualKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sender",
                    models.CharField(
                        choices=[
                            ("member", "Member State"),
                            ("observer", "Observer State"),
                            ("non_member", "Neither Member nor observer State"),
                            ("un_secretariat", "United Nations Secretariat unit or body"),
                            ("specialized_agency", "Specialized agency or related organization"),
                            ("intergovernmental", "Intergovernmental organization"),
                            ("development_partner", "Development partner"),
                            ("civil_society", "Civil society"),
                            ("research", "Research institution"),
                            ("media", "Media"),
                            ("guests", "Guests"),
                            (
                                "service",
                                "Service: secretariat, interpretation, security, technical",
                            ),
                        ],
                        max_length=30,
                        verbose_name="sender",
                    ),
                ),
            ],
            options={
                "verbose_name": "usual kind of a sender",
                "verbose_name_plural": "usual kinds of senders",
                "ordering": ["kind__order", "kind_id", "id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="delegationkind",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="delegationkind",
            name="split_from",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="splits",
                to="delegates.delegationkind",
                verbose_name="split from",
            ),
        ),
        migrations.AddField(
            model_name="usualkind",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="usualkind",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="usual_for",
                to="delegates.delegationkind",
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationkind",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="delegates_delegationkind_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationkind",
            constraint=models.UniqueConstraint(
                fields=("conference", "code"),
                name="kind_code_unique_in_conference",
                violation_error_message="Another kind has this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationkind",
            constraint=models.UniqueConstraint(
                fields=("id", "admits", "is_mission"), name="kind_lends_admits_and_is_mission"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationkind",
            constraint=models.CheckConstraint(
                condition=models.Q(("order__lte", 9999)),
                name="kind_order_has_four_digits",
                violation_error_message="The order is a number up to 9999.",
            ),
        ),
        migrations.AddConstraint(
            model_name="usualkind",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="delegates_usualkind_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="usualkind",
            constraint=models.UniqueConstraint(
                fields=("conference", "sender"),
                name="usual_kind_once_for_each_sender",
                violation_error_message="This sender has its usual kind already.",
            ),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegation",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="delegation",
            name="delegation_of_a_state_is_of_a_country",
        ),
        migrations.RemoveConstraint(
            model_name="delegation",
            name="delegation_one_per_country_and_kind",
        ),
        migrations.RemoveConstraint(
            model_name="delegation",
            name="delegation_one_per_organization_and_kind",
        ),
        migrations.RenameField("delegation", "kind", "kind_word"),
        migrations.RenameField("delegationevent", "kind", "kind_word"),
        migrations.RenameField("categoryrule", "kind", "kind_word"),
        migrations.AddField(
            model_name="delegation",
            name="kind",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegations",
                to="delegates.delegationkind",
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="delegationevent",
            name="kind",
            field=models.ForeignKey(
                null=True,
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="delegates.delegationkind",
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="categoryrule",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rules",
                to="delegates.delegationkind",
                verbose_name="kind of delegation",
            ),
        ),
        migrations.AddField(
            model_name="categoryrule",
            name="nature",
            field=models.CharField(
                blank=True,
                choices=[
                    ("host", "Host country"),
                    ("state", "State"),
                    ("observer_state", "Observer State"),
                    ("un", "United Nations system"),
                    ("intergovernmental", "Intergovernmental organization"),
                    ("mission", "Diplomatic mission"),
                    ("development_partner", "Development partner"),
                    ("civil_society", "Civil society"),
                    ("research", "Research institution"),
                    ("media", "Media"),
                    ("guests", "Guests"),
                    ("service", "Service: secretariat, interpretation, security, technical"),
                ],
                help_text="Fits every kind of this nature, also those added later.",
                max_length=30,
                verbose_name="nature of the kind",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="admits",
            field=models.CharField(
                choices=[
                    ("countries", "Countries"),
                    ("organizations", "Organizations"),
                    ("both", "Countries and organizations"),
                ],
                default="both",
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="is_mission",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
