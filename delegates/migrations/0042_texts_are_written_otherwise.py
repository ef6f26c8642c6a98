from django.db import migrations, models


class Migration(migrations.Migration):
    """A damaged text is answered with what it should be, and that is remembered."""

    dependencies = [("delegates", "0041_answers_say_what_they_are_about")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="written",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="written as"
            ),
        ),
        migrations.AlterField(
            model_name="answer",
            name="reply",
            field=models.CharField(
                choices=[
                    ("leave_out", "Leave out"),
                    ("add", "Add as an organization"),
                    ("same", "The same"),
                    ("another", "Another person"),
                    ("right", "Right as it is"),
                    ("without", "Register without this text"),
                    ("write", "Written otherwise"),
                    ("take_out", "Take out what nobody sees"),
                    ("take", "Take the file's"),
                    ("keep", "Keep what is registered"),
                ],
                editable=False,
                max_length=20,
                verbose_name="answer",
            ),
        ),
        migrations.AlterField(
            model_name="importquestion",
            name="answer",
            field=models.CharField(blank=True, max_length=306, verbose_name="answer"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("written", ""), models.Q(("reply", "write"), _negated=True)),
                    models.Q(
                        models.Q(("written", ""), _negated=True),
                        ("kind", "letters"),
                        ("reply", "write"),
                    ),
                    _connector="OR",
                ),
                name="answer_gives_a_text_where_it_is_written_otherwise",
            ),
        ),
    ]
