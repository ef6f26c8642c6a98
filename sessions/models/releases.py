"""The agenda as readers have been told it: releases, and what each said of a session."""

from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.choices import PUBLISHED
from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from delegates.models import DelegateQuerySet
from sessions.choices import FROM_WIDE_TO_NARROW, ON_PUBLIC_PAGES, Audience
from sessions.models.sessions import Session


class ReleaseQuerySet(ConferenceRowQuerySet["Release"]):
    def latest_first(self) -> Self:
        return self.order_by("-number")


class Release(ConferenceRow):
    """A version of the agenda that readers have been told, numbered within its conference.

    What it says are the versions of sessions that began with it or before and did not end with it
    or before; what it changed are those that began or ended with it. Nothing of it changes but in
    every release at once: a session is closed or told to fewer, a person is taken out, and where
    the conference's time zone was wrong, all times are another instant at the same time of day.
    """

    number = models.PositiveIntegerField(_("number"), editable=False)
    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("Readers see it in the list of releases, for example “Final agenda”."),
    )
    released_at = models.DateTimeField(_("released at"), editable=False)
    released_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("released by"),
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-number"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "number"], name="release_number_once_a_conference"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="release_is_what_was_said",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        words = gettext("Release %d") % self.number
        return f"{words}: {self.name}" if self.name else words


class Releases(Func):
    """Those that a version stands in, by id: ids of one conference rise with its numbers."""

    function = "INT8RANGE"
    output_field = BigIntegerRangeField()


BEFORE_TITLE, AFTER_TITLES = "| ", " || "
"""Where in a search text its titles stand."""

TITLES = Func(
    F("search_text"),
    Value(AFTER_TITLES),
    Value(1),
    function="split_part",
    output_field=models.TextField(),
)


class SessionVersionQuerySet(ConferenceRowQuerySet["SessionVersion"]):
    def current(self) -> Self:
        """What the latest release says."""
        return self.filter(until__isnull=True)

    def public(self) -> Self:
        """What anybody may know of, of a closed session not what it is."""
        return self.public_once_open().filter(conference__state__in=PUBLISHED)

    def public_once_open(self) -> Self:
        """Those, whatever the state of their conference: for who may see that already."""
        return self.current().filter(audience__in=ON_PUBLIC_PAGES)

    def open_to(self, delegates: DelegateQuerySet) -> Self:
        """What is public, and what is for any of these delegates or names them in a part.

        Whoever no longer attends belongs to no audience. A closed session stays closed to all.
        """
        expected = delegates.expected()
        session = Session.objects.filter(pk=OuterRef("session"))
        of_kinds = session.filter(audience_groups__kind__in=expected.values("delegation__kind"))
        of_categories = session.filter(audience_groups__category__in=expected.values("category"))
        invited = session.filter(invitations__delegate__in=expected.values("pk"))
        taking_part = session.filter(parts__delegate__in=expected.values("pk"))
        return self.current().filter(
            Q(audience__in=ON_PUBLIC_PAGES)
            | Q(audience=Audience.DELEGATES, conference__in=expected.values("conference"))
            | Q(Exists(of_kinds) | Exists(of_categories), audience=Audience.GROUPS)
            | Q(Exists(invited), audience=Audience.INVITATION)
            | Exists(taking_part),
            conference__state__in=PUBLISHED,
        )

    def taking_up(self, item: int) -> Self:
        """Those that take up the agenda item with this id."""
        return self.filter(facts__contains={"items": [{"key": item}]})

    def naming(self, delegate: int) -> Self:
        return self.filter(facts__contains={"people": [{"delegate": delegate}]})


def _widens() -> pgtrigger.Q:
    """The new audience stands before the old one: more people know of it, or they know more."""
    in_order = (Audience.PUBLIC, Audience.CLOSED, *FROM_WIDE_TO_NARROW)
    widens = pgtrigger.Q()
    for place, audience in enumerate(in_order[1:], start=1):
        widens |= pgtrigger.Q(old__audience=audience, new__audience__in=in_order[:place])
    return widens


class SessionVersion(ConferenceRow):
    """What readers were told of a session, from one release until another said otherwise.

    `facts` are `sessions.facts.SessionFacts` without what stands in columns; what they lack takes
    its default, and `search_text` follows from them (`sessions.searching`). `audience` is never
    wider than what was released: narrowing acts at once, on every version, widening with the next
    release.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="versions")
    since = models.ForeignKey(Release, models.PROTECT, related_name="began")
    until = models.ForeignKey(Release, models.PROTECT, null=True, related_name="ended")
    audience = models.CharField(max_length=20, choices=Audience)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    facts = models.JSONField()
    search_text = models.TextField(default="")

    objects = SessionVersionQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("released session")
        verbose_name_plural = _("released sessions")
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(
                fields=["conference"], condition=Q(until=None), name="session_version_current"
            ),
            GinIndex(
                OpClass("search_text", "gin_trgm_ops"),
                condition=Q(until=None),
                name="session_version_words",
            ),
            GinIndex(
                OpClass(TITLES, "gin_trgm_ops"),
                condition=Q(until=None),
                name="session_version_titles",
            ),
        ]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="session_version_ends_after_it_began",
            ),
            ExclusionConstraint(
                name="session_once_a_release",
                expressions=[
                    ("session", RangeOperators.EQUAL),
                    (Releases("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="session_version_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="session_version_began_once", fields=["conference", "session", "since"]
            ),
            pgtrigger.Protect(
                name="session_version_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__until__isnull=False, old__until__df=pgtrigger.F("new__until")
                ),
            ),
            pgtrigger.Protect(
                name="session_version_never_widens",
                operation=pgtrigger.Update,
                condition=_widens(),
            ),
            pgtrigger.Protect(
                name="session_version_counts_upwards",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__sequence__lt=pgtrigger.F("old__sequence")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} ({self.since})"
