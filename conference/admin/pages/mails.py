"""The outbox: what was written to whom, what became of it, and mailings to be looked at."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.decisions import Card, Decision, one_by_one
from conference.admin.further_pages import ReadOnlyAdmin
from conference.admin.lists.cells import words_with_dot
from conference.admin.scoped import ConferenceModelAdmin
from conference.choices import WorkState
from conference.contributions import Effect
from conference.models import Mail, MailBatch
from conference.outbox import deciding
from conference.outbox.standing import standing_of
from conference.writing.dates import moment
from conference.writing.languages import OWN_NAMES

MOST_SHOWN = 1000


def not_sent(_mails: QuerySet[Mail]) -> Sequence[Effect]:
    return [Effect(_("Nobody receives it. It stays here, and can be sent later."))]


ON_MAILS = [
    Decision(
        value="cancel",
        words=gettext_lazy("Do not send"),
        act=gettext_lazy("Do not send “%s”"),
        will=gettext_lazy("This mail is not sent."),
        done=gettext_lazy("not sent"),
        decide=one_by_one(deciding.cancel, "mail"),
        needs="conference.change_mail",
        is_legal=lambda mail: mail.is_unfinished,
        follows=not_sent,
        takes_away=True,
    ),
    Decision(
        value="send_again",
        words=gettext_lazy("Send again"),
        act=gettext_lazy("Send “%s” again"),
        will=gettext_lazy("This mail is offered to the mail server again, as it was written."),
        done=gettext_lazy("waits to be sent"),
        decide=one_by_one(deciding.send_again, "mail"),
        needs="conference.change_mail",
        is_legal=lambda mail: (
            not mail.erased_at and mail.state in {WorkState.FAILED, WorkState.CANCELLED}
        ),
        for_many=True,
    ),
]


def each_gets_one(batches: QuerySet[MailBatch]) -> Sequence[Effect]:
    waiting = Mail.objects.filter(batch__in=batches, is_held=True, state=WorkState.WAITING)
    count = waiting.count()
    said = ngettext("%d mail goes out.", "%d mails go out.", count)
    return [Effect(said % count)]


def none_gets_one(_batches: QuerySet[MailBatch]) -> Sequence[Effect]:
    return [Effect(_("None of its mails is sent. They stay here, and each can be sent later."))]


ON_BATCHES = [
    Decision(
        value="send",
        words=gettext_lazy("Send all"),
        act=gettext_lazy("Send “%s”"),
        will=gettext_lazy("The mails of this mailing are sent."),
        done=gettext_lazy("on its way"),
        decide=one_by_one(deciding.send, "batch"),
        needs="conference.change_mailbatch",
        is_legal=lambda batch: batch.decided_at is None,
        is_public=True,
        follows=each_gets_one,
    ),
    Decision(
        value="discard",
        words=gettext_lazy("Discard"),
        act=gettext_lazy("Discard “%s”"),
        will=gettext_lazy("The mails of this mailing are not sent."),
        done=gettext_lazy("discarded"),
        decide=one_by_one(deciding.discard, "batch"),
        needs="conference.change_mailbatch",
        is_legal=lambda batch: batch.decided_at is None,
        follows=none_gets_one,
        takes_away=True,
    ),
]


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin, ConferenceModelAdmin[Mail]):
    is_known_by_name = True
    list_display = ["subject_cell", "to", "state_cell", "written", "sent"]
    list_display_links = ["subject_cell"]
    list_filter = ["state", "is_refused"]
    search_fields = ["recipient", "recipient_name", "subject"]
    decisions = ON_MAILS

    def limit(self, queryset: QuerySet[Mail], request: HttpRequest) -> QuerySet[Mail]:
        """The list needs no bodies."""
        return super().limit(queryset, request).defer("html")

    @admin.display(description=gettext_lazy("subject"), ordering="subject")
    def subject_cell(self, mail: Mail) -> str:
        return str(mail)

    @admin.display(description=gettext_lazy("to"), ordering="recipient")
    def to(self, mail: Mail) -> str:
        return address_of(mail)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_cell(self, mail: Mail) -> str:
        standing = standing_of(mail)
        return words_with_dot(standing.mark, standing.words)

    @admin.display(description=gettext_lazy("written at"), ordering="written_at")
    def written(self, mail: Mail) -> str:
        return moment(mail.written_at)

    @admin.display(description=gettext_lazy("sent at"), ordering="sent_at")
    def sent(self, mail: Mail) -> str:
        return moment(mail.sent_at) if mail.sent_at else ""

    def card(self, row: Mail) -> Card:
        return Card(str(row), [address_of(row), self.state_cell(row)])

    def record_page(self, request: HttpRequest, row: Mail) -> HttpResponseBase:
        return self.page(
            request,
            "admin/conference/mail/mail.html",
            title=str(row),
            mail=row,
            to=address_of(row),
            standing=standing_of(row),
            attachments=row.attachments.order_by("pk"),
            buttons=self.decision_buttons(request, row),
        )


@admin.register(MailBatch)
class MailBatchAdmin(ReadOnlyAdmin, ConferenceModelAdmin[MailBatch]):
    is_known_by_name = True
    list_display = ["title", "prepared_by", "prepared_moment", "state_cell"]
    list_select_related = ["prepared_by"]
    decisions = ON_BATCHES

    def limit(self, queryset: QuerySet[MailBatch], request: HttpRequest) -> QuerySet[MailBatch]:
        """With how many of its mails there are, and how many have gone."""
        return (
            super()
            .limit(queryset, request)
            .annotate(
                all_mails=Count("mails"),
                sent_mails=Count("mails", filter=Q(mails__state=WorkState.DONE)),
            )
        )

    @admin.display(description=gettext_lazy("prepared at"), ordering="prepared_at")
    def prepared_moment(self, batch: MailBatch) -> str:
        return moment(batch.prepared_at)

    @admin.display(description=gettext_lazy("state"))
    def state_cell(self, batch: Any) -> str:
        if batch.decided_at is None:
            return words_with_dot("wait", _("to be looked at"))
        mark = "good" if batch.sent_mails == batch.all_mails else "wait"
        sent = _("%(sent)d of %(all)d sent") % {"sent": batch.sent_mails, "all": batch.all_mails}
        return words_with_dot(mark, sent)

    def card(self, row: MailBatch) -> Card:
        return Card(row.title, [self.state_cell(row)])

    def record_page(self, request: HttpRequest, row: Any) -> HttpResponseBase:
        """Each mail leads to what its recipient reads."""
        mails = Mail.objects.filter(batch=row).defer("html", "text").order_by("pk")
        return self.page(
            request,
            "admin/conference/mailbatch/mailing.html",
            title=row.title,
            batch=row,
            state=self.state_cell(row),
            mails=[
                (mail, address_of(mail), OWN_NAMES[mail.language], standing_of(mail))
                for mail in mails[:MOST_SHOWN]
            ],
            others=max(row.all_mails - MOST_SHOWN, 0),
            buttons=self.decision_buttons(request, row),
        )


def address_of(mail: Mail) -> str:
    if not mail.recipient_name:
        return mail.recipient
    return f"{mail.recipient_name} <{mail.recipient}>"
