"""What a design is shown with before anybody has a badge of it."""

from badges import samples
from conference.models import Conference
from conference.writing.languages import Localized


def test_samples_speak_the_languages_of_the_conference(conference: Conference) -> None:
    conference.languages = ["en", "fr", "ar"]

    ordinary, *_worst = samples.samples(conference)

    assert ordinary.category_words == (
        Localized("Delegate", "en"),
        Localized("Délégué", "fr"),
        Localized("مندوب", "ar"),
    )
    assert ordinary.own_name.language == "ar"
