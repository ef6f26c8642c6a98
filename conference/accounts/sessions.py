from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.utils import timezone

from conference import audit


class OwnSessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """The list of one's own login sessions."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        super().end_sessions(sessions)
        if sessions:
            user = sessions[0].user
            ended = {"login_sessions": len(sessions)}
            audit.record(
                "user.signed_out_elsewhere", target=user, by=user, at=timezone.now(), detail=ended
            )
