"""Pages about the user's own account: sign-in, codes, passwords, second factors, login sessions,
and staff roles.

Those with an underscore in their name are django-allauth's. It asks for the addresses of others by
name; they lead nowhere.
"""

from allauth.account import views
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions.views import list_usersessions
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, include, path
from django.views.decorators.cache import never_cache

from conference.accounts.standing import standing
from conference.site.account import codes, contact, invitations, joining, keys, places
from conference.site.account.factors import own_factor, own_factors


@login_not_required
def closed(request: HttpRequest) -> HttpResponse:
    """Accounts are made by the administrator; nobody signs up here."""
    raise Http404


SECOND_FACTOR = [
    path("", own_factors(second_factor.index), name="mfa_index"),
    path("authenticate/", login_not_required(second_factor.authenticate), name="mfa_authenticate"),
    path("reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("app/", own_factor(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", own_factor(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "recovery-codes/", own_factor(recovery.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "recovery-codes/new/",
        own_factor(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("keys/", own_factors(second_factor.index), name="mfa_list_webauthn"),
    path("keys/add/", own_factor(keys.EnrolKey.as_view()), name="mfa_add_webauthn"),
    path("keys/login/", login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path(
        "keys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path("keys/<int:pk>/remove/", own_factor(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("login/code/", codes.sign_in_code, name="sign-in-code"),
    path("login/code/confirm/", codes.sign_in_code_confirm, name="sign-in-code-confirm"),
    path("password/reset/", codes.password_code_ask, name="account_reset_password"),
    path("password/reset/code/", codes.password_code, name="password-code"),
    path("password/reset/new/", codes.password_new, name="password-new"),
    path("contact/", contact.contact, name="account-contact"),
    path("email/", codes.address, name="account_email"),
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
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("reauthenticate/code/", codes.reentry_code, name="reentry-code"),
    path("second-factor/", include(SECOND_FACTOR)),
    path("sessions/", list_usersessions, name="usersessions_list"),
]

# A shared computer's next user goes back to none of these, the library's own among them.
for pattern in (*SECOND_FACTOR, *urlpatterns):
    if isinstance(pattern, URLPattern):
        pattern.callback = never_cache(pattern.callback)
