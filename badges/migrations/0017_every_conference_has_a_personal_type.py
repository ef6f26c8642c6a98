from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from i18nfield.strings import LazyI18nString

NAMES = {
    "en": "Personal badge",
    "fr": "Badge personnel",
    "es": "Credencial personal",
    "ru": "Личный бейдж",
    "ar": "شارة شخصية",
    "zh-hans": "个人证件",
    "tg": "Нишони шахсӣ",
}


def give_personal_types(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Every badge that was issued so far is the personal one of its delegate."""
    types = apps.get_model("badges", "BadgeType").objects
    badges = apps.get_model("badges", "Badge").objects
    for conference in apps.get_model("conference", "Conference").objects.order_by("pk"):
        # It is there where this is done once more: going back leaves it.
        personal, _is_new = types.get_or_create(
            conference=conference,
            is_personal=True,
            defaults={"number": 1, "name": LazyI18nString(NAMES), "holder": "delegate"},
        )
        badges.filter(conference=conference).update(type=personal)


class Migration(migrations.Migration):
    dependencies = [("badges", "0016_badges_have_types")]

    operations = [migrations.RunPython(give_personal_types, migrations.RunPython.noop)]
