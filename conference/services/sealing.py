"""Another master key takes over: what is sealed is sealed anew, row by row, while all goes on."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from conference import secrets
from conference.accounts import second_factors
from conference.models.sealed import SealedField


def sealed_fields() -> Iterator[SealedField]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                yield field


def seal_anew() -> int:
    """With the first master key, whatever another one has sealed; how many that were.

    Raises SecretsError, before or between rows: what was done until then stays, and a second run
    does the rest.
    """
    of_fields = sum(_seal_anew(field, row) for field in sealed_fields() for row in _rows(field))
    return of_fields + second_factors.seal_anew()


def keys_in_use() -> set[str]:
    """Ids of the master keys that something is sealed with."""
    of_fields = {
        secrets.key_of(bytes(sealed))
        for field in sealed_fields()
        for sealed in _full(field).values_list(field.attname, flat=True)
    }
    return of_fields | second_factors.keys_in_use()


def _table(field: SealedField) -> models.QuerySet[models.Model]:
    return field.model._base_manager.order_by("pk")


def _full(field: SealedField) -> models.QuerySet[models.Model]:
    return _table(field).exclude(**{field.attname: b""}) if field.blank else _table(field)


def _rows(field: SealedField) -> list[int]:
    return [
        pk
        for pk, sealed in _full(field).values_list("pk", field.attname)
        if not secrets.is_current(bytes(sealed))
    ]


@transaction.atomic
def _seal_anew(field: SealedField, row: int) -> bool:
    """Whoever else has the row in hands comes first; one gone or emptied needs nothing."""
    kept = _table(field).filter(pk=row)
    sealed = kept.select_for_update().values_list(field.attname, flat=True).first()
    if sealed is None or (field.blank and not sealed) or secrets.is_current(bytes(sealed)):
        return False
    secret = secrets.unseal(bytes(sealed), field.place_in(row))
    kept.update(**{field.attname: secrets.seal(secret, field.place_in(row))})
    return True
