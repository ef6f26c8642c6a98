"""Whoever looks for a name in a file of badges, as Chrome and Edge do, finds it."""

from dataclasses import replace

import pypdfium2
import pytest

from badges.engine.design import shipped
from badges.engine.design.language import parse
from conference.writing.languages import Localized
from tests.badges.engine.pairs import printed
from tests.badges.engine.people import people, pictures

NAMES = (
    ("fr", "Zoë Ólafsdóttir"), ("vi", "Nguyễn Thị Hồng Gấm"), ("vi", "Thị Ánh Ẳng"),
    ("ru", "Йордан Щедрин"), ("tg", "Ғафур Ҷӯраев"), ("el", "Άννα Ξενάκης"),
    ("hy", "Անի Խաչատուրյան"), ("ka", "ნინო ყიფიანი"),
    ("ar", "عبد الرحمن الحسيني"), ("ar", "لؤلؤة آل خليفة"), ("ar", "عَبْدُ اللهِ"),
    ("fa", "ژاله گیلانی‌نژاد"), ("ur", "بینظیر بھٹو زرداری"),
    ("he", "אברהם בן־ציון הכהן"), ("he", "אַבְרָהָם צִפּוֹרָה"),
    ("dv", "އަޙްމަދު ނަޝީދު"), ("dv", "މުޙައްމަދު ޞާލިޙު"),
    ("th", "น้ำผึ้ง ศรีสุข"), ("lo", "ຄຳປີ່ນ ໄຊຍະສິດ"), ("lo", "ສົມສັກ ວົງສາ"),
    ("km", "ស្រីពេជ្រ ព្រហ្មបុត្រ"), ("km", "សុភា សុខ"), ("my", "မင်္ဂလာ ရွှေတိဂုံ"), ("my", "အောင်မြင့်"),
    ("hi", "लक्ष्मी कृष्णमूर्ति"), ("ne", "श्री क्षत्रिय"), ("bn", "রবীন্দ্রনাথ চট্টোপাধ্যায়"), ("bn", "কৃষ্ণা উদ্দিন"),
    ("pa", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ"), ("gu", "કૃષ્ણકાંત બ્રહ્મભટ્ટ"), ("or", "ଜ୍ଞାନେନ୍ଦ୍ର ପଟ୍ଟନାୟକ"),
    ("ta", "ஸ்ரீகிருஷ்ணன் சுப்பிரமணியம்"), ("te", "కృష్ణమూర్తి రాజ్యలక్ష్మి"), ("kn", "ಲಕ್ಷ್ಮೀನಾರಾಯಣ ವಿಶ್ವೇಶ್ವರಯ್ಯ"),
    ("ml", "ജ്ഞാനപ്പാന ബ്രഹ്മാനന്ദൻ"), ("si", "ශ්‍රීමා බණ්ඩාරනායක"), ("si", "ලක්ෂ්මී ධර්මප්‍රිය"),
    ("am", "ብርሃኔ ገብረኢየሱስ"), ("ti", "ሃይለ ተስፋይ"), ("dz", "ཀརྨ་རྡོ་རྗེ"), ("zgh", "ⵉⴷⵉⵔ ⴰⵎⴰⵣⵉⵖ"),
    ("ko", "황보 서연"), ("ja", "勅使河原 さくら"), ("zh-hans", "司徒小明"),
    ("zh-hant", "諸葛麗華"),
)  # fmt: skip


@pytest.fixture(scope="module")
def document() -> pypdfium2.PdfDocument:
    """A badge for each name, in its order."""
    somebody = people(1)[0]
    crowd = [replace(somebody, own_name=Localized(name, language)) for language, name in NAMES]
    _ways, pdf = printed(crowd, parse(shipped.shipped(shipped.A6_PORTRAIT)), pictures())
    return pypdfium2.PdfDocument(pdf)


@pytest.mark.parametrize("page", range(len(NAMES)), ids=[name for _language, name in NAMES])
def test_name_is_found_on_its_badge(document: pypdfium2.PdfDocument, page: int) -> None:
    _language, name = NAMES[page]

    found = document[page].get_textpage().search(name, match_case=True)

    assert (found.get_next() is None, found.get_next()) == (False, None)
