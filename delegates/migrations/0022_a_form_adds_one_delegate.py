from django.db import migrations, models


class Migration(migrations.Migration):
    """The key of the form on which somebody was added: sent twice, it makes one delegate."""

    dependencies = [("delegates", "0021_answers_go_with_the_people")]
    operations = [
        migrations.AddField(
            model_name="delegate",
            name="form_key",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.UniqueConstraint(
                fields=("conference", "form_key"),
                name="delegate_added_once_by_a_form",
                violation_error_message="This form was sent already: the delegate is there.",
            ),
        ),
    ]
