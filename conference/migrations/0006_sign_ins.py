from django.db import migrations, models


class Migration(migrations.Migration):
    """What the sign-in pages remember for a while."""

    dependencies = [("conference", "0005_trail_is_never_emptied")]
    operations = [
        migrations.CreateModel(
            name="PasswordResetRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("language", models.CharField(max_length=20)),
                ("asked_at", models.DateTimeField()),
                ("ip_address", models.GenericIPAddressField(null=True)),
            ],
            options={
                "verbose_name": "request for a new password",
                "verbose_name_plural": "requests for a new password",
            },
        ),
        migrations.CreateModel(
            name="SignInAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=64)),
                ("device", models.CharField(blank=True, max_length=64)),
                ("network", models.CharField(blank=True, max_length=43)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "attempt to sign in",
                "verbose_name_plural": "attempts to sign in",
            },
        ),
        migrations.AddIndex(
            model_name="signinattempt",
            index=models.Index(fields=["account", "at"], name="attempt_by_account"),
        ),
        migrations.AddIndex(
            model_name="signinattempt",
            index=models.Index(fields=["network", "at"], name="attempt_by_network"),
        ),
    ]
