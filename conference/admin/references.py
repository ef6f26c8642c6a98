from django.db.models import PROTECT, RESTRICT, ForeignObjectRel, Model

from conference.contributions import Referrers, contributed


def is_referred_to(row: Model) -> bool:
    """Whether a row elsewhere would stand in the way of deleting this one.

    Parts that go with the row (a session's people) and history rows do not count. What an app above
    keeps of it without a reference, it says itself.
    """
    return _is_kept_by_a_reference(row) or any(
        one.named([row.pk]) for one in contributed(type(row), Referrers)
    )


def _is_kept_by_a_reference(row: Model) -> bool:
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).exists()
        for relation in row._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
        and relation.on_delete in {PROTECT, RESTRICT}
        and (relation.one_to_many or relation.one_to_one)
    )
