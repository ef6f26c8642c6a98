import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Somebody is registered in the place of somebody else."""

    dependencies = [
        ("conference", "0045_codes_by_mail_and_desk_browsers"),
        ("delegates", "0087_review_leases_stay_inside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="delegate",
            name="replaces",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaced_by",
                to="delegates.delegate",
                verbose_name="in place of",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces", None),
                    models.Q(("replaces", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="delegate_is_nobody_replacing_themselves",
            ),
        ),
    ]
