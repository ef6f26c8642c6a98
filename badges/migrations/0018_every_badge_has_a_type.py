import django.db.models.deletion
from django.db import migrations, models

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0017_every_conference_has_a_personal_type"),
        ("conference", "0032_words_of_labels"),
        ("delegates", "0046_words_of_labels"),
    ]

    operations = [
        migrations.AlterField(
            model_name="badge",
            name="type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="badges",
                to="badges.badgetype",
                verbose_name="type",
            ),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.UniqueConstraint(
                fields=("type", "delegate"), name="badge_once_of_each_type"
            ),
        ),
        AddCompositeKey("badge", "type"),
        AddCompositeKey("badgetype", "design"),
        AddCompositeKey("badgetypezone", "type"),
        AddCompositeKey("badgetypezone", "zone"),
    ]
