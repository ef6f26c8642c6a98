"""Pages of a long list have the rows that they have without being found by their keys."""

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.admin.lists.paging import PaginatorOfMany
from delegates.models import Delegate
from tests.factories import DelegateFactory, DelegationFactory

pytestmark = pytest.mark.django_db


class ManyAreThree(PaginatorOfMany):
    many = 2


def test_pages_are_those_of_the_list_in_its_order() -> None:
    first, second = DelegationFactory(), DelegationFactory()
    for number in range(7):
        DelegateFactory(delegation=(second, first)[number % 2], order=7 - number)
    rows = Delegate.objects.select_related("delegation", "category").in_protocol_order()
    usual, by_keys = Paginator(rows, 2), ManyAreThree(rows, 2)

    with CaptureQueriesContext(connection) as asked:
        pages = [list(by_keys.page(number).object_list) for number in by_keys.page_range]
        names = {str(row.delegation) for page in pages for row in page}

    assert pages == [list(usual.page(number).object_list) for number in usual.page_range]
    assert len(names) == 2
    # How many there are, and of each page the keys and the rows.
    assert len(asked) == 1 + 4 * 2
