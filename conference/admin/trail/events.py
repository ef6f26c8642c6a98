"""Audit events as a person reads them: who did what to which record, when, and why."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import AuditEvent

# The one list of verbs, the second half of an action such as `delegate.approved`. A test finds each
# of them in the source; one that only an earlier landing recorded is shown as it is.
VERBS = {
    "accepted": gettext_lazy("accepted"),
    "added": gettext_lazy("added"),
    "asked": gettext_lazy("asked for"),
    "apply_asked": gettext_lazy("asked to be applied"),
    "answered": gettext_lazy("given answers to what it asks"),
    "approval_undone": gettext_lazy("not approved after all"),
    "approved": gettext_lazy("approved"),
    "begun_like_another": gettext_lazy("begun with what an earlier conference had"),
    "cancelled": gettext_lazy("cancelled"),
    "categories_applied": gettext_lazy("given the categories that its rules say"),
    "changed": gettext_lazy("changed"),
    "check_asked": gettext_lazy("asked to be checked again"),
    "copied": gettext_lazy("printed again"),
    "defaults_installed": gettext_lazy(
        "given the default kinds, zones, categories, ranks and rules"
    ),
    "declined": gettext_lazy("declined"),
    "deleted": gettext_lazy("deleted"),
    "downloaded": gettext_lazy("downloaded"),
    "exported": gettext_lazy("exported"),
    "failed": gettext_lazy("failed"),
    "forgotten": gettext_lazy("forgotten: it will be asked again"),
    "given_up": gettext_lazy("given up"),
    "head_appointed": gettext_lazy("given a head"),
    "imported": gettext_lazy("brought into the conference"),
    "issued": gettext_lazy("issued"),
    "joined": gettext_lazy("made an account with a code of an invitation"),
    "kept": gettext_lazy("left as it is, unlike the data files"),
    "kinds_reordered": gettext_lazy("given another order of kinds"),
    "left": gettext_lazy("left by a badge that is printed at the desk"),
    "left_valid": gettext_lazy("left valid, though it shows what has changed"),
    "locked_out": gettext_lazy("locked out for a while"),
    "made_general": gettext_lazy("made known to all conferences"),
    "note_changed": gettext_lazy("given another note for readers"),
    "opened": gettext_lazy("opened"),
    "password_changed": gettext_lazy("changed the password"),
    "password_reset": gettext_lazy("set a new password by a link"),
    "password_reset_asked": gettext_lazy("sent a link for a new password"),
    "prepared": gettext_lazy("prepared to be printed"),
    "published": gettext_lazy("published"),
    "reading_chosen": gettext_lazy("given another way of being read"),
    "registered": gettext_lazy("registered"),
    "rejected": gettext_lazy("rejected"),
    "rejected_rows_taken": gettext_lazy("asked for the rows that it left out"),
    "renewed": gettext_lazy("brought up to date with the data files"),
    "restored": gettext_lazy("restored"),
    "sent": gettext_lazy("sent to be printed"),
    "sign_in_failed": gettext_lazy("refused at sign-in"),
    "signed_in": gettext_lazy("signed in"),
    "signed_out": gettext_lazy("signed out"),
    "signed_out_elsewhere": gettext_lazy("signed out everywhere else"),
    "slowed_down": gettext_lazy("slowed down at sign-in"),
    "split": gettext_lazy("split off"),
    "state_changed": gettext_lazy("given another state"),
    "take_back_asked": gettext_lazy("asked to be taken back"),
    "taken_back": gettext_lazy("taken back"),
    "taken_up": gettext_lazy("taken up for all conferences"),
    "time_zone_corrected": gettext_lazy("given another time zone"),
    "unpublished": gettext_lazy("taken off the public agenda"),
    "uploaded": gettext_lazy("uploaded"),
    "used_for": gettext_lazy("chosen for other categories"),
    "version_saved": gettext_lazy("saved as a new version"),
    "withdrawal_undone": gettext_lazy("not withdrawn after all"),
    "withdrawn": gettext_lazy("withdrawn"),
    "zones_changed": gettext_lazy("given other zones"),
}

LATEST = 200


@dataclass(frozen=True)
class EventInWords:
    """`what` is e.g. "Delegate approved"; `fields` and `reason` are blank where there are none."""

    at: dt.datetime
    who: str
    what: str
    fields: str
    reason: str


def in_words(event: AuditEvent) -> EventInWords:
    return EventInWords(
        at=event.at,
        who=str(event.by) if event.by else _("Dais"),
        what=what(event.action, event.target_type),
        fields=", ".join(field_name(event.target_type, name) for name in event.fields),
        reason=str(event.detail.get("reason", "")),
    )


def what(action: str, target_type: str) -> str:
    noun, _dot, verb = action.partition(".")
    model = model_of(target_type)
    name = str(model._meta.verbose_name) if model else noun.replace("_", " ")
    done = str(VERBS.get(verb, verb.replace("_", " ")))
    return f"{name[:1].upper()}{name[1:]} {done}"


def field_name(target_type: str, name: str) -> str:
    model = model_of(target_type)
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    return str(getattr(field, "verbose_name", name.replace("_", " ")))


def model_of(target_type: str) -> type[Model] | None:
    try:
        return apps.get_model(target_type) if target_type else None
    except LookupError:
        return None


def events_about(row: Model) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(
        target_type=row._meta.label_lower, target_id=row.pk
    ).select_related("by")


def events_of(row: Model) -> list[EventInWords]:
    """The latest events about one record, newest first."""
    return [in_words(event) for event in events_about(row)[:LATEST]]
