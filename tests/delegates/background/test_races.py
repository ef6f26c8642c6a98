"""Who asks for decisions on many, and who erases somebody at the same moment."""

from functools import partial

import pytest

from conference.errors import DomainError
from conference.models import BackgroundJob
from delegates.background import decisions
from delegates.choices import Accreditation
from delegates.services import erasure
from tests.factories import AT, DelegateFactory, DelegationFactory, UserFactory
from tests.races import while_uncommitted

pytestmark = pytest.mark.django_db(transaction=True)


def test_nobody_is_erased_while_a_decision_on_many_is_asked_whose_reason_may_name_them() -> None:
    delegation, by = DelegationFactory(), UserFactory(is_superuser=True)
    person, other = DelegateFactory.create_batch(2, delegation=delegation)
    ask = partial(
        decisions.ask,
        delegate_ids=[other.pk],
        conference=delegation.conference,
        accreditation=Accreditation.REJECTED,
        by=by,
        at=AT,
        reason=f"In the place of {person.given_name} {person.family_name}",
    )

    with pytest.raises(DomainError, match="Many people are being decided on"):
        while_uncommitted(ask, partial(erasure.erase, delegate=person, by=by, at=AT))

    person.refresh_from_db()
    job = BackgroundJob.objects.get()
    assert (person.erased_at, person.family_name in job.request["reason"]) == (None, True)
