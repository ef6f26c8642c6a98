"""Pages about the user's own account: sign-in, passwords, login sessions, and staff roles.

Those with an underscore in their name are django-allauth's. It asks for the addresses of others by
name; they lead nowhere.
"""

from allauth.account import views
from allauth.usersessions.views import list_usersessions
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from conference.accounts.standing import standing
from conference.site.account import invitations, joining, places


@login_not_required
def closed(request: HttpRequest) -> HttpResponse:
    """Accounts are made by the administrator; nobody signs up or changes an address here."""
    raise Http404


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("invitations/", invitations.invitations, name="invitations"),
    path(
        "invitations/delegations/<int:pk>/accept/",
        invitations.registration_accept,
        name="registration-accept",
    ),
    path(
        "invitations/delegations/<int:pk>/decline/",
        invitations.registration_decline,
        name="registration-decline",
    ),
    path("invitations/<int:pk>/accept/", invitations.invitation_accept, name="invitation-accept"),
    path(
        "invitations/<int:pk>/decline/", invitations.invitation_decline, name="invitation-decline"
    ),
    path("place/", places.after_sign_in, name="after-sign-in"),
    path("standing/", standing, name="account-standing"),
    path("join/", joining.join, name="join"),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("sessions/", list_usersessions, name="usersessions_list"),
]
