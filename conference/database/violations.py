"""A violated database constraint, in the words that the constraint itself carries.

Forms validate before they save, but an inline or a race reaches the database unvalidated (design
decision 11). Whatever saves rows for a person goes through `in_words`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from conference.errors import DomainError

# https://www.postgresql.org/docs/current/errcodes-appendix.html
NOT_NULL, FOREIGN_KEY, UNIQUE = "23502", "23503", "23505"

VIOLATIONS = (IntegrityError, ProtectedError, RestrictedError)


@contextmanager
def in_words() -> Iterator[None]:
    """Raise DomainError with the constraint's own sentence instead of the database's error."""
    try:
        yield
    except VIOLATIONS as error:
        raise DomainError(sentence(error)) from error


def sentence(error: IntegrityError) -> str:
    """What a person can read about the violation; never a name of a table or a value."""
    if isinstance(error, ProtectedError | RestrictedError):
        return _("Something still refers to this record, so it cannot be deleted.")
    diagnosis = getattr(error.__cause__, "diag", None)
    constraint = constraints().get(getattr(diagnosis, "constraint_name", None) or "")
    if (
        constraint
        and constraint.violation_error_message != constraint.default_violation_error_message
    ):
        return str(constraint.get_violation_error_message())
    code = getattr(error.__cause__, "pgcode", "")
    if code == UNIQUE:
        return _("There is already a record like this one.")
    if code == FOREIGN_KEY:
        return _(
            "What this record refers to does not exist in this conference, or something still"
            " refers to this record."
        )
    if code == NOT_NULL:
        return _("A value is missing that this record needs.")
    return _("These values do not go together.")


@cache
def constraints() -> dict[str, BaseConstraint]:
    """Every constraint of the installation by its name in the database."""
    return {
        constraint.name: constraint
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }
