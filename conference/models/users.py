from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conference.choices import Role
from conference.permissions import ROLES_IN_ADMIN, permissions_of
from conference.writing.spellings import normal_form, spellings


@dataclass(frozen=True)
class HeldRole:
    """A staff role of somebody, with what it is held for; without a scope, for everything."""

    conference_id: int
    role: str
    scope_id: int | None

    @property
    def permissions(self) -> frozenset[str]:
        return permissions_of(self.role, has_scope=self.scope_id is not None)


# Addresses are compared by `email__lower`, as they are kept apart by the index. By `iexact`
# PostgreSQL takes capitals, of which those of “ı” and “ſ” are I and S: an address with one of them
# is somebody else's.
models.EmailField.register_lookup(Lower)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__lower=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do for a conference stands in its staff roles.

    Groups and single permissions are not used: `StaffRole` is the only source of permission in a
    conference. `is_superuser` marks the installation administrator, who says of others whether
    they may make conferences.
    """

    groups = None  # type: ignore[assignment]
    user_permissions = None  # type: ignore[assignment]

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=20, default="en")
    # How delegations and the host reach them; theirs to say or to leave.
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="", db_default="")
    languages = models.CharField(
        _("languages spoken"), max_length=200, blank=True, default="", db_default=""
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Whoever is not active cannot sign in.")
    )
    is_superuser = models.BooleanField(
        _("installation administrator"),
        default=False,
        help_text=_("May do everything in every conference, and edit countries and users."),
    )
    may_make_conferences = models.BooleanField(
        _("may create conferences"),
        default=False,
        help_text=_("May create conferences and becomes their organizer."),
    )
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    # That they read the mail of their address. None of an account that a code opened which staff
    # could read too: what others offer to the address is not theirs to take.
    mailbox_shown_at = models.DateTimeField(
        _("mailbox shown"), null=True, blank=True, default=timezone.now, editable=False
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("There is already a user with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def set_password(self, raw_password: str | None) -> None:
        """Kept in one form, whichever keyboard wrote it."""
        super().set_password(raw_password if raw_password is None else normal_form(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Also against a hash of what another keyboard sent; that of the one form replaces it."""
        if raw_password is None:
            return super().check_password(None)
        for spelling in spellings(raw_password):
            if super().check_password(spelling):
                if spelling != normal_form(spelling):
                    self._keep_in_normal_form(spelling)
                return True
        return False

    def _keep_in_normal_form(self, password: str) -> None:
        """What is typed stays the same, so this is no change of the password."""
        self.set_password(password)
        self._password = None
        self.save(update_fields=["password"])

    @cached_property
    def held_roles(self) -> list[HeldRole]:
        """Read once per request."""
        if not self.pk or not self.is_active:
            return []
        rows = self.staff_roles.values_list("conference_id", "role", "scope_id")
        return [HeldRole(*row) for row in rows.order_by()]

    @cached_property
    def roles_by_conference(self) -> dict[int, frozenset[str]]:
        """Conference id to the roles held there."""
        held: dict[int, set[str]] = {}
        for one in self.held_roles:
            held.setdefault(one.conference_id, set()).add(one.role)
        return {conference_id: frozenset(roles) for conference_id, roles in held.items()}

    def conferences_where(self, permission: str) -> list[int]:
        """Ids of the conferences in which a role holds e.g. `"delegates.view_delegate"`."""
        return sorted(
            {one.conference_id for one in self.held_roles if permission in one.permissions}
        )

    @property
    def administers(self) -> list[int]:
        """Ids of the conferences whose admin opens to a role of the user."""
        held = self.roles_by_conference.items()
        return [conference_id for conference_id, roles in held if roles & ROLES_IN_ADMIN]

    @property
    def organizes(self) -> list[int]:
        """Ids of the conferences whose organizer the user is."""
        held = self.roles_by_conference.items()
        return [conference_id for conference_id, roles in held if Role.ORGANIZER in roles]

    @property
    def has_staff_role(self) -> bool:
        """Whether the user works for a conference, in the admin or elsewhere."""
        return self.is_staff or bool(self.held_roles)

    @property
    def is_staff(self) -> bool:
        """Whether the admin opens at all; asked by Django's admin."""
        return self.is_superuser or self.may_make_conferences or bool(self.administers)
