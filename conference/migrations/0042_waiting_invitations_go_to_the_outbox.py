"""A mail to the staff that waited for the mail server goes on waiting, as a row of the outbox."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.html import linebreaks, urlize

CODE = "••••-••••-••••-••••-••••"


def write(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    invitations = apps.get_model("conference", "StaffInvitation").objects
    mails = apps.get_model("conference", "Mail").objects
    concerns = apps.get_model("conference", "MailConcern").objects
    waiting = invitations.exclude(mail_waits_since=None).exclude(code_seed="")
    for invitation in waiting.order_by("code_digest", "pk").distinct("code_digest"):
        text = (
            "You are invited to work for a conference.\n\n"
            f"Open this page and type the code: {settings.PUBLIC_URL}/accounts/join/\n\n"
            f"Code: {CODE}\n"
        )
        mail = mails.create(
            conference_id=invitation.conference_id,
            recipient=invitation.email,
            recipient_name=invitation.name,
            language="en",
            subject="Dais: you are invited to work for a conference",
            text=text,
            html=linebreaks(urlize(text, autoescape=True)),
            code_of_type="conference.staffinvitation",
            code_of_id=invitation.pk,
            written_at=invitation.mail_waits_since,
        )
        concerns.create(
            mail=mail, target_type="conference.staffinvitation", target_id=invitation.pk
        )


class Migration(migrations.Migration):
    dependencies = [("conference", "0041_outbox")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
