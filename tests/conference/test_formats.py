import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats


@pytest.mark.parametrize("written", ["2018-05-03", "03.05.2018", "3 May 2018"])
def test_date_is_read_by_day_month_and_year(written: str) -> None:
    assert forms.DateField().clean(written) == dt.date(2018, 5, 3)


def test_date_that_could_be_two_is_refused() -> None:
    with pytest.raises(ValidationError):
        forms.DateField().clean("03/05/2018")


def test_instant_is_written_by_day_month_and_year_on_24_hours() -> None:
    instant = dt.datetime(2018, 5, 3, 14, 30)

    assert formats.localize(instant) == "3 May 2018, 14:30"
