"""What stands against taking an import back, and what had to stay: who or what, why, the way out.

The report holds ids: whoever looks at the page is told of those whom they may see.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin import Referrers, Use, contributed, may, signed_in
from conference.database.id_lists import among
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, ImportRun, Organization
from delegates.services.importing.built_on import BuiltOn, people_with_badges

MOST_NAMED = 50
MODELS: Mapping[str, type[Model]] = {
    "delegate": Delegate,
    "delegation": Delegation,
    "organization": Organization,
}


@dataclass(frozen=True)
class Reason:
    """Why, and what has to be done about it: the steps that lead somewhere have an address."""

    why: str
    steps: Sequence[Use] = ()


@dataclass(frozen=True)
class Standing:
    name: str
    url: str
    reasons: Sequence[Reason]
    about: str = ""


@dataclass(frozen=True)
class StandsAgainst:
    """As many as one reads; `further` are the others. Of what `is_final` no step leads back."""

    rows: Sequence[Standing]
    further: int
    is_final: bool
    list_url: str

    @classmethod
    def of(cls, run: ImportRun, request: HttpRequest) -> Self | None:
        """Badges, which stay for ever, or else what the last attempt came upon."""
        if run.applied_at is None or run.taken_back_at is not None:
            return None
        badges = _badges_of(run)
        found = badges or [BuiltOn.from_json(row) for row in run.report.get("built_on", ())]
        if not found:
            return None
        shown = found[:MOST_NAMED]
        words = _Words.of(shown, run, request)
        return cls(
            [row for one in shown if (row := words.standing(one))],
            len(found) - len(shown),
            bool(badges),
            f"{reverse('admin:delegates_delegate_changelist')}?import={run.pk}",
        )


def _badges_of(run: ImportRun) -> list[BuiltOn]:
    people = people_with_badges(run).order_by("delegate_id").values_list("delegate_id", "is_new")
    name = str(Delegate._meta.model_name)
    return [BuiltOn(name, pk, is_printed=True, is_used=is_new) for pk, is_new in people]


@dataclass
class _Words:
    """The rows that are named, and what refers to them, in a fixed number of queries."""

    request: HttpRequest
    delegates: Mapping[int, Delegate]
    delegations: Mapping[int, Delegation]
    organizations: Mapping[int, Organization]
    imports: Mapping[int, ImportRun]
    uses: Mapping[int, Sequence[Use]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Sequence[BuiltOn], run: ImportRun, request: HttpRequest) -> Self:
        user = signed_in(request)
        ids = {name: [row.pk for row in found if row.model == name and row.pk] for name in MODELS}
        people = Delegate.objects.visible_to(user).for_conference(run.conference)
        theirs = Delegation.objects.visible_to(user).for_conference(run.conference)
        runs = ImportRun.objects.visible_to(user).for_conference(run.conference)
        return cls(
            request,
            people.select_related("delegation", "decided_by").in_bulk(ids["delegate"]),
            theirs.in_bulk(ids["delegation"]),
            Organization.objects.known_in(run.conference).in_bulk(ids["organization"]),
            runs.in_bulk({pk for row in found for pk in row.imports}),
            referrers_of(Delegate, ids["delegate"], request),
        )

    def standing(self, row: BuiltOn) -> Standing | None:
        """None of whoever is gone meanwhile, or may not be seen."""
        if row.model == "delegate":
            return self._person(row)
        there: Mapping[int, Delegation | Organization] = (
            self.delegations if row.model == "delegation" else self.organizations
        )
        if row.pk not in there:
            return None
        reasons = [*self._later(row), *self._changed(row)]
        return Standing(str(there[row.pk]), _address(there[row.pk]), reasons)

    def _person(self, row: BuiltOn) -> Standing | None:
        person = self.delegates.get(row.pk)
        if person is None:
            return None
        reasons = [*self._decided(row, person), *self._later(row), *self._changed(row)]
        if row.is_used:
            uses = self.uses.get(row.pk) or [Use(_("Something else refers to the person."))]
            reasons += [Reason("", [use]) for use in uses]
        elif row.is_printed:
            reasons.append(Reason(_("A badge has been printed since with these details.")))
        return Standing(str(person), _address(person), reasons, str(person.delegation))

    def _decided(self, row: BuiltOn, person: Delegate) -> Iterable[Reason]:
        if not row.is_decided:
            return
        if person.accreditation == Accreditation.SUBMITTED:
            why = _("The decision made before the import has since been undone.")
            yield Reason(why, [Use(_("Decide as before"), _address(person))])
            return
        why = _("%(state)s by %(who)s, %(when)s.") % {
            "state": person.get_accreditation_display(),
            "who": person.decided_by,
            "when": _day(person.decided_at),
        }
        way = {
            Accreditation.APPROVED: _("Withdraw the approval, then restore the delegate"),
            Accreditation.REJECTED: _("Restore the delegate"),
            Accreditation.WITHDRAWN: _("Restore the delegate"),
        }
        yield Reason(why, [Use(way[Accreditation(person.accreditation)], _address(person))])

    def _later(self, row: BuiltOn) -> Iterable[Reason]:
        runs = [self.imports[pk] for pk in row.imports if pk in self.imports]
        for run in runs:
            why = _("A later import depends on it: %(file)s, %(when)s.") % {
                "file": run.file_name,
                "when": _day(run.applied_at),
            }
            yield Reason(why, [Use(_("Take that import back first"), _address(run))])

    def _changed(self, row: BuiltOn) -> Iterable[Reason]:
        if not row.fields or row.imports:
            return
        model = MODELS[row.model]
        names = [str(model._meta.get_field(name).verbose_name) for name in row.fields]  # type: ignore[union-attr]
        history = reverse(f"admin:delegates_{row.model}_history", args=[row.pk])
        yield Reason(
            _("Changed since: %s.") % ", ".join(names),
            [Use(_("See the former values and restore them"), history)],
        )


# What stays once an import was taken back


def what_stays(run: ImportRun, request: HttpRequest) -> list[Standing]:
    """Delegations and organizations that the import added and that could not go with it."""
    gone = run.summary.get("taken_back", {})
    user = signed_in(request)
    theirs = Delegation.objects.visible_to(user).for_conference(run.conference)
    staying = theirs.filter(pk__in=among(gone.get("staying_delegations", ())))
    delegations: QuerySet[Any] = staying.annotate(people=Count("delegates")).in_protocol_order()
    uses = referrers_of(Delegation, [row.pk for row in delegations], request)
    organizations = Organization.objects.known_in(run.conference).filter(
        pk__in=among(gone.get("staying_organizations", ()))
    )
    return [
        *(
            Standing(str(row), _address(row), _why_it_stays(row.people, uses.get(row.pk, ())))
            for row in delegations[:MOST_NAMED]
        ),
        *(
            Standing(str(row), _address(row), [Reason(_why_known(row))])
            for row in organizations.order_by("pk")[:MOST_NAMED]
        ),
    ]


def _why_it_stays(people: int, uses: Sequence[Use]) -> list[Reason]:
    reasons = [Reason("", [use]) for use in uses]
    if people:
        words = ngettext(
            "It has %d delegate not registered by the import. It can be deleted on its own"
            " page once it is empty.",
            "It has %d delegates not registered by the import. It can be deleted on its"
            " own page once it is empty.",
            people,
        )
        reasons.insert(0, Reason(words % people))
    return reasons or [Reason(_("Nothing refers to it: it can be deleted on its page."))]


def _why_known(organization: Organization) -> str:
    if organization.conference_id is None:
        return _("It is now known to every conference.")
    return _("It has a delegation. It can be deleted on its own page once it has none.")


def referrers_of(
    model: type[Model], ids: Collection[int], request: HttpRequest
) -> dict[int, list[Use]]:
    """What rows of higher apps refer to these, in words, as far as the user may know."""
    found: dict[int, list[Use]] = {}
    for one in contributed(model, Referrers):
        if may(request, one.needs):
            for pk, uses in one.named(ids).items():
                found.setdefault(pk, []).extend(uses)
    return found


def _address(row: Any) -> str:
    return reverse(f"admin:delegates_{row._meta.model_name}_change", args=[row.pk])


def _day(instant: Any) -> str:
    return date_format(timezone.localtime(instant), "j M Y") if instant else "–"
