from typing import Any

from django.db import models

from conference import secrets


class SealedField(models.BinaryField[Any, Any]):
    """Holds what `conference.secrets` has sealed. `manage.py rotate_keys` finds it by its class.

    One that may be blank is emptied once it has served; any other that is empty is damaged.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"editable": False})

    def place_in(self, row: int) -> secrets.Place:
        return secrets.Place(self.model._meta.db_table, row, self.attname)
