from django.db import migrations, models


class Migration(migrations.Migration):
    """States beside the United Nations have a status; what was a United Nations entity is one of two types."""

    dependencies = [
        ("delegates", "0012_kinds_stay_inside"),
    ]

    operations = [
        migrations.AlterField(
            model_name="country",
            name="status",
            field=models.CharField(
                choices=[
                    ("member", "Member State"),
                    ("observer", "Observer State"),
                    ("non_member", "Neither Member nor observer State"),
                ],
                max_length=20,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="organization",
            name="type",
            field=models.CharField(
                choices=[
                    ("un_secretariat", "United Nations Secretariat unit or body"),
                    ("specialized_agency", "Specialized agency or related organization"),
                    ("intergovernmental", "Intergovernmental organization"),
                    ("development_partner", "Development partner"),
                    ("civil_society", "Civil society"),
                    ("research", "Research institution"),
                    ("media", "Media"),
                    ("guests", "Guests"),
                    ("service", "Service: secretariat, interpretation, security, technical"),
                ],
                max_length=30,
                verbose_name="type",
            ),
        ),
    ]
