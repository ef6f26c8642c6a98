"""What no upgrade may change, read through the services and QuerySets of the day."""

import json
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import timezone

from badges.models import Generation, PrintJob
from badges.services.missing_badges import due
from conference.models import BackgroundJob, Conference
from delegates.models import Delegate, Delegation, ImportRun
from tests.upgrade.facts_of_registration import of_registration, of_second_factors

EVENTS = ("conference.ConferenceEvent", "delegates.DelegationEvent", "delegates.DelegateEvent",
          "agenda.SessionEvent", "delegates.OwnValueEvent")  # fmt: skip


def facts() -> dict[str, Any]:
    return {
        "conferences": {
            conference.slug: of_conference(conference)
            for conference in Conference.objects.order_by("slug")
        },
        "history": {name: apps.get_model(name).objects.count() for name in EVENTS},
        "second factors": of_second_factors(),
    }


def of_conference(conference: Conference) -> dict[str, Any]:
    """`order`: each delegate in protocol order with the category's letter and its zones."""
    delegates = (
        Delegate.objects.for_conference(conference)
        .in_protocol_order()
        .select_related("category")
        .prefetch_related("category__category_zones__zone")
    )
    what_is_due = due(conference, at=timezone.now())
    jobs = PrintJob.objects.for_conference(conference).order_by("pk")
    live = Generation.objects.for_conference(conference).live()
    return {
        "delegations": [
            row.name.data["en"]
            for row in Delegation.objects.for_conference(conference).in_protocol_order()
        ],
        "order": [in_words(delegate) for delegate in delegates],
        "unissued": what_is_due.unissued,
        "changed": what_is_due.changed_count,
        "live": {
            f"{row.badge.serial:05d}": row.number
            for row in live.select_related("badge").order_by("badge__serial")
        },
        "jobs": {str(job.pk): job.state for job in jobs},
        "background jobs": [
            [job.kind, job.state]
            for job in BackgroundJob.objects.for_conference(conference).order_by("pk")
        ],
        "imports": [
            [run.step, run.state]
            for run in ImportRun.objects.for_conference(conference).order_by("pk")
        ],
        "registration": of_registration(conference),
    }


def in_words(delegate: Delegate) -> str:
    category = delegate.category
    if category is None:
        return delegate.reference
    zones = "".join(row.zone.letter for row in category.category_zones.all())
    return f"{delegate.reference} {category.letter} {zones}"


def recorded(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Of what is so now, what was noted then: an earlier landing noted less."""
    conferences = {
        slug: {name: found[name] for name in before["conferences"].get(slug, found)}
        for slug, found in after["conferences"].items()
    }
    history = {name: after["history"][name] for name in before["history"]}
    noted = {name: after[name] for name in before}
    return {**noted, "conferences": conferences, "history": history}


def write(found: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found
