import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who is to be decided on stands in line, and officers have somebody of them before them."""

    dependencies = [
        ("conference", "0045_codes_by_mail_and_desk_browsers"),
        ("delegates", "0084_erasure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewLease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("leased_until", models.DateTimeField(editable=False, null=True)),
                ("place_at", models.DateTimeField(editable=False)),
                ("place_id", models.BigIntegerField(editable=False)),
            ],
            options={
                "verbose_name": "place of an officer in the queue",
                "verbose_name_plural": "places of officers in the queue",
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="delegate",
            name="submitted_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                default=django.utils.timezone.now,
                editable=False,
            ),
        ),
        migrations.AddIndex(
            model_name="delegate",
            index=models.Index(
                condition=models.Q(("accreditation", "submitted")),
                fields=["conference", "submitted_at", "id"],
                name="delegate_to_be_decided_on",
            ),
        ),
        migrations.AddField(
            model_name="reviewlease",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="reviewlease",
            name="delegate",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="review_lease",
                to="delegates.delegate",
            ),
        ),
        migrations.AddField(
            model_name="reviewlease",
            name="officer",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewlease",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="delegates_reviewlease_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewlease",
            constraint=models.UniqueConstraint(
                fields=("conference", "officer"), name="review_lease_one_of_an_officer"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewlease",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delegate__isnull", True), ("leased_until__isnull", True)),
                    models.Q(("delegate__isnull", False), ("leased_until__isnull", False)),
                    _connector="OR",
                ),
                name="review_lease_delegate_and_end_together",
            ),
        ),
    ]
