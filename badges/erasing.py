"""Where something of a person lies in badges, and how it goes: see `delegates`' `erasure`."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges import files
from badges.choices import UNDER_WAY
from badges.engine.content import BadgeContent
from badges.models import (
    Badge,
    Generation,
    Handover,
    PrintChunk,
    PrintEntry,
    PrintJob,
    PrintPreparation,
)
from badges.snapshot import PARTS_OF_PERSON
from delegates.models import Delegate
from delegates.services.erasure import Erased, Kept, Person

NOBODY = {
    name: part
    for name, part in BadgeContent(language="").as_snapshot().items()
    if name in PARTS_OF_PERSON
}


def printing_under_way(delegate: Delegate) -> str:
    of_person = PrintJob.objects.filter(entries__generation__badge__delegate=delegate)
    prepared = PrintJob.objects.filter(preparation__holders__contains=[delegate.pk])
    for jobs in (of_person, prepared):
        if job := jobs.filter(state__in=UNDER_WAY).first():
            return _("Their badge is being printed in %s: erase them once that is done.") % job
    return ""


def from_badges(person: Person) -> None:
    """None of them is valid any more: whoever is withdrawn is entitled to none."""
    rows = list(Generation.objects.filter(badge__delegate=person.row))
    for row in rows:
        person.forget_file(row.content.get("photo"))
        row.content = {**row.content, **{k: v for k, v in NOBODY.items() if k in row.content}}
        row.left_valid = None
    Generation.objects.bulk_update(rows, ["content", "left_valid"], batch_size=200)
    entries = PrintEntry.objects.filter(generation__in=rows)
    chunks = PrintChunk.objects.filter(entries__in=entries).distinct()
    keys = [key for pair in chunks.values_list("file", "sheet_file") for key in pair if key]
    PrintChunk.objects.filter(pk__in=[row.pk for row in chunks]).update(file="", sheet_file="")
    transaction.on_commit(partial(files.discard, keys), robust=True)
    entries.update(notes=[], identity="")


PLACES: tuple[Erased | Kept, ...] = (
    Erased(
        (Generation._meta.label, PrintEntry._meta.label, PrintChunk._meta.label),
        gettext_lazy(
            "What their badges show, and printed files in which one is: others' badges in such a"
            " file are printed again in another job"
        ),
        from_badges,
        printing_under_way,
    ),
    Kept(Badge._meta.label, "a serial, and what became of the card"),
    Kept(Handover._meta.label, "says which id was given a card that the delegation shares"),
    Kept(PrintPreparation._meta.label, "holds ids"),
)
