"""The invented programme of `programme.toml` as facts and as search texts."""

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from sessions.choices import Audience
from sessions.facts import (
    DocumentFacts,
    ItemFacts,
    OrganizerFacts,
    PersonFacts,
    PlaceFacts,
    SessionFacts,
)
from sessions.searching.texts import search_text

TOLD = tomllib.loads(Path(__file__).with_name("programme.toml").read_text())
AT = dt.datetime(2026, 5, 26, 8, tzinfo=dt.UTC)


def programme() -> dict[str, str]:
    """Search text by the code of the session."""
    return {told["code"]: search_text(facts(told), documents(told)) for told in TOLD["sessions"]}


def facts(told: dict[str, Any]) -> SessionFacts:
    """As `session_facts` makes them: of a closed session its time and room alone."""
    audience = told.get("audience", Audience.PUBLIC)
    is_closed = audience == Audience.CLOSED
    place = place_of(told["room"]) if "room" in told else None
    known = SessionFacts(
        told["code"], AT, AT, audience, is_closed, is_cancelled=False, sequence=0, changed_at=AT
    )
    if is_closed:
        return replace(known, place=place)
    return replace(
        known,
        place=place,
        kind=told.get("kind", ""),
        title=told.get("title", {}),
        description=told.get("text", {}),
        organizers=tuple(
            OrganizerFacts(key, TOLD["organizers"][name])
            for key, name in enumerate(told.get("organizers", ()))
        ),
        people=tuple(person(*one) for one in told.get("people", ())),
        items=tuple(ItemFacts(number, title) for number, title in told.get("items", ())),
    )


def documents(told: dict[str, Any]) -> list[DocumentFacts]:
    return [DocumentFacts(symbol, title, ()) for symbol, title in told.get("documents", ())]


def place_of(room: str) -> PlaceFacts:
    venue = TOLD["places"][room]
    return PlaceFacts(
        1, (0,), TOLD["rooms"][room], TOLD["venues"][venue], venue == "palace", {}, {}
    )


def person(name: str, own_name: str, language: str, delegation: str) -> PersonFacts:
    party = TOLD["organizers"].get(delegation)
    return PersonFacts("speaker", name, own_name, language, delegation=party)
