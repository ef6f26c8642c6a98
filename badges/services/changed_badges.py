"""Badges that show what is no longer so, by what has changed: whose they are, and what is done.

They are replaced, or left valid as they are; whoever comes back later finds them here again.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.holders import Called, kind_of
from badges.models import BadgeType, Generation
from badges.services import missing_badges
from badges.standing.outdated_badges import OutdatedBadge, differences, outdated_badges
from conference.models import Conference

NAMED = 5
MOST_GROUPS = 30
# What the parts of a badge are called; several that change together have one word.
WORDS: dict[str, Promise | str] = {
    "conference_title": gettext_lazy("Title of the conference"),
    "conference_short_title": gettext_lazy("Short title of the conference"),
    "conference_dates": gettext_lazy("Dates of the conference"),
    "conference_place": gettext_lazy("Place of the conference"),
    "conference_logo": gettext_lazy("Logo of the conference"),
    "category_letter": gettext_lazy("Category"),
    "category_words": gettext_lazy("Words of the category"),
    "category_colour": gettext_lazy("Colour of the category"),
    "category_is_hatched": gettext_lazy("Colour of the category"),
    "delegation_name": gettext_lazy("Name of the delegation"),
    "delegation_acronym": gettext_lazy("Acronym of the delegation"),
    "delegation_flag": gettext_lazy("Flag of the delegation"),
    "zones": gettext_lazy("Zones"),
    "given_name": gettext_lazy("Name"),
    "family_name": gettext_lazy("Name"),
    "own_name": gettext_lazy("Name in own script"),
    "function": gettext_lazy("Function"),
    "department": gettext_lazy("Department"),
    "ministry": gettext_lazy("Ministry or organization"),
    "photo": gettext_lazy("Photo"),
    "copy_number": gettext_lazy("Number of a shared badge"),
    "copy_count": gettext_lazy("How many badges the delegation shares"),
    "vehicle_plate": gettext_lazy("Number plate"),
    "vehicle_make": gettext_lazy("Make of the vehicle"),
    "vehicle_colour": gettext_lazy("Colour of the vehicle"),
    "vehicle_driver": gettext_lazy("Driver"),
    "badge_type": gettext_lazy("Badge type"),
    "opens_from": gettext_lazy("Opens from"),
    "opens_until": gettext_lazy("Opens until"),
}
OF_TYPE = frozenset({"badge_type", "opens_from", "opens_until"})


@dataclass(frozen=True)
class ChangedBadges:
    """Those of one type in which the same has changed. `changes` say it: what was, and what is now.

    `key` names them on the page; `named` are the first of whose they are. `values` are what the
    changes say, without the words of a language; `digest` is of what each of them would show now,
    which the changes of several do not say.
    """

    key: str
    badge_type: BadgeType
    ids: Sequence[int]
    changes: Sequence[str]
    values: Sequence[tuple[str | None, str | None]]
    digest: str
    named: Sequence[Called]

    @property
    def others(self) -> int:
        return len(self.ids) - len(self.named)


def changed_badges(conference: Conference, *, at: dt.datetime) -> list[ChangedBadges]:
    """As many as a job that is sent now would replace: the largest group of each type first.

    What is changed beyond the first groups stands together in the last one.
    """
    due: dict[int, set[int]] = {}
    for key, ids in missing_badges.due(conference, at=at).changed.items():
        due.setdefault(key.type_id, set()).update(ids)
    return [
        group
        for badge_type in missing_badges.types_out(conference, at=at)
        if badge_type.pk in due
        for group in _of_type(badge_type, due[badge_type.pk])
    ]


def by_type(groups: Iterable[ChangedBadges]) -> dict[int, list[int]]:
    """The holders of each type."""
    found: dict[int, list[int]] = {}
    for group in groups:
        found.setdefault(group.badge_type.pk, []).extend(group.ids)
    return found


def _of_type(badge_type: BadgeType, printable: Collection[int]) -> list[ChangedBadges]:
    found = outdated_badges(badge_type.conference, badge_type.pk)
    outdated = {pk: row for pk, row in found.items() if pk in printable}
    groups = sorted(_alike(outdated).items(), key=lambda item: (-len(item[1]), sorted(item[0])))
    first, rest = groups[:MOST_GROUPS], groups[MOST_GROUPS:]
    told = [_group(badge_type, parts, _those(outdated, ids)) for parts, ids in first]
    if rest:
        every = frozenset[str]().union(*(parts for parts, _ids in rest))
        others = [pk for _parts, ids in rest for pk in ids]
        told.append(_group(badge_type, every, _those(outdated, others)))
    return told


def _those(outdated: Mapping[int, OutdatedBadge], ids: Collection[int]) -> dict[int, OutdatedBadge]:
    return {pk: outdated[pk] for pk in sorted(ids)}


def _alike(outdated: Mapping[int, OutdatedBadge]) -> dict[frozenset[str], list[int]]:
    found: dict[frozenset[str], list[int]] = {}
    for pk, badge in outdated.items():
        found.setdefault(badge.parts, []).append(pk)
    return found


def _group(
    badge_type: BadgeType, parts: frozenset[str], outdated: Mapping[int, OutdatedBadge]
) -> ChangedBadges:
    """What all badges of the conference share is said as it was and is; so is what only one has."""
    ids = list(outdated)
    kind = kind_of(badge_type)
    first = list(kind.in_order(kind.rows().filter(pk__in=ids)).values_list("pk", flat=True)[:NAMED])
    called = kind.called(first)
    named = [called[pk] for pk in first]
    shown = _before_and_now(badge_type, first[0])
    said = {
        str(WORDS[part]): _change(part, shown) if _is_of_all(part, ids) else str(WORDS[part])
        for part in WORDS
        if part in parts
    }
    of_what = [] if badge_type.is_personal else [str(badge_type.number)]
    key = hashlib.sha256(" ".join([*of_what, *sorted(parts)]).encode()).hexdigest()[:12]
    values = [_texts(part, shown) for part in WORDS if part in parts and _is_of_all(part, ids)]
    changes = list(said.values())
    return ChangedBadges(key, badge_type, ids, changes, values, _digest(outdated), named)


def _digest(outdated: Mapping[int, OutdatedBadge]) -> str:
    now = [(pk, badge.now) for pk, badge in outdated.items()]
    return hashlib.sha256(json.dumps(now, sort_keys=True).encode()).hexdigest()


def _is_of_all(part: str, ids: Collection[int]) -> bool:
    return part.startswith("conference_") or part in OF_TYPE or len(ids) == 1


def _before_and_now(
    badge_type: BadgeType, holder_id: int
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    live = Generation.objects.of_type(badge_type.pk).live()
    generation = live.get(**{f"badge__{kind_of(badge_type).key}": holder_id})
    now = differences(badge_type.conference, [holder_id], badge_type.pk)
    return generation.content, now.get(generation.pk, {})


Shown = tuple[Mapping[str, Any], Mapping[str, Any]]


def _texts(part: str, shown: Shown) -> tuple[str | None, str | None]:
    before, now = shown
    return _text(before.get(part)), _text(now.get(part))


def _change(part: str, shown: Shown) -> str:
    """What is no text has changed, and more cannot be said."""
    before, now = _texts(part, shown)
    if before is None or now is None:
        return str(WORDS[part])
    words = {"what": WORDS[part], "before": before or "–", "now": now or "–"}
    return _("%(what)s: “%(before)s” is “%(now)s” now") % words


def _text(value: Any) -> str | None:
    return value["text"] if isinstance(value, dict) and "text" in value else None


def promise(groups: Sequence[ChangedBadges]) -> str:
    """Changes with anybody who is there or not, and with what each badge would show now; in no
    language.
    """
    read = [f"{group.key} {group.values} {group.ids} {group.digest}" for group in groups]
    return hashlib.sha256("\n".join(read).encode()).hexdigest()[:16]
