"""Whether a login still stands, asked by a page before it sends what somebody typed."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conference.models import User

JSON = "application/json"


def mark_of(user: User) -> str:
    """Tells one user's pages from another's, and nothing about either."""
    return salted_hmac("conference.accounts.standing", str(user.pk)).hexdigest()[:32]


@login_not_required
@never_cache
@require_GET
def standing(request: HttpRequest) -> HttpResponse:
    """Whose login it is, by their mark, and the token that their forms are sent with from now on.

    Both are blank without a login. Only a page of this host can read the answer. A browser is led
    on: a sign-in that a page began, and that was left half done there, ends here.
    """
    if request.get_preferred_type([JSON, "text/html"]) != JSON:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if not isinstance(request.user, User):
        return JsonResponse({"who": "", "token": ""})
    return JsonResponse({"who": mark_of(request.user), "token": get_token(request)})
