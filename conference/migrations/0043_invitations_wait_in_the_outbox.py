from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("conference", "0042_waiting_invitations_go_to_the_outbox")]

    operations = [
        migrations.RemoveField(model_name="staffinvitation", name="mail_waits_since"),
    ]
