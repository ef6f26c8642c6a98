"""Words from the right in sentences from the left, as templates write them."""

import pytest
from django.utils.safestring import mark_safe

from conference.templatetags.languages import apart


@pytest.mark.parametrize(
    ("sentence", "written"),
    [
        ("Cancel “Opening (high level)”", "Cancel “Opening (high level)”"),
        ("Cancel “حفل (رفيع)”, 09:00", "Cancel “<bdi>حفل (رفيع)</bdi>”, 09:00"),
        ("(حفل)", "(<bdi>حفل</bdi>)"),
        ("حفل 2 لجنة", "<bdi>حفل 2 لجنة</bdi>"),
        ("حفل and لجنة", "<bdi>حفل</bdi> and <bdi>لجنة</bdi>"),
        ("<b> حفل", "&lt;b&gt; <bdi>حفل</bdi>"),
        (mark_safe('<a title="حفل">1</a>'), '<a title="حفل">1</a>'),
    ],
)  # fmt: skip
def test_words_from_the_right_are_kept_apart(sentence: str, written: str) -> None:
    assert apart(sentence) == written
