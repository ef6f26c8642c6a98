import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever was not invited asks to be, where the conference takes such requests."""

    dependencies = [
        ("conference", "0045_codes_by_mail_and_desk_browsers"),
        ("delegates", "0092_lists_of_focal_points_stay_inside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="registrationsettings",
            name="takes_requests",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whoever was not invited can ask to be, on a page that everybody sees, until registration closes. It needs an open conference.",
                verbose_name="requests for an invitation",
            ),
        ),
        migrations.CreateModel(
            name="InvitationRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organization",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="organization"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="name"
                    ),
                ),
                (
                    "function",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="function"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, editable=False, max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, editable=False, max_length=50, verbose_name="phone"
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, verbose_name="reason for the request"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        editable=False, max_length=20, verbose_name="language of correspondence"
                    ),
                ),
                ("form_key", models.UUIDField(editable=False)),
                ("asked_at", models.DateTimeField(editable=False, verbose_name="received")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="erased at"),
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
                    "country",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delegates.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delegates.delegation",
                        verbose_name="delegation",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for an invitation",
                "verbose_name_plural": "requests for an invitation",
                "ordering": ["asked_at", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "conference"),
                        name="delegates_invitationrequest_in_conference",
                    ),
                    models.UniqueConstraint(
                        fields=("conference", "form_key"), name="invitation_request_once_per_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country__isnull", False), ("organization", "")),
                            models.Q(
                                ("country__isnull", True),
                                models.Q(
                                    models.Q(("organization", ""), _negated=True),
                                    ("erased_at__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="invitation_request_of_a_country_or_an_organization",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("state", "waiting")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("state", "waiting"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="invitation_request_decided_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delegation__isnull", False), ("state", "accepted")),
                            models.Q(
                                models.Q(("state", "accepted"), _negated=True), ("delegation", None)
                            ),
                            _connector="OR",
                        ),
                        name="invitation_request_accepted_for_a_delegation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at", None),
                            models.Q(
                                ("email", ""),
                                ("function", ""),
                                ("name", ""),
                                ("organization", ""),
                                ("phone", ""),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="invitation_request_erased_is_empty",
                    ),
                ],
            },
        ),
    ]
