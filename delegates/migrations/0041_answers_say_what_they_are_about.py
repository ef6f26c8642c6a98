from django.db import migrations, models


class Migration(migrations.Migration):
    """An answer says of which text, person or heading it is; of a name, whose it is.

    Of those given before, the digest of the question is all there is.
    """

    dependencies = [("delegates", "0040_what_stands_against_is_named_by_id")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="subject",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="about"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_names_a_delegate_where_it_is_the_same_person",
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delegate__isnull", True),
                    models.Q(("kind", "person"), ("reply", "same")),
                    ("kind__in", ["letters", "spelling"]),
                    _connector="OR",
                ),
                name="answer_names_a_delegate_where_it_is_theirs",
            ),
        ),
    ]
