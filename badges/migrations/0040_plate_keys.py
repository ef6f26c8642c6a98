from django.db import migrations

from conference.writing.folding import word_key

LOOK_ALIKES = str.maketrans("авекмнорстухіѕјαβεζηικμνορτυχ", "abekmhopctyxisjabezhikmnoptyx")


def read_alike(apps, schema_editor):
    """A Cyrillic or Greek letter of a plate is compared as the Latin one it looks like.

    Where two vehicles of a conference have one plate then, the later one keeps the key it has:
    `manage.py check_derived` names it, and somebody who knows the vehicles corrects one.
    """
    Vehicle = apps.get_model("badges", "Vehicle")
    rows = Vehicle.objects.order_by("pk")
    taken = set(rows.values_list("conference_id", "plate_key"))
    for vehicle in rows:
        key = word_key(vehicle.plate).translate(LOOK_ALIKES)
        if key != vehicle.plate_key and (vehicle.conference_id, key) not in taken:
            taken.add((vehicle.conference_id, key))
            rows.filter(pk=vehicle.pk).update(plate_key=key)


class Migration(migrations.Migration):
    dependencies = [("badges", "0037_further_reasons")]

    operations = [migrations.RunPython(read_alike, migrations.RunPython.noop)]
