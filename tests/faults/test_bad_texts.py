"""Ten badges through a real worker, three of them with texts that nothing shows."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from badges.choices import JobState
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign
from conference.addresses import admin_url
from conference.choices import Role
from delegates.models import Delegate
from tests.badges.designing import put_to_use
from tests.badges.printed import manifest_of, pages_of
from tests.factories import StaffRoleFactory
from tests.faults.errands import Chunks, empty_storage
from tests.servers import Worker

pytestmark = pytest.mark.django_db(transaction=True)

# As no form and no import lets them in; by the name of whoever has them.
BAD = {
    "Glyphless": {"function": "Adviser 🎉"},
    "Overlong": {"own_name": "ታምራት" * 40, "own_name_language": "am"},
    "Unbroken": {"function": "Wolfeschlegelsteinhausenbergerdorff" * 4},
}
NARROW = (
    '<p data-width="%s" data-height="2" data-sizes="4"'
    ' data-lines="1" data-leading="1.2" data-weight="400">{{ %s }}</p>'
)
DESIGN = "".join(
    [
        '<img src="{{ qr }}" alt="">',
        NARROW % (60, "family_name"),
        *(NARROW % (2, field) for field in ("own_name", "function")),
    ]
)


def test_every_bad_text_stops_its_own_badge_and_is_named_on_the_job_s_page(
    worker: Worker, client: Client
) -> None:
    empty_storage()
    errand = Chunks()
    conference = errand.conference()
    design = BadgeDesign.objects.for_conference(conference).get()
    put_to_use(design, DesignSource(DESIGN, ""), by=errand.clerk)
    people = errand.delegates(conference, 10)
    Delegate.objects.update(function="", own_name="", own_name_language="")
    for delegate, (name, texts) in zip(people[2::3], BAD.items(), strict=True):
        Delegate.objects.filter(pk=delegate.pk).update(family_name=name, **texts)
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)

    job = errand.send(conference)
    worker.await_that(lambda: errand.refresh()[0].state != JobState.RUNNING)

    page = client.get(admin_url(conference, "badges_printjob_change", job.pk))
    words = " ".join(strip_tags(page.content.decode()).split())
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 7), job.error
    assert pages_of(job) == manifest_of(job)
    assert {note["field"] for entry in job.entries.unprintable() for note in entry.notes} == {
        "function",
        "own_name",
    }
    assert [name for name in BAD if name.upper() in words.upper()] == list(BAD)
    assert job.entries.unprintable().count() == len(BAD)
    empty_storage()
