"""Who sees which rows is decided once per model, by `visible_to` (design decision 12).

Generated from the models: whatever names a conference must say who sees it.
"""

import pytest
from django.db import models

from conference.choices import Role
from conference.models import Conference
from conference.permissions import PERMISSIONS
from tests.admin_rows import hand_to, row_in
from tests.architecture.test_factories import OUR_MODELS
from tests.factories import ConferenceFactory, StaffRoleFactory, UserFactory

# Nobody ever sees it: a lock with a number; what a role's scope names, not the scope.
NEVER_SHOWN = {"LastNumber", "SerialCounter", "StaffScope"}
OF_A_CONFERENCE = [
    model
    for model in OUR_MODELS
    if model.__name__ not in NEVER_SHOWN
    and any(field.related_model is Conference for field in model._meta.concrete_fields)
]

of_a_conference = pytest.mark.parametrize(
    "model", OF_A_CONFERENCE, ids=lambda model: model._meta.label
)


@of_a_conference
def test_each_role_sees_what_the_table_lets_it_see_and_only_where_it_is_held(
    model: type[models.Model],
) -> None:
    here, elsewhere = ConferenceFactory.create_batch(2)
    own, _other = row_in(model, here), row_in(model, elsewhere)
    permission = f"{model._meta.app_label}.view_{model._meta.model_name}"

    for role in Role:
        held = StaffRoleFactory(role=role, conference=here)
        hand_to(held.user, own)
        own_rows = model._default_manager.filter(conference=here)

        seen = model._default_manager.visible_to(held.user)

        assert own in own_rows
        assert set(seen) == (set(own_rows) if permission in PERMISSIONS[role] else set()), role


@of_a_conference
def test_a_closed_account_and_one_without_a_role_see_nothing(model: type[models.Model]) -> None:
    row = row_in(model, ConferenceFactory())
    closed = StaffRoleFactory(conference=row.conference, user__is_active=False).user
    administrator = UserFactory(is_superuser=True, is_active=False)

    for user in (closed, administrator, UserFactory()):
        assert list(model._default_manager.visible_to(user)) == []


@of_a_conference
def test_the_installation_administrator_sees_all(model: type[models.Model]) -> None:
    rows = {row_in(model, conference) for conference in ConferenceFactory.create_batch(2)}

    seen = set(model._default_manager.visible_to(UserFactory(is_superuser=True)))

    assert rows <= seen


def test_the_models_are_found() -> None:
    assert {"StaffRole", "AuditEvent", "Delegate"} <= {model.__name__ for model in OF_A_CONFERENCE}
    assert len(OF_A_CONFERENCE) > 15
