from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("badges", "0004_give_files_to_chunks")]

    operations = [
        migrations.RemoveConstraint(
            model_name="printentry",
            name="print_entry_printed_has_a_page",
        ),
        migrations.RemoveConstraint(
            model_name="printjob",
            name="print_job_has_a_file_only_when_published",
        ),
        migrations.RemoveField(
            model_name="printjob",
            name="file",
        ),
        migrations.AddConstraint(
            model_name="printentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("outcome", "printed"),
                        ("page__isnull", False),
                        ("page_in_file__isnull", False),
                    ),
                    models.Q(
                        models.Q(("outcome", "printed"), _negated=True),
                        ("page__isnull", True),
                        ("page_in_file__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="print_entry_printed_has_a_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "published"), ("page_count", 0), _connector="OR"),
                name="print_job_has_pages_only_when_published",
            ),
        ),
    ]
