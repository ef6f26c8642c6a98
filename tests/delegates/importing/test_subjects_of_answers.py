"""Of which text, person or heading an answer is: kept with it, and gone with whose name it is."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils.html import strip_tags

from delegates.choices import QuestionKind, Reply
from delegates.models import Answer, ImportQuestion
from tests import factories
from tests.delegates.importing.test_running import NAMES, answer, checked, decide
from tests.delegates.importing.worker import import_next
from tests.here import HERE, here

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

FILE = (
    f"{NAMES};Function\n"
    "Left Out Society;Vera;Sokol;\n"
    "TJ;Zsolt;Nagi;\n"
    "TJ;Maria;Silvá;\n"
    "TJ;Иван;Petrov;\n"
    "TJ;Eva;Toth;Attach? de presse\n"
    "TJ;Anna;Kelle;\n"
)
REPLIES = {
    2: Reply.LEAVE_OUT,
    3: Reply.SAME,
    5: Reply.RIGHT,
    6: Reply.RIGHT,
    7: Reply.LEAVE_OUT,
}


def answered(office: "Office") -> None:
    for given, family in (("Zsolt", "Nagy"), ("María", "Silvá"), ("Anna", "Keller")):
        factories.DelegateFactory(
            delegation=office.tajikistan, given_name=given, family_name=family
        )
    run = checked(office, FILE)
    for line, reply in REPLIES.items():
        answer(run, reply, lines=[line])
    spelling = ImportQuestion.objects.get(run=run, kind=QuestionKind.SPELLING)
    assert spelling.lines == [4]
    decide(run, office.organizer)
    import_next()


def test_subject_is_what_the_file_says(office: "Office") -> None:
    answered(office)

    rows = Answer.objects.values_list("kind", "reply", "subject", "delegate__family_name")
    assert sorted(rows) == [
        ("letters", "right", "Attach? de presse", None),
        ("letters", "right", "Иван", "Petrov"),
        ("party", "leave_out", "Left Out Society", None),
        ("person", "leave_out", "Anna KELLE · Tajikistan", None),
        ("person", "same", "Zsolt NAGI · Tajikistan", "Nagy"),
        ("spelling", "keep", "Maria SILVÁ", "Silvá"),
    ]


@pytest.mark.parametrize("family_name", ["Petrov", "Silvá", "Nagy"])
def test_answer_about_a_name_goes_with_whose_it_is(office: "Office", family_name: str) -> None:
    answered(office)
    (theirs,) = Answer.objects.filter(delegate__family_name=family_name)

    assert theirs.delegate is not None
    theirs.delegate.delete()

    assert not Answer.objects.filter(pk=theirs.pk).exists()
    assert Answer.objects.count() == 5


def test_list_says_what_each_answer_is_about(client: Client, office: "Office") -> None:
    office.conference.slug = HERE
    office.conference.save()
    answered(office)
    old = factories.AnswerFactory(conference=office.conference, kind="letters", reply="right")
    client.force_login(office.organizer)

    listed = client.get(here("delegates_answer_changelist")).content.decode()
    one = client.get(here("delegates_answer_change", old.pk)).content.decode()

    cells = [
        strip_tags(row.partition("</th>")[0]).strip()
        for row in listed.split('<th class="field-about">')[1:]
    ]
    assert sorted(cells) == sorted(
        [
            "Attach? de presse",
            "Иван",
            "Left Out Society",
            "Anna KELLE · Tajikistan",
            "Zsolt NAGI · Tajikistan",
            "Maria SILVÁ",
            "Not recorded for older answers",
        ]
    )
    assert "Not recorded for older answers" in one
