"""Types of badges: what a conference begins with."""

from i18nfield.strings import LazyI18nString

from badges.choices import Holder
from badges.models import BadgeType
from conference.models import Conference

PERSONAL = {
    "en": "Personal badge",
    "fr": "Badge personnel",
    "es": "Credencial personal",
    "ru": "Личный бейдж",
    "ar": "شارة شخصية",
    "zh-hans": "个人证件",
    "tg": "Нишони шахсӣ",
}


def install_personal(conference: Conference) -> BadgeType:
    """The conference has the type by which a delegate is known at a door; harmless twice."""
    personal, _is_new = BadgeType.objects.get_or_create(
        conference=conference,
        is_personal=True,
        defaults={
            "name": LazyI18nString(PERSONAL),
            "holder": Holder.DELEGATE,
        },
    )
    return personal
