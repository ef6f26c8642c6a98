import csv
from pathlib import Path

from django.db import migrations
from i18nfield.strings import LazyI18nString

# The twelve kinds there were, as rows: one line each, in the usual order.
KINDS = Path(__file__).with_suffix(".csv")
TAGS = {"zh": "zh-hans"}
ORDER_DIGITS, ID_DIGITS, FORMER_DIGITS = 4, 10, 2


def lines():
    with KINDS.open(encoding="utf-8", newline="") as file:
        return {line["code"]: line for line in csv.DictReader(file)}


def texts(line, field):
    prefix = f"{field}_"
    found = {
        column.removeprefix(prefix): text
        for column, text in line.items()
        if column.startswith(prefix) and text
    }
    return LazyI18nString({TAGS.get(tag, tag): text for tag, text in found.items()})


def listed(cell):
    return [text for text in cell.split(" | ") if text]


def fill(apps, schema_editor):
    """Every conference has the kinds in its order; delegations and rules refer to them."""
    for conference in apps.get_model("conference", "Conference").objects.order_by("pk"):
        kinds = kinds_of(apps, conference)
        refer(apps, conference, kinds)
        part_rivals(apps, conference)


def kinds_of(apps, conference):
    """What the order does not name came last, in one place; now it comes last in the usual order."""
    known = lines()
    named = [code for code in conference.kind_order if code in known]
    order = list(dict.fromkeys([*named, *known]))
    kinds = {}
    for place, code in enumerate(order):
        line = known[code]
        kinds[code] = apps.get_model("delegates", "DelegationKind").objects.create(
            conference=conference,
            code=code,
            name=texts(line, "name"),
            section=texts(line, "section"),
            aliases=listed(line["aliases"]),
            nature=line["nature"],
            admits=line["admits"],
            listing=line["listing"],
            is_counted=line["counted"] == "yes",
            order=place,
        )
        for sender in listed(line["usual_for"]):
            apps.get_model("delegates", "UsualKind").objects.create(
                conference=conference, sender=sender, kind=kinds[code]
            )
    return kinds


def refer(apps, conference, kinds):
    """The key of protocol order begins with the order and the id of the kind; the rest stays."""
    delegation = apps.get_model("delegates", "Delegation")
    event = apps.get_model("delegates", "DelegationEvent")
    rule = apps.get_model("delegates", "CategoryRule")
    for code, kind in kinds.items():
        rows = delegation.objects.filter(conference=conference, kind_word=code)
        changed = list(rows.only("protocol_key"))
        for row in changed:
            name_key = row.protocol_key[FORMER_DIGITS:]
            row.protocol_key = f"{kind.order:0{ORDER_DIGITS}d}{kind.pk:0{ID_DIGITS}d}{name_key}"
        delegation.objects.bulk_update(changed, ["protocol_key"], batch_size=500)
        rows.update(kind=kind, admits=kind.admits, is_mission=kind.nature == "mission")
        event.objects.filter(conference_id=conference.pk, kind_word=code).update(kind_id=kind.pk)
        # A kind added later has its nature: the rule is meant for it, too.
        rules = rule.objects.filter(conference=conference, kind_word=code)
        rules.update(nature=kind.nature)


def part_rivals(apps, conference):
    """Of two delegations of one sender, neither or both its mission, the first stays its own.

    The others become those of an organization of this conference that is called like them: names,
    order, people and badges stay as they are, and an import tells them apart by the kind.
    """
    delegation = apps.get_model("delegates", "Delegation")
    rows = delegation.objects.filter(conference=conference).order_by("protocol_key", "pk")
    met = set()
    for row in rows.select_related("kind"):
        sender = (row.country_id, row.organization_id, row.is_mission)
        if sender in met:
            give_an_organization(apps, row)
        met.add(sender)


def give_an_organization(apps, row):
    types = {"host", "state", "observer_state", "mission"}
    if row.kind.admits == "countries":
        row.kind.admits = "both"
        row.kind.save(update_fields=["admits"])
        apps.get_model("delegates", "Delegation").objects.filter(kind=row.kind).update(
            admits="both"
        )
    row.organization = apps.get_model("delegates", "Organization").objects.create(
        conference_id=row.conference_id,
        name=row.name,
        type="guests" if row.kind_word in types else row.kind_word,
        sort_keys=row.sort_keys,
    )
    row.country = None
    row.save(update_fields=["organization", "country"])


class Migration(migrations.Migration):
    dependencies = [("delegates", "0009_kinds_are_rows")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
