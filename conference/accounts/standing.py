"""Whether a login still stands, asked by a page before it sends what somebody typed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conference.models import User


def mark_of(user: User) -> str:
    """Tells one user's pages from another's, and nothing about either."""
    return salted_hmac("conference.accounts.standing", str(user.pk)).hexdigest()[:32]


@login_not_required
@never_cache
@require_GET
def standing(request: HttpRequest) -> JsonResponse:
    """Whose login it is, by their mark, and the token that their forms are sent with from now on.

    Both are blank without a login. Only a page of this host can read the answer.
    """
    if not isinstance(request.user, User):
        return JsonResponse({"who": "", "token": ""})
    return JsonResponse({"who": mark_of(request.user), "token": get_token(request)})
