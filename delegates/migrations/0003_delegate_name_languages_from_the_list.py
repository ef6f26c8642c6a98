from django.db import migrations

CHINESE = {
    **dict.fromkeys(("zh", "zh-cn", "zh-sg", "zh-my"), "zh-hans"),
    **dict.fromkeys(("zh-tw", "zh-hk", "zh-mo"), "zh-hant"),
}
LISTED = (
    "ar az ba be bg bs ca ce ckb cs cy da de el en es et eu fa fa-af fi fr ga he hi hr hu hy id is"
    " it ja ka kk ko ku ky lt lv mk mn mr ms mt nb ne nl os pl ps pt ro ru sk sl so sq sr sv sw tg"
    " th tk tr tt ug uk ur uz vi zh-hans zh-hant"
)
UNNAMED = "und"


def listed(tag):
    """The tag of the list that a tag typed freely means."""
    parts = tag.strip().replace("_", "-").lower().split("-")
    shorter = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    known = {tag: tag for tag in LISTED.split()} | CHINESE
    return next((known[part] for part in shorter if part in known), UNNAMED)


def take_from_the_list(apps, schema_editor):
    delegates = apps.get_model("delegates", "Delegate").objects.exclude(own_name_language="")
    found = delegates.order_by().values_list("own_name_language", flat=True).distinct()
    for tag in list(found):
        if listed(tag) != tag:
            delegates.filter(own_name_language=tag).update(own_name_language=listed(tag))


class Migration(migrations.Migration):
    dependencies = [("delegates", "0002_references_stay_inside")]

    operations = [migrations.RunPython(take_from_the_list, migrations.RunPython.noop)]
