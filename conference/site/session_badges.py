"""What the pages of sessions say of badges: the agenda knows none, and badges know no session."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from badges.admin.consequences import (
    of_sessions_held_again,
    of_sessions_moved,
    of_sessions_off,
    of_types_that_never_open,
)
from badges.background import nameplates
from badges.models import BadgeType
from badges.models.times import OpeningTimes
from conference.contributions import (
    Consequences,
    Effect,
    Referrers,
    SavingEffects,
    Tool,
    Use,
    contribute,
)
from sessions.choices import SessionState
from sessions.models import Session


def print_nameplates(sessions: Sequence[Session]) -> list[Use]:
    page = reverse("admin:badges_badgedesign_nameplates")
    return [Use(_("Print nameplates"), f"{page}?session={row.code}") for row in sessions]


def moved(session: Session) -> list[Effect]:
    """The session is as it is about to be saved."""
    moved_to = OpeningTimes(session.starts_at, session.ends_at)
    return [*of_sessions_moved([session.code]), *of_types_that_never_open(session.code, moved_to)]


def _of_codes(
    follows: Callable[[Collection[str]], list[Effect]], *states: SessionState
) -> Callable[[QuerySet[Session]], list[Effect]]:
    def of(sessions: QuerySet[Session]) -> list[Effect]:
        return follows(list(sessions.filter(state__in=states).values_list("code", flat=True)))

    return of


def types_for(sessions: Collection[int]) -> dict[int, list[Use]]:
    """The badge types that are for these sessions, and would open nothing without them."""
    ids = dict(Session.objects.filter(pk__in=sessions).values_list("code", "pk"))
    found: defaultdict[int, list[Use]] = defaultdict(list)
    for row in BadgeType.objects.filter(occasion__in=ids):
        url = reverse("admin:badges_badgetype_change", args=[row.pk])
        found[ids[row.occasion]].append(Use(_("The badge type “%s” is for it.") % row, url))
    return found


contribute(
    Session,
    Tool(nameplates.PERMISSION, print_nameplates),
    SavingEffects(frozenset({"starts_at", "ends_at"}), moved),
    Consequences(
        frozenset({SessionState.CANCELLED.value}),
        _of_codes(of_sessions_off, SessionState.PLANNED),
    ),
    Consequences(
        frozenset({SessionState.PLANNED.value}),
        _of_codes(of_sessions_held_again, SessionState.CANCELLED),
    ),
    Referrers("badges.view_badgetype", types_for),
)
