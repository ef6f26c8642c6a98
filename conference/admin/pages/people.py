"""Users of the installation, and what they may do for the conference worked in."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.accounts.reentry import password_first
from conference.admin.base import RecordAdmin
from conference.admin.scope import chosen_conference, may, signed_in
from conference.admin.scoped import ConferenceModelAdmin
from conference.choices import Role
from conference.models import StaffInvitation, StaffRole, User
from conference.services import staff


@admin.register(User)
class UserAdmin(RecordAdmin[User]):
    """Only the installation administrator has the permission to be here."""

    list_display = ["email", "name", "language", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", "language", "is_active", "is_superuser"]

    def limit(self, queryset: Any, request: HttpRequest) -> Any:
        return queryset

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.email = obj.email.lower()
        if not change:
            obj.set_unusable_password()
        elif "is_active" in form.changed_data and not obj.is_active:
            staff.require_organizers_without(obj)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever holds a staff role is not deleted; the account is closed."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.staff_roles.exists())

    def pages(self) -> list[URLPattern]:
        return [
            self.page_url(
                "<int:object_id>/password/", self.password_view, "password", needs="change"
            )
        ]

    @password_first
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().add_view(request, *args, **kwargs)

    @password_first
    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().change_view(request, *args, **kwargs)

    @password_first
    def password_view(self, request: HttpRequest, user: User) -> HttpResponseBase:
        """Choose a password for somebody who cannot be reached by mail."""
        form = AdminPasswordChangeForm(user, request.POST or None)
        if request.method == "POST" and form.is_valid():
            form.save()
            self.record(request, "changed", user, ["password"])
            self.message_user(request, _("The password of %s is set.") % user, messages.SUCCESS)
            return HttpResponseRedirect("../change/")
        title = _("Password of %s") % user
        return self.page(
            request, "admin/conference/user/password.html", form=form, title=title, object=user
        )


@admin.register(StaffRole)
class StaffRoleAdmin(ConferenceModelAdmin[StaffRole]):
    """Who works for the conference. A role is accepted or taken away, never edited."""

    change_list_template = "admin/conference/staffrole/change_list.html"
    list_display = ["user", "user_email", "role"]
    list_select_related = ["user"]
    list_filter = ["role"]
    search_fields = ["user__name", "user__email"]
    fields = ["user", "role"]

    @password_first
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().delete_view(request, *args, **kwargs)

    @admin.display(description=gettext_lazy("e-mail"), ordering="user__email")
    def user_email(self, role: StaffRole) -> str:
        return role.user.email

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever is to hold a role is invited, and accepts it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: StaffRole | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = {"may_invite": may(request, "conference.add_staffinvitation")}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def delete_model(self, request: HttpRequest, obj: StaffRole) -> None:
        staff.take_away(role=obj, by=signed_in(request), at=timezone.now())


@admin.register(StaffInvitation)
class StaffInvitationAdmin(ConferenceModelAdmin[StaffInvitation]):
    """What waits for somebody's answer; deleted, it is taken back."""

    list_display = ["email", "role", "invited_by", "invited_at"]
    list_select_related = ["invited_by"]
    list_filter = ["role"]
    search_fields = ["email"]
    fields = ["email", "role"]

    @password_first
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().add_view(request, *args, **kwargs)

    def has_change_permission(
        self, request: HttpRequest, obj: StaffInvitation | None = None
    ) -> bool:
        return False

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only the roles that the user may give."""
        if db_field.name == "role":
            granted = staff.grantable(signed_in(request), chosen_conference(request))
            kwargs["choices"] = [choice for choice in Role.choices if choice[0] in granted]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: StaffInvitation, form: Any, change: bool
    ) -> None:
        made = staff.invite(
            conference=chosen_conference(request),
            email=obj.email,
            role=Role(obj.role),
            by=signed_in(request),
            at=timezone.now(),
        )
        obj.pk = made.pk
        # The same whether there is an account or not: who has one is nobody's business.
        self.message_user(
            request,
            _(
                "Whoever has this address accepts under “Staff roles” after signing in; no mail is"
                " sent. Somebody without an account asks the administrator for one."
            ),
        )
