import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A focal point uploads a list of their delegation."""

    dependencies = [("delegates", "0090_forms_are_sent_once")]
    operations = [
        migrations.AddField(
            model_name="importrun",
            name="delegation",
            field=models.ForeignKey(
                help_text=(
                    "Whose focal point uploaded the list, of nobody else; blank: an organizer's."
                ),
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="delegates.delegation",
                verbose_name="delegation",
            ),
        ),
    ]
