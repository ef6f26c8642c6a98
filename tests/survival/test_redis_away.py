"""Without Redis people sign in, read and register."""

from pathlib import Path

import pytest

from conference.choices import Role
from delegates.models import Delegate
from tests.factories import DelegationFactory, RankFactory, SessionFactory, StaffRoleFactory
from tests.here import HERE, here
from tests.servers import StartWeb
from tests.survival.visitors import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long enough password"


def test_people_sign_in_read_and_register_without_redis(
    start_web: StartWeb, tmp_path: Path
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE)
    role.user.set_password(PASSWORD)
    role.user.save()
    delegation = DelegationFactory(conference=role.conference)
    RankFactory(conference=role.conference)
    SessionFactory(conference=role.conference, is_released=True)
    visitor = Visitor(start_web(REDIS_URL=f"unix://{tmp_path}/nobody.sock?db=0"))

    answers = [
        visitor.get(f"/en/{role.conference.slug}/"),
        visitor.get(f"/en/{role.conference.slug}/agenda/"),
        visitor.sign_in(role.user.email, PASSWORD),
    ]
    add = here("delegates_delegate_add")
    form = visitor.form(add, "delegate_form")
    person = {"delegation": delegation.pk, "given_name": "Ada", "family_name": "Lovelace"}
    answers.append(visitor.post(add, form | person))

    assert [answer.status for answer in answers] == [200] * 4, answers[-1].page
    assert answers[2].url.endswith(here("index"))
    assert Delegate.objects.get().family_name == "Lovelace"
