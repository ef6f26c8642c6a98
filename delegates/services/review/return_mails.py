"""What a delegation reads when somebody is returned to it: which fields, why, and where."""

import datetime as dt
from collections.abc import Sequence

from django.utils import translation

from conference.outbox import writing
from conference.outbox.composing import address_of, compose
from conference.outbox.writing import Letter
from conference.writing.languages import localized
from delegates.models import Delegate, Delegation
from delegates.naming.names import list_name
from delegates.outstanding.asking import to_correct_in_words
from delegates.services.registration.delegation_tasks import focal_points_of


def tell(delegates: Sequence[Delegate], *, at: dt.datetime) -> None:
    """To all who register the delegation, in its language. The mail is erased with the person: it
    may name them, its subject and address do not.
    """
    ids = {row.delegation_id for row in delegates}
    delegations = Delegation.objects.select_related("conference").in_bulk(ids)
    people = focal_points_of(delegations.values())
    for row in delegates:
        delegation = delegations[row.delegation_id]
        conference = delegation.conference
        language = delegation.correspondence_language or conference.principal_language
        with translation.override(language):
            labels = to_correct_in_words(conference) if row.to_correct else {}
            context = {
                "delegation": localized(delegation.name, fallbacks=conference.languages),
                "title": localized(conference.title, fallbacks=conference.languages),
                "person": list_name(
                    given=row.given_name, family=row.family_name, override=row.display_name
                ),
                "fields": [str(labels[name]) for name in row.to_correct if name in labels],
                "reason": row.decision_reason,
                "url": address_of(
                    "registration:open_person", conference.slug, delegation.pk, row.pk
                ),
            }
            composed = compose("returned", language, context)
        for user in people[delegation.pk]:
            letter = Letter(user.email, composed, [row, delegation])
            writing.write(letter, conference=conference, at=at)
