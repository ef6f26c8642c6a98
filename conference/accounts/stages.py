"""What a sign-in goes through once a password, or a code by mail, was right."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from conference.accounts import desks


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Who has a second factor shows it, but for the badge desk at a browser unlocked for it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return bool(super()._should_handle(request)) and not desks.is_enough(
            request, self.login.user
        )
