"""For whom a session is: said in a line, and changed on a page that says what follows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin import DecisionForm, Effect, Given, Outcome
from delegates.models import Category, Delegate, DelegationKind
from sessions.choices import ON_PUBLIC_PAGES, Audience
from sessions.models import Session, SessionQuerySet, SessionVersion
from sessions.services import audiences


def audience_in_words(session: Session) -> str:
    """`Named groups: Member States, Media`."""
    audience = session.get_audience_display()
    if session.audience == Audience.GROUPS:
        groups = session.audience_groups.select_related("kind", "category")
        names = ", ".join(str(group) for group in groups) or _("none named yet")
        return f"{audience}: {names}"
    if session.audience == Audience.INVITATION:
        invited = session.invitations.count()
        words = ngettext("%d delegate is invited", "%d delegates are invited", invited)
        return f"{audience}: {words % invited if invited else _('nobody is invited yet')}"
    return audience


class AudienceForm(DecisionForm):
    """Groups are asked for beside, and shown where the style sheet knows that they are chosen."""

    leads_on = True

    audience = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Of a closed session everybody sees time, room and the word “closed”; of one for"
            " delegates, groups or by invitation, nobody else sees anything."
        ),
    )
    kinds = forms.ModelMultipleChoiceField(
        DelegationKind.objects.none(),
        label=gettext_lazy("Kinds of delegations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.ModelMultipleChoiceField(
        Category.objects.none(),
        label=gettext_lazy("Categories of badges"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, **about: Any) -> None:
        super().__init__(data, **about)
        assert self.conference is not None
        for name, model in (("kinds", DelegationKind), ("categories", Category)):
            rows = model.objects.for_conference(self.conference)
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        session = self.rows.prefetch_related("audience_groups").first()
        if session is not None:
            groups = session.audience_groups.all()
            self.initial = {
                "audience": session.audience,
                "kinds": [group.kind_id for group in groups if group.kind_id],
                "categories": [group.category_id for group in groups if group.category_id],
            }

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        is_for_groups = answers.get("audience") == Audience.GROUPS
        if is_for_groups and not (answers.get("kinds") or answers.get("categories")):
            self.add_error("kinds", _("Name at least one kind of delegations or one category."))
        return answers

    def effects(self, rows: SessionQuerySet) -> Sequence[Effect]:
        audience = Audience(self.cleaned_data["audience"])
        return [*readers_notice(rows, audience), *self._who_belongs(rows, audience)]

    def _who_belongs(self, rows: SessionQuerySet, audience: Audience) -> list[Effect]:
        if audience == Audience.INVITATION:
            if rows.filter(invitations__isnull=True).exists():
                return [Effect(_("Whom you invite is named on the session’s page afterwards."))]
            return []
        if audience not in {Audience.DELEGATES, Audience.GROUPS}:
            return []
        assert self.conference is not None
        expected = Delegate.objects.for_conference(self.conference).expected()
        if audience == Audience.GROUPS:
            answers = self.cleaned_data
            expected = expected.filter(
                Q(delegation__kind__in=answers["kinds"]) | Q(category__in=answers["categories"])
            )
        count = expected.count()
        words = ngettext(
            "At present %d delegate belongs to its audience.",
            "At present %d delegates belong to its audience.",
            count,
        )
        return [Effect(words % count)]


def readers_notice(rows: SessionQuerySet, audience: Audience) -> list[Effect]:
    """What becomes of what the public sees now, each sort of change with its count."""
    seen = SessionVersion.objects.public().filter(session__in=rows.values("pk"))
    on_pages, whole = ON_PUBLIC_PAGES, {Audience.PUBLIC}
    effects = []
    if audience == Audience.PUBLIC:
        opened = rows.exclude(audience__in=whole).count()
        words = ngettext(
            "With the next release everybody reads its title, people and description.",
            "With the next release everybody reads titles, people and descriptions of %d of them.",
            opened,
        )
        effects.append((opened, words))
    if audience not in on_pages:
        gone = seen.filter(audience__in=on_pages).count()
        words = ngettext(
            "Readers no longer find it: its page, links and calendar entries no longer work.",
            "Readers no longer find %d of them: their pages, links and calendar entries no longer"
            " work.",
            gone,
        )
        effects.append((gone, words))
    if audience == Audience.CLOSED:
        emptied = seen.filter(audience__in=whole).count()
        words = ngettext(
            "Readers see time, room and the word “closed” in its place: its title, people and"
            " description are on no page and in no calendar.",
            "Readers see time, room and the word “closed” in place of %d of them: titles, people"
            " and descriptions are on no page and in no calendar.",
            emptied,
        )
        effects.append((emptied, words))
        announced = rows.exclude(audience__in=on_pages).count()
        words = ngettext(
            "With the next release everybody sees when and where it takes place, though not what.",
            "With the next release everybody sees when and where %d of them take place, though not"
            " what they are.",
            announced,
        )
        effects.append((announced, words))
    return [Effect(words % count if "%d" in words else words) for count, words in effects if count]


def decide(sessions: SessionQuerySet, given: Given) -> Outcome:
    """All of them at once: files that name any are taken off once."""
    answers = given.answers
    chosen = list(sessions.select_related("conference"))
    if chosen:
        audiences.decide(
            sessions=chosen,
            audience=Audience(answers["audience"]),
            kinds=list(answers["kinds"]),
            categories=list(answers["categories"]),
            by=given.by,
            at=given.at,
        )
    return Outcome(len(chosen))
