"""Two people save at the same moment in the admin."""

import pytest
from django.test import Client

from conference.models import Conference
from delegates.models import Delegate, Delegation
from tests.factories import DelegateFactory, DelegationFactory
from tests.here import here
from tests.page_forms import form_values
from tests.races import while_uncommitted


@pytest.mark.django_db(transaction=True)
def test_delegation_that_a_move_leads_to_is_held_before_the_delegate(
    organizer: Client, conference: Conference
) -> None:
    """Who waits for the delegation holds no delegate: so nobody waits in a circle."""
    delegate = DelegateFactory(delegation__conference=conference)
    target = DelegationFactory(conference=conference)
    url = here("delegates_delegate_change", delegate.pk)
    values = form_values(organizer.get(url).content.decode(), "delegate_form")

    while_uncommitted(
        lambda: Delegation.objects.select_for_update().get(pk=target.pk),
        lambda: organizer.post(url, values | {"delegation": [str(target.pk)]}),
        then=lambda: Delegate.objects.select_for_update(nowait=True).get(pk=delegate.pk),
    )

    delegate.refresh_from_db()
    assert delegate.delegation == target
