"""Users of the installation, and what they may do for the conference worked in."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.base import RecordAdmin
from conference.admin.forms import RecordForm
from conference.admin.scoped import ConferenceModelAdmin
from conference.models import StaffRole, User


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
        super().save_model(request, obj, form, change)

    def pages(self) -> list[URLPattern]:
        return [
            self.page_url(
                "<int:object_id>/password/", self.password_view, "password", needs="change"
            )
        ]

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


class StaffRoleForm(RecordForm[StaffRole]):
    known_beside_the_form = frozenset({"conference", "user"})

    email = forms.EmailField(
        label=gettext_lazy("E-mail of the user"),
        help_text=gettext_lazy("Users are created by the installation administrator."),
    )

    class Meta:
        model = StaffRole
        fields = ["role"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody signs in with this address. Ask the installation administrator.")
            )
        self.instance.user = user
        return email


@admin.register(StaffRole)
class StaffRoleAdmin(ConferenceModelAdmin[StaffRole]):
    """A role is given or taken away, never turned into another: that is what the trail shows."""

    form = StaffRoleForm
    list_display = ["user", "user_email", "role"]
    list_select_related = ["user"]
    list_filter = ["role"]
    search_fields = ["user__name", "user__email"]
    fields = ["email", "role"]

    @admin.display(description=gettext_lazy("e-mail"), ordering="user__email")
    def user_email(self, role: StaffRole) -> str:
        return role.user.email

    def has_change_permission(self, request: HttpRequest, obj: StaffRole | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: StaffRole | None = None) -> Any:
        return ["email", "role"] if obj is None else ["user", "role"]

    def get_form(
        self,
        request: HttpRequest,
        obj: StaffRole | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        """A role that is only shown needs no form of ours."""
        if obj is not None:
            kwargs["form"] = RecordForm
        return super().get_form(request, obj, change, **kwargs)
