"""What is still going on in a conference that opens tomorrow, begun through the services.

A worker does the rest as soon as it runs: it prints the badges, which show what has changed since
they were sent, and checks the list, which asks.
"""

import csv
import io

from badges.choices import Purpose
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from conference.models import Conference, User
from conference.site.demonstration.delegations import Registered
from conference.site.demonstration.tables import Table
from delegates.columns import COLUMNS
from delegates.models import Delegate
from delegates.services import registering
from delegates.services.importing import imports

IN_A_LIST = ("delegation", "given_name", "family_name", "function")


def leave_unfinished(
    *, conference: Conference, told: Table, registered: Registered, by: User
) -> None:
    if "print" in told:
        _print(conference, told["print"], registered, by)
    for line in told.get("changed", ()):
        registering.change(
            delegate=_delegate(line, registered), fields=line["fields"], by=by, at=line["at"]
        )
    if "list" in told:
        _upload(conference, told["list"], registered, by)


def _print(conference: Conference, told: Table, registered: Registered, by: User) -> None:
    """Few enough to have everything that they will show at once."""
    ids = [row.pk for called in told["delegations"] for row in registered.delegates[called]]
    order = PrintOrder(conference, ids, Purpose.FIRST, language=conference.principal_language)
    jobs.send(order=order, by=by, at=told["at"])


def _upload(conference: Conference, told: Table, registered: Registered, by: User) -> None:
    imports.start(
        file=io.BytesIO(_list(told["rows"], registered).encode()),
        file_name=told["file_name"],
        conference=conference,
        creates_delegations=False,
        by=by,
        at=told["at"],
    )


def _list(rows: list[Table], registered: Registered) -> str:
    text = io.StringIO()
    lines = csv.DictWriter(text, IN_A_LIST)
    lines.writerow({name: str(COLUMNS[name].label) for name in IN_A_LIST})
    for row in rows:
        lines.writerow(row if "family_name" in row else _spelled_otherwise(row, registered))
    return text.getvalue()


def _spelled_otherwise(row: Table, registered: Registered) -> Table:
    """Somebody who is registered, with the last letter but one of the family name doubled."""
    known = _delegate(row, registered)
    family = known.family_name
    return {
        "delegation": str(known.delegation.name),
        "given_name": known.given_name,
        "family_name": f"{family[:-1]}{family[-2:]}",
        "function": row["function"],
    }


def _delegate(told: Table, registered: Registered) -> Delegate:
    found: Delegate = registered.delegates[told["delegation"]][told["place"] - 1]
    return found
