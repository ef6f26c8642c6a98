"""Facts of a session as they are kept with a release, and read again for as long as it exists."""

from dataclasses import fields
from typing import Any

import msgspec

from sessions.facts import SessionFacts
from sessions.models import SessionVersion

COLUMNS = {"starts_at", "ends_at", "audience", "sequence", "changed_at"}
"""What stands beside the kept facts."""

OF_CLOSED = ("code", "is_cancelled", "place", "overflow")
"""What is left of what was kept, where a session is closed after it was released."""


def stored(facts: SessionFacts) -> dict[str, Any]:
    """Plain JSON; a text or list that is empty is left out and read as empty."""
    kept = {
        each.name: msgspec.to_builtins(getattr(facts, each.name))
        for each in fields(facts)
        if each.name not in COLUMNS
    }
    return {name: value for name, value in kept.items() if value}


def facts_of(version: SessionVersion) -> SessionFacts:
    return msgspec.convert(
        {
            "is_closed": False,
            "is_cancelled": False,
            **version.facts,
            "starts_at": version.starts_at,
            "ends_at": version.ends_at,
            "audience": version.audience,
            "sequence": version.sequence,
            "changed_at": version.changed_at,
        },
        SessionFacts,
    )
