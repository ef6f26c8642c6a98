"""What PostgreSQL refuses of a delegate, whoever writes the row."""

from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _

from delegates.choices import DECIDED, Accreditation
from delegates.naming.names import PARTS_OF_OWN_NAME, SEPARATORS


def _joined(first: str, then: str, separator: str) -> Any:
    return Trim(Concat(F(first), Value(separator), F(then)))


# A migration compares lists word for word, and a set has no order.
UNDECIDED = sorted(set(Accreditation) - DECIDED)

OWN_NAME_IS_ITS_PARTS = Q(
    own_name__in=[
        _joined(first, then, separator)
        for first, then in (PARTS_OF_OWN_NAME, PARTS_OF_OWN_NAME[::-1])
        for separator in SEPARATORS
    ]
)
"""The set form of `delegates.naming.names.is_made_of`."""

DELEGATE_CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(fields=["id", "delegation"], name="delegate_in_delegation"),
    models.UniqueConstraint(
        fields=["conference", "reference"], name="delegate_reference_unique_in_conference"
    ),
    models.UniqueConstraint(
        fields=["conference", "form_key"],
        name="delegate_added_once_by_a_form",
        violation_error_message=_("This form was sent already: the delegate is there."),
    ),
    models.CheckConstraint(
        condition=~Q(given_name="", family_name="") | Q(erased_at__isnull=False),
        name="delegate_has_a_name",
        violation_error_message=_("A delegate needs a given name or a family name."),
    ),
    models.CheckConstraint(
        condition=Q(erased_at=None)
        | Q(
            given_name="",
            family_name="",
            own_name="",
            display_name="",
            email="",
            phone="",
            photo="",
            decision_reason="",
            place_reason="",
            accreditation=Accreditation.WITHDRAWN,
        ),
        name="delegate_says_nothing_once_erased",
        violation_error_message=_("This person is erased."),
    ),
    models.CheckConstraint(
        condition=Q(spouse_of=None) | ~Q(spouse_of=F("id")),
        name="delegate_is_nobody_their_own_spouse",
        violation_error_message=_("Nobody is their own spouse."),
    ),
    models.CheckConstraint(
        condition=Q(replaces=None) | ~Q(replaces=F("id")),
        name="delegate_is_nobody_replacing_themselves",
    ),
    models.CheckConstraint(
        condition=Q(own_name="", own_name_language="")
        | (~Q(own_name="") & ~Q(own_name_language="")),
        name="delegate_own_name_and_language_together",
        violation_error_message=_(
            "A name in own script needs its language, and the language a name."
        ),
    ),
    models.CheckConstraint(
        condition=Q(own_given_name="", own_family_name="") | OWN_NAME_IS_ITS_PARTS,
        name="delegate_own_name_is_made_of_its_parts",
        violation_error_message=_(
            "The name in own script is not its given and family part: change one of them,"
            " or leave the name blank to have them joined."
        ),
    ),
    models.CheckConstraint(
        condition=Q(accreditation__in=UNDECIDED, decided_at__isnull=True, decided_by__isnull=True)
        | (~Q(accreditation__in=UNDECIDED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
        name="delegate_decided_at_and_by_together",
    ),
    models.CheckConstraint(
        condition=Q(decision_reason="") | Q(decided_at__isnull=False),
        name="delegate_reason_stands_with_a_decision",
    ),
    models.CheckConstraint(
        condition=Q(returned_fields="") | Q(accreditation=Accreditation.RETURNED),
        name="delegate_has_fields_to_correct_only_when_returned",
    ),
    models.CheckConstraint(
        condition=Q(accreditation=Accreditation.WAITING, waiting_since__isnull=False)
        | (
            ~Q(accreditation=Accreditation.WAITING)
            & Q(waiting_since__isnull=True, offered_until__isnull=True)
        ),
        name="delegate_has_a_place_in_line_only_when_waiting",
    ),
]
