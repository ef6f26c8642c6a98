"""What is decided of an import on a page of its own, what follows, and where an import stands."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin import Decision, Effect, one_by_one
from conference.choices import WorkState
from delegates.models import ImportedDelegate, ImportQuestion, ImportRun
from delegates.models.importing.imports import ImportStep
from delegates.services.importing import imports


def file_is_deleted(runs: QuerySet[ImportRun]) -> list[Effect]:
    return [Effect(_("Nothing of the file is imported. The file and its report are deleted."))]


def people_go_and_values_return(runs: QuerySet[ImportRun]) -> list[Effect]:
    whom = ImportedDelegate.objects.filter(run__in=runs)
    new, changed = whom.filter(is_new=True).count(), whom.filter(is_new=False).count()
    said = []
    if new:
        words = ngettext(
            "%d delegate it registered is deleted, with the history.",
            "%d delegates it registered are deleted, with their history.",
            new,
        )
        said.append(words % new)
    if changed:
        words = ngettext(
            "%d delegate it changed has the former values again.",
            "%d delegates it changed have their former values again.",
            changed,
        )
        said.append(words % changed)
    if ImportQuestion.objects.filter(run__in=runs, is_general=True).exists():
        said.append(_("Names that it made known to every conference stay known."))
    said += [
        _("Delegations and organizations that it added are deleted where nothing refers to them."),
        _(
            "If one of them has since been decided on, put into a session or changed, nothing is"
            " taken back and the page names them."
        ),
    ]
    return [Effect(words) for words in said]


ON_IMPORTS = [
    Decision(
        value="checked_again",
        words=gettext_lazy("Check the file again"),
        act=gettext_lazy("Check “%s” again"),
        will=gettext_lazy("The file is being read and compared with the conference again."),
        done=gettext_lazy("Will be checked again"),
        decide=one_by_one(imports.check_again, "run"),
        needs="add",
        is_legal=lambda run: run.may_be_checked_again,
        page="check_again",
    ),
    Decision(
        value="given_up",
        words=gettext_lazy("Discard this import"),
        act=gettext_lazy("Discard “%s”"),
        will=gettext_lazy("This import ends."),
        done=gettext_lazy("Discarded"),
        decide=one_by_one(imports.give_up, "run"),
        needs="add",
        is_legal=lambda run: run.may_be_given_up,
        follows=file_is_deleted,
        page="give_up",
        takes_away=True,
    ),
    Decision(
        value="taken_back",
        words=gettext_lazy("Take this import back"),
        act=gettext_lazy("Take “%s” back"),
        will=gettext_lazy("What this import did is undone."),
        done=gettext_lazy("Will be taken back"),
        decide=one_by_one(imports.ask_to_take_back, "run"),
        needs="add",
        is_legal=imports.may_be_taken_back,
        follows=people_go_and_values_return,
        page="take_back",
        takes_away=True,
    ),
]


def state_of(run: ImportRun) -> tuple[str, str]:
    """A mark and words for where an import stands."""
    if run.taken_back_at:
        return "off", _("Taken back")
    if run.applied_at and not run.is_unfinished:
        return "good", _("Imported")
    if run.state == WorkState.FAILED:
        return "bad", _("Failed")
    if run.state == WorkState.CANCELLED:
        return "off", _("Discarded or expired")
    if run.state == WorkState.DONE:
        return "wait", _("Waiting for a decision")
    if run.step == ImportStep.TAKE_BACK:
        return "wait", _("Being taken back")
    return "wait", _("Importing") if run.step == ImportStep.APPLY else _("Being checked")
