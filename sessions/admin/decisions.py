"""Publishing, taking back and cancelling from the admin: chosen rows, or one on its page."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from conference.admin import conference_action, signed_in
from sessions.choices import NEXT_STATES, SessionState
from sessions.models import Session, SessionQuerySet
from sessions.services import programme

PERMISSION = "agenda.change_session"

SERVICES = {
    SessionState.PUBLISHED: programme.publish,
    SessionState.DRAFT: programme.unpublish,
    SessionState.CANCELLED: programme.cancel,
}
BUTTONS = {
    SessionState.PUBLISHED: gettext_lazy("Publish"),
    SessionState.DRAFT: gettext_lazy("Take back to draft"),
    SessionState.CANCELLED: gettext_lazy("Cancel the session"),
}


def next_decisions(session: Session) -> list[tuple[str, Any]]:
    """Value and words of each state that is legal next, in the order of the buttons."""
    legal = NEXT_STATES[session.state]
    return [(value.value, words) for value, words in BUTTONS.items() if value in legal]


def decide(request: HttpRequest, sessions: Iterable[Session], state: SessionState) -> None:
    """All of them or, where one is refused, none: the refusal names it."""
    at = timezone.now()
    with transaction.atomic():
        done = [SERVICES[state](session=row, by=signed_in(request), at=at) for row in sessions]
    words = ngettext(
        "%(count)d session: “%(state)s”.", "%(count)d sessions: “%(state)s”.", len(done)
    )
    messages.success(request, words % {"count": len(done), "state": state.label})


@conference_action(description=gettext_lazy("Publish"), permission=PERMISSION)
def publish(model_admin: Any, request: HttpRequest, queryset: SessionQuerySet) -> None:
    decide(request, queryset, SessionState.PUBLISHED)


@conference_action(description=gettext_lazy("Take back to draft"), permission=PERMISSION)
def unpublish(model_admin: Any, request: HttpRequest, queryset: SessionQuerySet) -> None:
    decide(request, queryset, SessionState.DRAFT)


@conference_action(description=gettext_lazy("Cancel the session"), permission=PERMISSION)
def cancel(model_admin: Any, request: HttpRequest, queryset: SessionQuerySet) -> None:
    decide(request, queryset, SessionState.CANCELLED)
