"""What a rule, the database or the storage refuses, in words for whoever asked for it."""

from conference.database import violations
from conference.errors import DomainError
from conference.files.storage import StorageError

REFUSALS = (DomainError, StorageError, *violations.VIOLATIONS)


def words(error: Exception) -> str:
    if isinstance(error, DomainError | StorageError):
        return str(error)
    return violations.sentence(error)  # type: ignore[arg-type]
