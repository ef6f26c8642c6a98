import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever has an account by now is believed to read the mail of its address."""

    dependencies = [("conference", "0047_patronymics_may_be_printed")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="mailbox_shown_at",
            field=models.DateTimeField(
                blank=True,
                default=django.utils.timezone.now,
                editable=False,
                null=True,
                verbose_name="mailbox shown",
            ),
        ),
    ]
