"""Who asks: finds everything that can be asked for, and asks a worker; see the package."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from socket import socketpair
from typing import Any, Self

from django.contrib import admin
from django.db.models import Model

from badges.choices import JobState
from badges.models import PrintJob
from bench.admin_requests.answering import SEARCHES
from bench.admin_requests.costs import Asked, Cost
from bench.admin_requests.large_conference import Filled
from conference.addresses import admin_url
from conference.models import Conference, User
from delegates.models import Delegate, Delegation
from sessions.models import Session
from tests.addresses import ALL, Address, model_of
from tests.admin_pages import (
    Ask,
    actions_of,
    actions_on_everything,
    completions,
    first_row,
    links_of,
    parts_of,
    sendings,
)
from tests.admin_rows import OF_CONFERENCES

MOST_VALUES = 6
WARM_UP = ("index", "agenda_session_changelist", "conference_venue_changelist")


@dataclass
class Worker:
    process: subprocess.Popen[bytes]
    connection: Connection

    @classmethod
    def started(cls, place: Filled, *arguments: str) -> "Worker":
        ours, theirs = socketpair()
        number = theirs.fileno()
        command = [sys.executable, "-m", "bench.admin_requests.answering", str(number), *arguments]
        process = subprocess.Popen(command, pass_fds=[number])
        theirs.close()
        worker = cls(process, Connection(ours.detach()))
        pages = [admin_url(place.conference, name) for name in WARM_UP]
        worker.connection.send((place.organizer.pk, pages))
        return worker

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.connection.close()
        self.process.wait(60)

    def answer(self, asked: Asked) -> tuple[Cost, str]:
        self.connection.send(asked)
        answered: tuple[Cost, str] = self.connection.recv()
        return answered


@dataclass
class Walk:
    """Asks for everything, each thing once."""

    worker: Worker
    place: Filled
    costs: dict[Asked, Cost] = field(default_factory=dict)

    def everything(self) -> None:
        """Of the organizer; of the administrator each page, and all that is the installation's."""
        organizer, administrator = self.place.organizer, self.place.administrator
        for address in ALL:
            for path in self.paths(address):
                self.page(organizer, path, listed_at(address))
                if address.is_in_a_conference:
                    self.ask(administrator, Ask(path))
                else:
                    self.page(administrator, path, listed_at(address))
        for path in completions(self.place.conference):
            self.ask(organizer, Ask(path))
            self.ask(organizer, Ask(path.replace("term=", "term=ra")))

    def ask(self, who: User, ask: Ask) -> str:
        """The page that answers; "" where it was asked for before, or where there is none."""
        asked = Asked(who.pk, who.name, ask)
        if asked in self.costs:
            return ""
        self.costs[asked], page = self.worker.answer(asked)
        return page

    def page(self, who: User, path: str, model: type[Model] | None) -> None:
        """With what it leads to; where it is a list of the model, with its actions."""
        page = self.ask(who, Ask(path))
        found = [*parts_of(path, page), *sendings(path, page)]
        found += links_of(path, page, most=MOST_VALUES)
        if 'id="changelist-search"' in page:
            found += [Ask(f"{path}?q={code}") for code in SEARCHES]
        for ask in found:
            self.ask(who, ask)
        if model is not None:
            self.actions(who, path, page, model)

    def actions(self, who: User, path: str, page: str, model: type[Model]) -> None:
        is_here = path.startswith(admin_url(self.place.conference, "index"))
        names = actions_of(model, self.place.conference if is_here else None, who)
        for ask in actions_on_everything(path, page, names):
            for confirmed in sendings(path, self.ask(who, ask)):
                self.ask(who, confirmed)

    def paths(self, address: Address) -> Iterator[str]:
        """Of the address for each row that it is looked at with."""
        conference = self.place.conference
        session = Session.objects.for_conference(conference).filter(versions__isnull=False).first()
        delegate = self.place.largest.delegates.order_by("pk").last()
        assert session
        assert delegate
        common = {"conference": conference.slug, "slug": conference.slug, "code": session.code}
        common["delegate_id"] = str(delegate.pk)
        model = model_of(address)
        for row in self.rows(model) if model else [conference]:
            about = {**common, "object_id": str(row.pk), "pk": str(row.pk)}
            if model and "decision" in address.parameters:
                for decision in admin.site._registry[model].decisions:  # type: ignore[attr-defined]
                    yield address.path(**about, decision=decision.value)
            else:
                yield address.path(**about)

    def rows(self, model: Any) -> Sequence[Any]:
        """The largest of its kind; of jobs one in each state."""
        conference = self.place.conference
        if model is Conference:
            return [conference]
        if model is Delegation:
            return [self.place.largest]
        if model is Delegate:
            return [self.place.largest.delegates.order_by("pk").first()]
        if model is PrintJob:
            jobs = PrintJob.objects.for_conference(conference).order_by("pk")
            return [job for state in JobState if (job := jobs.filter(state=state).first())]
        if model in OF_CONFERENCES:
            return [first_row(model, conference)]
        return [model._default_manager.order_by("pk").first()]


def listed_at(address: Address) -> type[Model] | None:
    names = {
        f"{m._meta.app_label}_{m._meta.model_name}_changelist": m for m in admin.site._registry
    }
    return names.get(address.name) if address.namespace == "admin" else None
