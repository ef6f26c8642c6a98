"""The words of audit events: what was done, and to which field."""

from collections.abc import Collection, Iterable

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy

from conference.models import AuditEvent

# The one list of verbs, the second half of an action such as `delegate.approved`, each in a
# sentence of who did it to what. A test finds each verb in the source; one that only an earlier
# landing recorded is shown as it is.
VERBS = {
    "accepted": gettext_lazy("%(who)s accepted %(what)s"),
    "added": gettext_lazy("%(who)s added %(what)s"),
    "answered": gettext_lazy("%(who)s answered questions about %(what)s"),
    "apply_asked": gettext_lazy("%(who)s started to import %(what)s"),
    "approval_undone": gettext_lazy("%(who)s undid the approval of %(what)s"),
    "approved": gettext_lazy("%(who)s approved %(what)s"),
    "asked_of_changed": gettext_lazy("%(who)s changed of whom %(what)s is asked"),
    "asked_of_kinds": gettext_lazy("%(who)s changed which delegations have %(what)s"),
    "asked": gettext_lazy("%(who)s asked for %(what)s"),
    "audience_decided": gettext_lazy("%(who)s changed for whom %(what)s is"),
    "badges_allotted": gettext_lazy("%(who)s changed how many badges %(what)s shares"),
    "begun_like_another": gettext_lazy("%(who)s set up %(what)s from an earlier conference"),
    "blanked": gettext_lazy("%(who)s took an erased person out of %(what)s"),
    "blanks_made": gettext_lazy("%(who)s made blanks of %(what)s"),
    "bound": gettext_lazy("%(who)s gave %(what)s to its holder"),
    "credentials_changed": gettext_lazy("%(who)s changed the credentials of %(what)s"),
    "came_in": gettext_lazy("%(what)s came in"),
    "cancelled": gettext_lazy("%(who)s cancelled %(what)s"),
    "categories_applied": gettext_lazy("%(who)s applied the category rules in %(what)s"),
    "change_proposed": gettext_lazy("%(who)s proposed a change of %(what)s"),
    "change_refused": gettext_lazy("%(who)s refused a change of %(what)s"),
    "change_taken": gettext_lazy("%(who)s took over a change of %(what)s"),
    "changed": gettext_lazy("%(who)s changed %(what)s"),
    "check_asked": gettext_lazy("%(who)s asked for another check of %(what)s"),
    "code_sent": gettext_lazy("A code was sent to %(what)s by mail"),
    "concerned_exported": gettext_lazy("%(who)s exported whom %(what)s concerns"),
    "confirmed": gettext_lazy("%(who)s confirmed %(what)s"),
    "confirmation_undone": gettext_lazy("%(who)s undid the confirmation of %(what)s"),
    "copied": gettext_lazy("%(who)s printed %(what)s again"),
    "declined": gettext_lazy("%(who)s declined %(what)s"),
    "defaults_installed": gettext_lazy(
        "%(who)s installed the default kinds, zones, categories, ranks, rules and form fields"
        " in %(what)s"
    ),
    "deleted": gettext_lazy("%(who)s deleted %(what)s"),
    "downloaded": gettext_lazy("%(who)s downloaded %(what)s"),
    "erased": gettext_lazy("%(who)s erased %(what)s"),
    "ended": gettext_lazy("%(what)s signs no more badges: the database was restored"),
    "ended_with_conference": gettext_lazy(
        "%(what)s was cancelled: it was paused when its conference ended"
    ),
    "exported": gettext_lazy("%(who)s exported %(what)s"),
    "failed": gettext_lazy("%(who)s could not finish %(what)s"),
    "file_removed": gettext_lazy("%(who)s removed the file of %(what)s"),
    "forgotten": gettext_lazy("%(who)s deleted %(what)s, so it will be asked again"),
    "given": gettext_lazy("%(who)s handed over %(what)s"),
    "given_place": gettext_lazy("%(who)s gave %(what)s a place beyond the quota"),
    "given_up": gettext_lazy("%(who)s discarded %(what)s"),
    "head_appointed": gettext_lazy("%(who)s appointed the head of %(what)s"),
    "handed_in": gettext_lazy("%(who)s handed in people of %(what)s"),
    "held_after_all": gettext_lazy("%(who)s holds %(what)s after all"),
    "imported": gettext_lazy("%(who)s imported %(what)s"),
    "invited": gettext_lazy("%(who)s invited %(what)s"),
    "issued": gettext_lazy("%(who)s issued %(what)s"),
    "invalidated": gettext_lazy("%(who)s ended %(what)s"),
    "items_numbered": gettext_lazy("%(who)s numbered the agenda items of %(what)s"),
    "items_reordered": gettext_lazy("%(who)s changed the order of agenda items in %(what)s"),
    "joined": gettext_lazy("%(who)s created an account with an invitation code"),
    "kept": gettext_lazy("%(who)s left %(what)s unlike the data files"),
    "kinds_reordered": gettext_lazy("%(who)s changed the order of kinds in %(what)s"),
    "left": gettext_lazy("%(who)s took one badge out of %(what)s and printed it at the desk"),
    "left_valid": gettext_lazy("%(who)s left %(what)s valid, though out of date"),
    "locked": gettext_lazy("%(who)s locked %(what)s again"),
    "locked_out": gettext_lazy("Sign-in as %(what)s is blocked for a while"),
    "mails_prepared": gettext_lazy("%(who)s prepared mails to those whom %(what)s concerns"),
    "mails_sent": gettext_lazy("%(who)s had %(what)s sent"),
    "made": gettext_lazy("%(who)s made %(what)s"),
    "made_general": gettext_lazy("%(who)s made %(what)s known to all conferences"),
    "needs_changed": gettext_lazy("%(who)s changed the dietary and access needs of %(what)s"),
    "needs_seen": gettext_lazy("%(who)s read the dietary and access needs of %(what)s"),
    "note_changed": gettext_lazy("%(who)s changed the note for readers of %(what)s"),
    "offer_expired": gettext_lazy("%(what)s did not take the place offered in time"),
    "opened": gettext_lazy("%(who)s opened %(what)s"),
    "password_changed": gettext_lazy("%(who)s changed the password"),
    "password_reset": gettext_lazy("%(what)s set a new password with a code by mail"),
    "own_fields_changed": gettext_lazy("%(who)s changed answers of %(what)s to own fields"),
    "own_file_taken": gettext_lazy("%(who)s opened a file of %(what)s"),
    "paused": gettext_lazy("%(who)s paused %(what)s"),
    "pins_given": gettext_lazy("%(who)s gave lapel pins to %(what)s"),
    "place_offered": gettext_lazy("A place that has become free was offered to %(what)s"),
    "place_taken": gettext_lazy("%(what)s has a place that has become free, and was submitted"),
    "prepared": gettext_lazy("%(who)s prepared %(what)s"),
    "proposal_dropped": gettext_lazy("%(who)s dropped the change that was proposed of %(what)s"),
    "published": gettext_lazy("%(who)s published %(what)s"),
    "reading_chosen": gettext_lazy("%(who)s changed how %(what)s is read"),
    "recovery_code_used": gettext_lazy("%(who)s used a recovery code"),
    "received": gettext_lazy("%(who)s noted that %(what)s was received"),
    "registered": gettext_lazy("%(who)s registered %(what)s"),
    "rejected": gettext_lazy("%(who)s rejected %(what)s"),
    "rejected_rows_taken": gettext_lazy("%(who)s downloaded the rows left out of %(what)s"),
    "replaced": gettext_lazy("%(who)s withdrew %(what)s, who is replaced"),
    "replacement_added": gettext_lazy("%(who)s registered somebody in the place of %(what)s"),
    "put_on_waiting_list": gettext_lazy("%(who)s put %(what)s on the waiting list"),
    "released": gettext_lazy("%(who)s released the agenda: %(what)s"),
    "renewed": gettext_lazy("%(who)s brought %(what)s up to date with the data files"),
    "reopened": gettext_lazy("%(who)s reopened registration for %(what)s"),
    "restored": gettext_lazy("%(who)s restored %(what)s"),
    "resumed": gettext_lazy("%(who)s let %(what)s go on"),
    "revoked": gettext_lazy("%(who)s ended %(what)s"),
    "returned": gettext_lazy("%(who)s returned %(what)s for correction"),
    "schedule_imported": gettext_lazy("%(who)s imported a schedule into %(what)s"),
    "scope_changed": gettext_lazy("%(who)s changed what %(what)s is for"),
    "second_factor_added": gettext_lazy("%(who)s set up a second factor"),
    "second_factor_removed": gettext_lazy("%(who)s removed a second factor"),
    "second_factor_reset": gettext_lazy("The second factors of %(what)s were taken away"),
    "sent": gettext_lazy("%(who)s sent %(what)s to be printed"),
    "sent_again": gettext_lazy("%(who)s had %(what)s sent again"),
    "sign_in_failed": gettext_lazy("A sign-in as %(what)s was refused"),
    "signed_in": gettext_lazy("%(who)s signed in"),
    "signed_out": gettext_lazy("%(who)s signed out"),
    "signed_out_elsewhere": gettext_lazy("%(who)s signed out everywhere else"),
    "slowed_down": gettext_lazy("Sign-in as %(what)s is slowed down"),
    "split": gettext_lazy("%(who)s split off %(what)s"),
    "state_changed": gettext_lazy("%(who)s changed the state of %(what)s"),
    "submitted": gettext_lazy("%(who)s submitted %(what)s"),
    "take_back_asked": gettext_lazy("%(who)s asked to take back %(what)s"),
    "task_open_again": gettext_lazy("%(who)s noted that %(what)s has not done a task"),
    "task_ticked": gettext_lazy("%(who)s noted that %(what)s has done a task"),
    "taken_back": gettext_lazy("%(who)s took back %(what)s"),
    "taken_out": gettext_lazy("%(who)s took %(what)s out before anything was handed in"),
    "taken_up": gettext_lazy("%(who)s added %(what)s for all conferences"),
    "time_zone_corrected": gettext_lazy("%(who)s corrected the time zone of %(what)s"),
    "unlocked": gettext_lazy("%(who)s unlocked %(what)s for the badge desk"),
    "unpublished": gettext_lazy("%(who)s took %(what)s off the public agenda"),
    "uploaded": gettext_lazy("%(who)s uploaded %(what)s"),
    "used_for": gettext_lazy("%(who)s chose the categories of %(what)s"),
    "verified": gettext_lazy("%(who)s verified %(what)s"),
    "version_saved": gettext_lazy("%(who)s saved a new version of %(what)s"),
    "version_used": gettext_lazy("%(who)s put another version of %(what)s to use"),
    "withdrawn": gettext_lazy("%(who)s withdrew %(what)s"),
    "withdrawal_undone": gettext_lazy("%(who)s undid the withdrawal of %(what)s"),
    "wrote": gettext_lazy("%(who)s wrote a message of the thread of %(what)s"),
    "zones_changed": gettext_lazy("%(who)s changed the zones of %(what)s"),
}

LATEST = 200


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


def events_about(
    row: Model, beside: Iterable[tuple[type[Model], Collection[int]]] = ()
) -> QuerySet[AuditEvent]:
    """Events about one record, and about those beside it, newest first."""
    about = Q(target_type=row._meta.label_lower, target_id=row.pk)
    for model, ids in beside:
        about |= Q(target_type=model._meta.label_lower, target_id__in=ids)
    return AuditEvent.objects.filter(about).select_related("by")
