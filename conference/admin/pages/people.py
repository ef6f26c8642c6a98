"""Users of the installation, and what they may do for the conference worked in."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.accounts.reentry import password_first
from conference.admin.base import RecordAdmin
from conference.admin.forms.records import RecordForm
from conference.admin.scope import chosen_conference, may, signed_in
from conference.admin.scoped import ConferenceModelAdmin
from conference.choices import WHAT_A_ROLE_IS, Role
from conference.models import StaffInvitation, StaffRole, User
from conference.services import staff
from conference.writing import dates
from conference.writing.languages import OWN_NAMES

MOST_SHOWN = 100


@admin.register(User)
class UserAdmin(RecordAdmin[User]):
    """Only the installation administrator has the permission to be here."""

    is_known_by_name = True
    list_display = ["email", "name", "language", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", "language", "is_active", "may_make_conferences", "is_superuser"]

    def limit(self, queryset: Any, request: HttpRequest) -> Any:
        return queryset

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The language of mails and of the first public page: one that Dais has."""
        if db_field.name != "language":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            label=capfirst(db_field.verbose_name), choices=list(OWN_NAMES.items()), initial="en"
        )

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
            self.message_user(
                request, _("The password of %s has been set.") % user, messages.SUCCESS
            )
            return HttpResponseRedirect("../change/")
        title = _("Password of %s") % user
        return self.page(
            request, "admin/conference/user/password.html", form=form, title=title, object=user
        )


@admin.register(StaffRole)
class StaffRoleAdmin(ConferenceModelAdmin[StaffRole]):
    """Who works for the conference, and who was asked to and has not answered.

    A role is accepted or taken away, never edited.
    """

    change_list_template = "admin/conference/staffrole/change_list.html"
    list_display = ["user", "user_email", "role", "signed_in_at"]
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

    @admin.display(description=gettext_lazy("last signed in"), ordering="user__last_login")
    def signed_in_at(self, role: StaffRole) -> dt.datetime | str:
        return role.user.last_login or _("never")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever is to hold a role is invited, and accepts it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: StaffRole | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown: dict[str, Any] = {
            "title": _("Conference staff"),
            "may_invite": may(request, "conference.add_staffinvitation"),
        }
        if may(request, "conference.view_staffinvitation"):
            waiting = StaffInvitation.objects.visible_to(signed_in(request))
            here = waiting.for_conference(chosen_conference(request))
            shown["invited"] = invited(here.select_related("invited_by")[:MOST_SHOWN])
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def delete_model(self, request: HttpRequest, obj: StaffRole) -> None:
        staff.take_away(role=obj, by=signed_in(request), at=timezone.now())


def invited(waiting: Iterable[StaffInvitation]) -> list[dict[str, Any]]:
    """Each address once, with every role that waits for its answer."""
    people: dict[str, dict[str, Any]] = {}
    for row in waiting:
        person = people.setdefault(
            row.email,
            {
                "pk": row.pk,
                "name": row.name,
                "email": row.email,
                "roles": [],
                "by": row.invited_by,
                "at": row.invited_at,
            },
        )
        person["roles"].append(row.get_role_display())
    return list(people.values())


class ColleagueForm(RecordForm[StaffInvitation]):
    """Name, address and every role at once."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Staff roles"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = StaffInvitation
        fields = ["name", "email"]


@admin.register(StaffInvitation)
class StaffInvitationAdmin(ConferenceModelAdmin[StaffInvitation]):
    """What waits for somebody's answer; deleted, it is taken back."""

    form = ColleagueForm
    list_display = ["name", "email", "role", "invited_by", "invited_at"]
    list_display_links = ["email"]
    list_select_related = ["invited_by"]
    list_filter = ["role"]
    search_fields = ["name", "email"]
    readonly_fields = ["code_to_say", "invited_by", "invited_at"]

    @password_first
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kwargs["extra_context"] = {
            "title": _("Add a colleague"),
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().add_view(request, *args, **kwargs)

    @password_first
    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """It shows the code: whoever has it can become the colleague."""
        return super().change_view(request, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: StaffInvitation | None = None) -> Any:
        if obj is None:
            return ["name", "email", "roles"]
        return ["code_to_say", "name", "email", "role", "invited_by", "invited_at"]

    def has_change_permission(
        self, request: HttpRequest, obj: StaffInvitation | None = None
    ) -> bool:
        return False

    def get_form(
        self,
        request: HttpRequest,
        obj: StaffInvitation | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[StaffInvitation]]:
        """Only the roles that the user may give, with what each is."""
        form = super().get_form(request, obj, change, **kwargs)
        if "roles" in form.base_fields:
            granted = staff.grantable(signed_in(request), chosen_conference(request))
            form.base_fields["roles"].choices = [  # type: ignore[attr-defined]
                (
                    role,
                    format_html(
                        '{}<span class="quiet">{}</span>', role.label, WHAT_A_ROLE_IS[role]
                    ),
                )
                for role in Role
                if role in granted
            ]
        return form

    @admin.display(description=gettext_lazy("code"))
    def code_to_say(self, invitation: StaffInvitation) -> str:
        if not invitation.code:
            return _("No code: this person signs in to accept. Invite them again for a code.")
        conference = invitation.conference
        return format_html(
            '<strong class="invitation-code">{}</strong><br>{}',
            invitation.code,
            _(
                "Valid until %(day)s. Dais sends it by e-mail where it can. Somebody without"
                " an account opens %(url)s and types it in; somebody with one signs in and"
                " accepts."
            )
            % {
                "day": dates.day(conference.local(invitation.code_ends_at)),
                "url": settings.PUBLIC_URL + reverse("join", urlconf=settings.ROOT_URLCONF),
            },
        )

    def save_model(
        self, request: HttpRequest, obj: StaffInvitation, form: Any, change: bool
    ) -> None:
        first, *_others = staff.invite(
            conference=chosen_conference(request),
            email=obj.email,
            name=obj.name,
            roles=[Role(role) for role in form.cleaned_data["roles"]],
            by=signed_in(request),
            at=timezone.now(),
        )
        obj.pk = first.pk

    def delete_model(self, request: HttpRequest, obj: StaffInvitation) -> None:
        staff.take_back(invitation=obj, by=signed_in(request), at=timezone.now())

    def response_add(
        self, request: HttpRequest, obj: StaffInvitation, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Its page has the code. The same whether there is an account or not: that is nobody's
        business.
        """
        said = _("The invitation for %(name)s is ready, and not answered yet.")
        self.message_user(request, said % {"name": obj.name or obj.email}, messages.SUCCESS)
        url = reverse("admin:conference_staffinvitation_change", args=[obj.pk])
        return HttpResponseRedirect(url)
