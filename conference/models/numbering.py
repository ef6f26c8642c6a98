"""Numbers that a row of a conference is given once and no other row ever gets again.

What is printed on paper or signed names a zone, a category, a type of badge by its number: a row
that is deleted takes its number with it.
"""

from typing import Any

import pgtrigger
from django.db import models

from conference.models.conferences import Conference


class LastNumber(models.Model):
    """The last number given in one sequence of a conference."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    sequence = models.CharField(max_length=20)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "sequence"], name="last_number_once_per_sequence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.conference}, {self.sequence}: {self.number}"


class GivenNumberField(models.PositiveSmallIntegerField[Any, Any]):
    """PostgreSQL gives it (`given_once`), and says which it is to whoever saves the row."""

    db_returning = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"blank": True, "editable": False})


def given_once(sequence: str, *, first: int) -> pgtrigger.Trigger:
    """Gives each new row its `number`, from `first` on, and keeps it whatever is saved later.

    In the database, so that rows inserted in bulk or by hand have theirs too. A number that comes
    with the row, as when a copy of the database is read in, is taken and counted.
    """
    return pgtrigger.Trigger(
        name=f"{sequence}_number_is_given_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("number"),  # type: ignore[no-untyped-call]
        # Since PostgreSQL 18 NEW means something else behind RETURNING.
        declare=[("given", "INTEGER")],
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                NEW.number := OLD.number;
                RETURN NEW;
            END IF;
            INSERT INTO conference_lastnumber AS last (conference_id, sequence, number)
            VALUES (NEW.conference_id, '{sequence}', COALESCE(NEW.number, {first}))
            ON CONFLICT (conference_id, sequence) DO UPDATE
            SET number = GREATEST(NEW.number, last.number + (NEW.number IS NULL)::int)
            RETURNING last.number INTO given;
            NEW.number := COALESCE(NEW.number, given);
            RETURN NEW;
        """,  # noqa: S608 - both are written in our models
    )
