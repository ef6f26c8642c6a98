"""What a printing of the list of participants costs, from the rows to its files.

    .venv/bin/python -m bench.participants [PEOPLE]

Starts a throw-away database and registers invented people: many small delegations, some large ones
and one of 900. Then it keeps a printing, makes its PDF and its workbook in one language, and reads
both back: the names on the pages and in the rows are those of the database, in its order. CPU is
user and system time of the process that asks and of its children; memory is the most that one
process held (the PDF's parts and the process that joins them each have one of their own).
"""

import argparse
import io
import random
import re
import resource
import time
from collections.abc import Callable
from typing import Any

from bench.print_job import throw_away_system

PEOPLE = 17_000
LARGEST = 900
MEGABYTE = 1024
NAME = re.compile(r"PERSON(\d+)")
FUNCTIONS = (
    "Minister of Energy and Water Resources",
    "Deputy Minister of Economic Development and Trade, Chair of the Committee on Rivers",
    "Second Secretary",
    "Adviser",
)
MINISTRIES = ("Ministry of Foreign Affairs", "Permanent Mission to the United Nations", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("people", nargs="?", type=int, default=PEOPLE)
    count = parser.parse_args().people
    with throw_away_system():
        measure(count)


def measure(count: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from delegates.models import Delegate
    from delegates.participants import printings
    from tests.factories import AT

    call_command("migrate", verbosity=0)
    conference, by = registered(count)
    print(f"\n{count} people, one language: CPU, wall, most memory of a process")
    with CaptureQueriesContext(connection) as queries:
        printing = said("keeping the rows", printings.keep, conference=conference, by=by, at=AT)
    print(f"  {'questions to the database':30} {len(queries):7}")
    ordered = Delegate.objects.for_conference(conference).in_protocol_order()
    expected = [int(name[6:]) for name in ordered.values_list("family_name", flat=True)]
    for file_format, read in (("xlsx", in_workbook), ("pdf", on_pages)):
        said(
            f"making the .{file_format}",
            printings.make_file,
            printing=printing,
            language="en",
            file_format=file_format,
        )
        with printing.files.get(file_format=file_format).file.open() as stored:
            data = stored.read()
        print(f"  {'size':30} {len(data) / 2**20:7.1f} MB")
        order = "as in the database" if read(data) == expected else "DIFFER"
        print(f"  {'names and their order':30} {order}")


def said(what: str, do: Callable[..., Any], **arguments: Any) -> Any:
    """Within the limit of the job that does it."""
    from conference.leased_work import limited_memory
    from delegates.participants import background

    began, spent = time.monotonic(), cpu()
    if "at" in arguments:
        arguments["reserved"] = {}
    with limited_memory(background.MOST_BYTES):
        result = do(**arguments)
    memory = [resource.getrusage(who).ru_maxrss // MEGABYTE for who in WHO]
    wall = time.monotonic() - began
    held = f"own {memory[0]} MB, child {memory[1]} MB"
    print(f"  {what:30} {cpu() - spent:7.1f} s {wall:7.1f} s   {held}")
    return result


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def cpu() -> float:
    used = [resource.getrusage(who) for who in WHO]
    return sum(one.ru_utime + one.ru_stime for one in used)


def on_pages(data: bytes) -> list[int]:
    """Names in the order in which they are drawn: columns from the first to the last."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        print(f"  {'pages':30} {len(pdf):7}")
        texts = [page.get_textpage().get_text_range() for page in pdf]
    return [int(number) for text in texts for number in NAME.findall(text)]


def in_workbook(data: bytes) -> list[int]:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [int(NAME.findall(str(row[5]))[0]) for row in sheet.to_python()[1:]]


def registered(count: int, slug: str = "bench") -> tuple[Any, Any]:
    """An officer, and a conference of so many accredited people of invented names."""
    from delegates.models import Delegate, Delegation
    from tests import factories

    chance = random.Random(2018)
    conference = factories.ConferenceFactory(slug=slug, languages=["en"])
    role = factories.StaffRoleFactory(user__email=f"{slug}@example.org", conference=conference)
    sizes = [min(LARGEST, count)]
    while sum(sizes) < count:
        sizes.append(min(chance.choice((1, 2, 3, 5, 8, 13, 40, 120)), count - sum(sizes)))
    delegations = [
        factories.DelegationFactory(
            conference=conference,
            country=None,
            organization=factories.OrganizationFactory(),
            kind__code=("intergovernmental", "civil_society")[number % 2],
        )
        for number in range(len(sizes))
    ]
    people = Delegate.objects.bulk_create(
        [
            Delegate(
                conference=conference,
                delegation=delegation,
                order=order,
                honorific=chance.choice(("H.E. Mr", "Ms", "Mr", "")),
                given_name=chance.choice(("Zarina", "Jürgen", "Nguyễn", "María José")),
                family_name=f"Person{number}",
                function=chance.choice(FUNCTIONS),
                ministry=chance.choice(MINISTRIES),
                gender=chance.choice(("female", "male", "")),
                accreditation="approved",
                decided_at=factories.AT,
                decided_by=role.user,
            )
            for number, (delegation, order) in enumerate(
                (delegation, order)
                for delegation, size in zip(delegations, sizes, strict=True)
                for order in range(size)
            )
        ],
        batch_size=1000,
    )
    heads = {one.delegation_id: one.pk for one in reversed(people)}
    for delegation in delegations[::2]:
        Delegation.objects.filter(pk=delegation.pk).update(head=heads[delegation.pk])
    return conference, role.user


if __name__ == "__main__":
    main()
