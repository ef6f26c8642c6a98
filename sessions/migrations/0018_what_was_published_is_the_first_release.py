"""What readers saw of each conference until now, as the first release of its agenda."""

from collections import defaultdict
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from conference.writing.languages import translations
from delegates.naming.names import list_name

ATTENDING = ("pending", "approved")


def release_what_was_published(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sessions = (
        apps.get_model("agenda", "Session")
        .objects.filter(published_at__isnull=False, state__in=["published", "cancelled"])
        .select_related("room__venue")
        .order_by("pk")
    )
    by_conference: dict[int, list[Any]] = defaultdict(list)
    for session in sessions:
        by_conference[session.conference_id].append(session)
    told = {
        "overflow": rows_of(
            apps.get_model("agenda", "RoomBooking")
            .objects.filter(session__isnull=False, is_main=False)
            .select_related("room__venue")
            .order_by("room__order", "room_id")
        ),
        "organizers": rows_of(
            apps.get_model("agenda", "SessionOrganizer")
            .objects.select_related("delegation")
            .order_by("order", "pk")
        ),
        "people": rows_of(
            apps.get_model("agenda", "SessionPart")
            .objects.select_related("delegate__delegation")
            .order_by("order", "pk")
        ),
        "items": rows_of(
            apps.get_model("agenda", "SessionItem")
            .objects.select_related("item")
            .order_by("order", "pk")
        ),
    }
    release = apps.get_model("agenda", "Release").objects
    version = apps.get_model("agenda", "SessionVersion")
    for conference_id, of_conference in by_conference.items():
        first = release.create(
            conference_id=conference_id,
            number=1,
            released_at=max(session.published_at for session in of_conference),
        )
        version.objects.bulk_create(
            version(
                conference_id=conference_id,
                session=session,
                since=first,
                audience=session.audience,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                sequence=session.sequence,
                changed_at=session.updated_at,
                facts=facts_of(session, {name: rows[session.pk] for name, rows in told.items()}),
            )
            for session in of_conference
        )


def rows_of(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.session_id].append(row)
    return found


def facts_of(session: Any, told: dict[str, list[Any]]) -> dict[str, Any]:
    """As releases of this version keep them; whatever is empty is left out."""
    is_cancelled = session.state == "cancelled"
    facts = {
        "code": session.code,
        "is_closed": session.audience == "closed",
        "is_cancelled": is_cancelled,
        "place": place(session.room) if session.room else None,
        "overflow": [place(row.room) for row in told["overflow"]],
    }
    if not facts["is_closed"]:
        facts |= {
            "kind": session.kind,
            "title": translations(session.title),
            "note": translations(session.cancel_note) if is_cancelled else {},
            "description": translations(session.description),
            "floor_languages": session.floor_languages,
            "interpretation": session.interpretation,
            "organizers": [
                {"key": row.delegation_id, "name": translations(row.delegation.name)}
                for row in told["organizers"]
            ],
            "people": [person(row) for row in told["people"] if is_announced(row)],
            "items": [
                {"number": row.item.number, "title": translations(row.item.title)}
                for row in told["items"]
            ],
        }
    return {name: value for name, value in facts.items() if value}


def place(room: Any) -> dict[str, Any]:
    venue = room.venue
    return {
        "key": room.pk,
        "order": [int(not venue.is_main), venue.order, room.order, room.pk],
        "room": translations(room.name),
        "venue": translations(venue.name),
        "is_main_venue": venue.is_main,
        "address": translations(venue.address),
        "directions": translations(venue.directions),
    }


def is_announced(row: Any) -> bool:
    delegate = row.delegate
    return delegate is None or (
        delegate.accreditation in ATTENDING and delegate.delegation.withdrawn_at is None
    )


def person(row: Any) -> dict[str, Any]:
    function, delegate = translations(row.function), row.delegate
    if delegate is None:
        return {"part": row.part, "name": row.name, "function": function}
    return {
        "part": row.part,
        "name": list_name(
            given=delegate.given_name,
            family=delegate.family_name,
            override=delegate.display_name,
            language=delegate.own_name_language or None,
        ),
        "own_name": delegate.own_name,
        "own_name_language": delegate.own_name_language,
        "function": function or translations(delegate.function),
        "delegation": translations(delegate.delegation.name),
        "delegate": delegate.pk,
    }


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0017_releases_stay_inside"),
        ("delegates", "0052_imports_say_when_they_were_uploaded"),
    ]
    # On the way back the releases go with their tables; what they said is asked for before that.
    operations = [migrations.RunPython(release_what_was_published, migrations.RunPython.noop)]
