"""References that cannot leave their conference (design decision 3).

Every row of a conference carries `conference_id`. A reference from one such row to another is
backed by a second, composite foreign key `(reference_id, conference_id) -> (id, conference_id)`,
which PostgreSQL checks on every path, bulk and raw ones included.
"""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AddCompositeKey(Operation):
    """Add `(field, own) -> (id, theirs)` behind the foreign key `field` of a model.

    By default both `own` and `theirs` are the conference. `AddCompositeKey("delegation", "head",
    own="id", theirs="delegation")` keeps a head inside the delegation. Checked at once, not at
    commit, so that the error reaches whoever made it. `cascades`: the row goes with the one it
    refers to, on raw paths too.
    """

    reversible = True

    def __init__(
        self,
        model: str,
        field: str,
        own: str = "conference",
        theirs: str = "conference",
        *,
        cascades: bool = False,
    ) -> None:
        self.model = model
        self.field = field
        self.own = own
        self.theirs = theirs
        self.cascades = cascades

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        named = {"cascades": True} if self.cascades else {}
        return type(self).__name__, [self.model, self.field, self.own, self.theirs], named

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models know nothing of it: Django has no word for such a constraint."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        field = model._meta.get_field(self.field)
        target = field.related_model
        assert isinstance(target, type)
        assert issubclass(target, models.Model)
        quote = schema_editor.quote_name
        schema_editor.execute(
            f"ALTER TABLE {quote(model._meta.db_table)}"
            f" ADD CONSTRAINT {quote(constraint_name(model, self.field))}"
            f" FOREIGN KEY ({quote(column(model, self.field))}, {quote(column(model, self.own))})"
            f" REFERENCES {quote(target._meta.db_table)}"
            f" ({quote('id')}, {quote(column(target, self.theirs))})"
            f"{' ON DELETE CASCADE' if self.cascades else ''}"
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model)
        quote = schema_editor.quote_name
        schema_editor.execute(
            f"ALTER TABLE {quote(model._meta.db_table)}"
            f" DROP CONSTRAINT {quote(constraint_name(model, self.field))}"
        )

    def describe(self) -> str:
        return f"Keep {self.model}.{self.field} inside its {self.theirs}"


class RemoveCompositeKey(AddCompositeKey):
    """Before its field goes; taken back, both are there again."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"No longer keep {self.model}.{self.field} inside its {self.theirs}"


class AddLentColumns(Operation):
    """Columns of a row that are those of the row it refers to, and follow them.

    `AddLentColumns("delegation", "kind", ["admits"])` adds `(kind, admits) -> (id, admits)` with ON
    UPDATE CASCADE: constraints of the one table can then speak of a value of the other. Where the
    row has another name for it, `lent` is its own names with theirs.
    """

    reversible = True

    def __init__(self, model: str, field: str, lent: list[str] | dict[str, str]) -> None:
        self.model = model
        self.field = field
        self.lent = lent

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model, self.field, self.lent], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """See `AddCompositeKey`."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        target = model._meta.get_field(self.field).related_model
        assert isinstance(target, type)
        assert issubclass(target, models.Model)
        quote = schema_editor.quote_name
        names = self.lent if isinstance(self.lent, dict) else {name: name for name in self.lent}
        own = ", ".join(quote(column(model, name)) for name in [self.field, *names])
        theirs = ", ".join(quote(column(target, name)) for name in ["id", *names.values()])
        schema_editor.execute(
            f"ALTER TABLE {quote(model._meta.db_table)}"
            f" ADD CONSTRAINT {quote(lent_name(model, self.field))} FOREIGN KEY ({own})"
            f" REFERENCES {quote(target._meta.db_table)} ({theirs}) ON UPDATE CASCADE"
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model)
        quote = schema_editor.quote_name
        schema_editor.execute(
            f"ALTER TABLE {quote(model._meta.db_table)}"
            f" DROP CONSTRAINT {quote(lent_name(model, self.field))}"
        )

    def describe(self) -> str:
        return f"Let {', '.join(self.lent)} of {self.model} follow its {self.field}"


def column(model: type[models.Model], field: str) -> str:
    name: str = model._meta.get_field(field).column  # type: ignore[union-attr, assignment]
    return name


def constraint_name(model: type[models.Model], field: str) -> str:
    return f"{model._meta.db_table}_{field}_stays_inside"


def lent_name(model: type[models.Model], field: str) -> str:
    return f"{model._meta.db_table}_{field}_lends"
