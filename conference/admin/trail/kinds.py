"""The filter of the trail by what its events are about."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst

from conference.admin.lists.filters import FilledValuesFilter
from conference.admin.trail.sentences import kind


class KindOfRecordFilter(FilledValuesFilter):
    """Each kind that occurs, called as everywhere in the interface, in the order of its words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        everything, *offered = super().choices(changelist)
        yield everything
        labels: Any = self.lookup_choices
        found: list[Any] = [
            {**one, "display": capfirst(kind(label))}
            for label, one in zip(labels, offered, strict=True)
        ]
        yield from sorted(found, key=lambda one: str(one["display"]))
