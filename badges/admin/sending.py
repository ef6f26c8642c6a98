"""The page on which badges are sent to be printed: who would be, who is refused and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges import occasions
from badges.choices import REASONS_OF, Purpose, Reason
from badges.holders import kind_of
from badges.models import BadgeType, PrintEntry, PrintJob, PrintPreparation
from badges.services.printing.jobs import BADGES_PER_FILE, PrintOrder
from badges.services.types import second_id, type_meant
from badges.sheets.form import SheetFields
from badges.standing.design_use import versions_of
from badges.standing.print_plan import PrintCount, count_plans
from conference.admin.forgeries import ids_read, ids_written, is_key
from conference.database.id_lists import among
from conference.models import Conference
from conference.writing.languages import OWN_NAMES

NAMED = 30
# Fields that say for what badges are sent.
CHOSEN = ("delegates", "delegations")


@dataclass(frozen=True)
class Choice:
    """One purpose on the page, with what it would do."""

    purpose: Purpose
    counted: PrintCount
    radio: Any
    reasons: Sequence[Any]

    @property
    def ends_badges(self) -> bool:
        return self.purpose == Purpose.REPLACE and bool(self.counted.printable)


class SendForm(SheetFields):
    """`delegates` are the chosen ids of what holds badges of the type, of delegates most of the
    time; blank for the whole conference. `expected` is what the page promised.

    `type` is the badge type that the page is about; without one it is the personal badge. Where
    `delegations` were chosen, another type is asked for what of them holds its badges; ids of
    delegates say nothing of vehicles, so with those only types for the same kind are offered.
    """

    type = forms.CharField(required=False, widget=forms.HiddenInput)
    delegates = forms.CharField(required=False, widget=forms.HiddenInput)
    delegations = forms.CharField(required=False, widget=forms.HiddenInput)
    expected = forms.CharField(required=False, widget=forms.HiddenInput)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"), choices=Purpose.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), required=False, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the badges"))
    badges_per_file = forms.IntegerField(
        label=gettext_lazy("Badges per file"), min_value=1, max_value=1000
    )
    is_archival = forms.BooleanField(
        label=gettext_lazy("For the archive (PDF/A-2b)"), required=False
    )

    def __init__(
        self,
        conference: Conference,
        data: Any = None,
        *,
        ids: Collection[int] | None = None,
        delegations: Collection[int] | None = None,
        type_id: str = "",
        is_of_session: bool = False,
    ) -> None:
        self.conference = conference
        types = list(BadgeType.objects.for_conference(conference))
        if data is not None:
            ids, type_id = ids_read(data.get("delegates", "")), data.get("type", "")
            delegations = ids_read(data.get("delegations", ""))
        self.badge_type = type_meant(types, type_id)
        self.kind = kind_of(self.badge_type)
        if data is None and delegations is not None:
            ids = ids_of_delegations(self.badge_type, delegations)
        self.of_session = ids_of_session(self.badge_type)
        if is_of_session:
            ids = self.of_session
        is_of_one_kind = ids is not None and delegations is None
        self.types = [
            row for row in types if not is_of_one_kind or row.holder == self.badge_type.holder
        ]
        self.ids = ids
        self.counts = count_plans(
            conference, holder_ids=ids, type_id=second_id(self.badge_type), named=NAMED
        )
        self.is_everybody = ids is None
        self.is_of_session = ids is not None and bool(ids) and set(ids) == set(self.of_session)
        super().__init__(
            data,
            initial={
                "type": self.badge_type.pk,
                "delegates": ids_written(ids),
                "delegations": ids_written(delegations),
                "expected": self.promised(),
                "purpose": self.likely_purpose(),
                "language": conference.principal_language,
                "badges_per_file": BADGES_PER_FILE,
            },
        )
        self.fields["reason"].choices = Reason.choices  # type: ignore[attr-defined]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (tag, OWN_NAMES.get(tag, tag)) for tag in conference.languages
        ]
        versions = versions_of(self.badge_type, ids)
        self.offer_sheets(conference, versions, have_family_names=self.kind.has_family_name)

    @property
    def chosen(self) -> int:
        counted = self.counts[Purpose.FIRST]
        return counted.printable + counted.refused

    @property
    def counted(self) -> str:
        """So many of what holds badges of the type, in words."""
        rows = self.kind.all_of(self.conference, self.badge_type.pk)
        rows = rows if self.ids is None else rows.filter(pk__in=among(self.ids))
        return self.kind.counted(self.chosen, rows)

    def promised(self) -> str:
        return " ".join(self._promise(purpose) for purpose in self.counts)

    def _promise(self, purpose: Purpose) -> str:
        of_type = "" if self.badge_type.is_personal else f"{self.badge_type.pk}:"
        return f"{of_type}{purpose}:{self.counts[purpose].printable}"

    def likely_purpose(self) -> str:
        """Of everybody nothing is printed again, or replaced, unless somebody chooses it."""
        if self.is_everybody:
            return Purpose.FIRST if self.counts[Purpose.FIRST].printable else ""
        counts = self.counts.items()
        return next((purpose for purpose, one in counts if one.printable), Purpose.FIRST)

    def purposes(self) -> list[Choice]:
        return [
            Choice(purpose, self.counts[purpose], radio, self.reasons_of(purpose))
            for purpose, radio in zip(Purpose, self["purpose"], strict=True)
        ]

    def reasons_of(self, purpose: Purpose) -> list[Any]:
        """Those that belong to the purpose; a first print has none."""
        reasons = REASONS_OF[purpose]
        return [radio for radio in self["reason"] if radio.data["value"] in reasons]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        purpose, reason = cleaned.get("purpose"), cleaned.get("reason", "")
        if not purpose:
            return cleaned
        reasons = REASONS_OF[Purpose(purpose)]
        if reasons and reason not in reasons:
            self.add_error("reason", _("Choose the reason: it stays with the job."))
        if not reasons:
            cleaned["reason"] = ""
        self._keep_promise(Purpose(purpose), cleaned.get("expected", ""))
        return cleaned

    def _keep_promise(self, purpose: Purpose, expected: str) -> None:
        """What is sent is what the page said, or the page is shown again."""
        now = self.counts[purpose].printable
        if self._promise(purpose) in expected.split():
            return
        shown = {"expected": self.promised(), "type": str(self.badge_type.pk)}
        self.data = {**self.data.dict(), **shown}  # type: ignore[attr-defined]
        raise ValidationError(
            ngettext(
                "Something has changed since this page was opened: there is now %d badge. Send"
                " again to confirm.",
                "Something has changed since this page was opened: there are now %d badges."
                " Send again to confirm.",
                now,
            )
            % now
        )

    def order(self) -> PrintOrder:
        return PrintOrder(
            conference=self.conference,
            holder_ids=ids_read(self.cleaned_data["delegates"]),
            purpose=Purpose(self.cleaned_data["purpose"]),
            reason=self.cleaned_data["reason"],
            language=self.cleaned_data["language"],
            badges_per_file=self.cleaned_data["badges_per_file"],
            is_archival=self.cleaned_data["is_archival"],
            type=self.badge_type,
            sheets=self.sheet_order(),
        )


def form_asked_for(request: HttpRequest, conference: Conference) -> SendForm:
    """Of the job, of the delegation and type, or of the type and the people of its session, that
    the address names; without one, everybody.
    """
    delegation = request.GET.get("delegation", "")
    if job := job_asked_for(request, conference):
        return SendForm(conference, ids=ids_of_job(job), type_id=str(job.type_id))
    delegations = [int(delegation)] if is_key(delegation) else None
    return SendForm(
        conference,
        delegations=delegations,
        type_id=request.GET.get("type", ""),
        is_of_session=request.GET.get("people") == "session",
    )


def job_asked_for(request: HttpRequest, conference: Conference) -> PrintJob | None:
    job = request.GET.get("job", "")
    jobs = PrintJob.objects.for_conference(conference).select_related("type", "conference")
    return jobs.filter(pk=int(job)).first() if is_key(job) else None


def ids_of_job(job: PrintJob) -> list[int]:
    """Of what holds badges of its type, those for which the job is."""
    kind = kind_of(job.type)
    entries = PrintEntry.objects.of_the_job().filter(job=job)
    of_job = kind.all_of(job.conference, job.type_id).filter(
        Q(**{f"{kind.generations}__entries__in": entries})
        | Q(pk__in=PrintPreparation.objects.filter(job=job).holder_ids())
    )
    return list(of_job.order_by("pk").values_list("pk", flat=True).distinct())


def ids_of_delegations(badge_type: BadgeType, delegations: Collection[int]) -> list[int]:
    """Of what holds badges of the type, that of these delegations."""
    kind = kind_of(badge_type)
    rows = kind.all_of(badge_type.conference, badge_type.pk)
    of_them = rows.filter(**{f"{kind.in_delegation}__in": among(delegations)})
    return list(of_them.order_by("pk").values_list("pk", flat=True))


def ids_of_session(badge_type: BadgeType) -> list[int]:
    """The delegates with a part in the session that the type is for; none where it is for none."""
    if not badge_type.occasion:
        return []
    people = occasions.people(badge_type.conference, badge_type.occasion)
    return sorted({one.delegate_id for one in people if one.delegate_id})
