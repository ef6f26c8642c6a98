"""Decisions on whole delegations."""

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin import Decision, Effect, ReasonForm, one_by_one
from conference.admin.decisions import DecisionForm, Given, Outcome, about, named
from delegates.models import Delegate, Delegation, DelegationQuerySet, FocalPointInvitation
from delegates.services import delegations
from delegates.services.registration import delegation_tasks, focal_points

INVITE = "invite"
UNDO_CONFIRMATION = "undo_confirmation"
# Of a page that says what follows; all are written to.
MOST_NAMED = 40


def nobody_is_admitted(rows: DelegationQuerySet) -> list[Effect]:
    count = Delegate.objects.filter(delegation__in=rows.values("pk")).count()
    words = ngettext(
        "Its %d delegate keeps the decision made, but is not admitted.",
        "Its %d delegates keep their decisions, but none of them is admitted.",
        count,
    )
    return [Effect(words % count)] if count else []


def are_admitted_again(rows: DelegationQuerySet) -> list[Effect]:
    return [Effect(_("It attends again, with the decisions on its delegates as they were."))]


def take_names_of_now(rows: DelegationQuerySet) -> list[Effect]:
    """Each value that changes, with the one that takes its place."""
    said = [
        Effect(
            _("%(field)s: “%(now)s” becomes “%(then)s”.")
            % {
                "field": capfirst(Delegation._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
                "now": getattr(row, name) or "–",
                "then": getattr(then, name) or "–",
            }
        )
        for row in rows.select_related("conference", "country", "organization")
        for then in [delegations.refreshed(row)]
        for name in delegations.COPIED_FIELDS
        if getattr(row, name) != getattr(then, name)
    ]
    if not said:
        return [Effect(_("Nothing changes: names, acronym and flag are up to date."))]
    return [*said, Effect(_("Changes made here are lost."))]


def each_is_written_to(rows: DelegationQuerySet) -> list[Effect]:
    """How many mails are written, and which delegations have nobody to be invited."""
    unsent = FocalPointInvitation.objects.unsent().filter(delegation__in=rows.values("pk"))
    count = unsent.count()
    said = [
        Effect(
            ngettext(
                "%d mail is written. It is sent once you have looked at it.",
                "%d mails are written. They are sent once you have looked at them.",
                count,
            )
            % count
        )
    ]
    without = rows.exclude(pk__in=unsent.values("delegation"))
    words = _("%s has nobody noted who is not invited already.")
    return said + named(without, lambda row: about(row, words % row))


def invite(rows: DelegationQuerySet, given: Given) -> Outcome:
    assert given.conference is not None
    unsent = FocalPointInvitation.objects.unsent().filter(
        delegation__in=rows.filter(withdrawn_at=None).order_by().values("pk")
    )
    batch = focal_points.invite_many(
        invitations=list(unsent), conference=given.conference, by=given.by, at=given.at
    )
    mails = batch.mails.count()
    told = ngettext(
        "%d mail is ready under Mailings: look at it there, and send it.",
        "%d mails are ready under Mailings: look at them there, and send them.",
        mails,
    )
    return Outcome(rows.count(), told=told % mails)


def those_with_open_tasks_are_written_to(rows: DelegationQuerySet) -> list[Effect]:
    """What each still has to do, and who has nobody to be told."""
    left = delegation_tasks.open_tasks(list(rows.select_related("conference", "head")))
    people = delegation_tasks.focal_points_of(left)
    count = sum(len(people[row.pk]) for row in left)
    mails = ngettext(
        "%d mail is written. It is sent once you have looked at it.",
        "%d mails are written. They are sent once you have looked at them.",
        count,
    )
    said = [Effect(mails % count)]
    for row, tasks in left.items():
        words = ", ".join(one.name.text for one in tasks)
        if not people[row.pk]:
            words = _("%s. Nobody registers it yet: no mail is written.") % words
        said.append(Effect(f"{row}: {words}"))
    return said[:MOST_NAMED]


def remind(rows: DelegationQuerySet, given: Given) -> Outcome:
    assert given.conference is not None
    batch = delegation_tasks.remind(
        delegations=list(rows.select_related("conference", "head")),
        conference=given.conference,
        by=given.by,
        at=given.at,
    )
    mails = batch.mails.count()
    told = ngettext(
        "%d mail is ready under Mailings: look at it there, and send it.",
        "%d mails are ready under Mailings: look at them there, and send them.",
        mails,
    )
    return Outcome(rows.count(), told=told % mails)


class ReopeningForm(DecisionForm):
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=AdminDateWidget,
        help_text=gettext_lazy(
            "Of the conference's calendar, that day included. Typed as 2026-11-30 or 30.11.2026."
        ),
    )


def reopen(rows: DelegationQuerySet, given: Given) -> Outcome:
    assert given.conference is not None
    day = given.answers["last_day"] + dt.timedelta(days=1)
    until = dt.datetime.combine(day, dt.time(), tzinfo=given.conference.zone)
    with transaction.atomic():
        done = [
            delegations.reopen(delegation=row, until=until, by=given.by, at=given.at)
            for row in rows
        ]
    return Outcome(len(done))


ON_DELEGATIONS: Sequence[Decision] = [
    Decision(
        value="reopen",
        words=gettext_lazy("Reopen registration"),
        act=gettext_lazy("Reopen registration for %s"),
        will=gettext_lazy("Its focal points register people until that day, whatever has closed."),
        done=gettext_lazy("Registration reopened"),
        decide=reopen,
        needs="delegates.change_registrationsettings",
        is_legal=lambda delegation: not delegation.is_withdrawn,
        form=ReopeningForm,
        page="reopen",
    ),
    Decision(
        value="confirm",
        words=gettext_lazy("Confirm the delegation"),
        act=gettext_lazy("Confirm %s"),
        will=gettext_lazy(
            "Whoever registers it may speak for it. Its focal points are then shown whom it had at"
            " earlier conferences, by name and function, and may take them over."
        ),
        done=gettext_lazy("Confirmed"),
        decide=one_by_one(delegations.confirm, "delegation"),
        needs="delegates.change_registrationsettings",
        is_legal=lambda delegation: delegation.confirmed_at is None,
        for_many=True,
        page="confirm",
        undone_by=UNDO_CONFIRMATION,
    ),
    Decision(
        value=UNDO_CONFIRMATION,
        words=gettext_lazy("Undo the confirmation"),
        act=gettext_lazy("Undo the confirmation of %s"),
        will=gettext_lazy(
            "Its focal points are no longer shown whom it had at earlier conferences. Whom they"
            " have taken over stays."
        ),
        done=gettext_lazy("Confirmation undone"),
        decide=one_by_one(delegations.undo_confirmation, "delegation"),
        needs="delegates.change_registrationsettings",
        is_legal=lambda delegation: delegation.confirmed_at is not None,
        page="undo-confirmation",
    ),
    Decision(
        value=INVITE,
        words=gettext_lazy("Invite focal points"),
        act=gettext_lazy("Prepare invitations for %s"),
        will=gettext_lazy("Whoever is noted as a focal point and not invited yet is written to."),
        done=gettext_lazy("Invitations prepared"),
        decide=invite,
        needs="delegates.add_focalpointinvitation",
        is_legal=lambda delegation: not delegation.is_withdrawn,
        is_public=True,
        follows=each_is_written_to,
        for_many=True,
        page="invite",
    ),
    Decision(
        value="remind",
        words=gettext_lazy("Remind of open tasks"),
        act=gettext_lazy("Prepare reminders for %s"),
        will=gettext_lazy("Focal points of delegations with open tasks are told what is open."),
        done=gettext_lazy("Reminders prepared"),
        decide=remind,
        needs="delegates.change_delegationtask",
        is_legal=lambda delegation: not delegation.is_withdrawn,
        is_public=True,
        follows=those_with_open_tasks_are_written_to,
        for_many=True,
        page="remind",
    ),
    Decision(
        value="refresh",
        words=gettext_lazy("Refresh names and flag"),
        act=gettext_lazy("Refresh names and flag of %s"),
        will=gettext_lazy(
            "Names, acronym and flag are copied again from the country or organization."
        ),
        done=gettext_lazy("Names and flag refreshed"),
        decide=one_by_one(delegations.refresh_from_party, "delegation"),
        needs="change",
        follows=take_names_of_now,
        page="refresh",
    ),
    Decision(
        value="restore",
        words=gettext_lazy("Restore"),
        act=gettext_lazy("Restore %s"),
        will=gettext_lazy("The delegation attends after all."),
        done=gettext_lazy("Attends"),
        decide=one_by_one(delegations.restore, "delegation"),
        needs="change",
        is_legal=lambda delegation: delegation.is_withdrawn,
        follows=are_admitted_again,
        page="restore",
    ),
    Decision(
        value="withdraw",
        words=gettext_lazy("Withdraw"),
        act=gettext_lazy("Withdraw %s"),
        will=gettext_lazy("The whole delegation does not attend. An organizer can restore it."),
        done=gettext_lazy("Withdrawn"),
        decide=one_by_one(delegations.withdraw, "delegation"),
        needs="change",
        is_legal=lambda delegation: not delegation.is_withdrawn,
        form=ReasonForm,
        follows=nobody_is_admitted,
        page="withdraw",
    ),
]
