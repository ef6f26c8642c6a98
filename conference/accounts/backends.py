from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Model

from conference.models import Conference, User
from conference.permissions import MAKING_CONFERENCES


class StaffRoleBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in by e-mail and answers `has_perm` from the staff roles alone.

    `user.has_perm(permission, conference)` asks about one conference; with a row of a conference
    it asks about that row's; without either, whether the user has it in any conference. Making one
    is said of the user.
    """

    def _mitigate_timing_attack(self, password: str) -> None:
        """Nobody's password is tried in as many spellings as somebody's."""
        User().check_password(password)

    def get_user_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return set()
        held = user_obj.held_roles
        if obj is not None:
            conference_id = obj.pk if isinstance(obj, Conference) else conference_of(obj)
            held = [one for one in held if one.conference_id == conference_id]
        permissions = {permission for one in held for permission in one.permissions}
        is_maker = obj is None and user_obj.may_make_conferences
        return permissions | {MAKING_CONFERENCES} if is_maker else permissions

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(
            permission.startswith(f"{app_label}.")
            for permission in self.get_all_permissions(user_obj)
        )


def conference_of(row: Model) -> int | None:
    return getattr(row, "conference_id", None)
