"""What each release told, and told otherwise than the one before it, in two queries for many."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from sessions.facts import SessionFacts
from sessions.models import Release, SessionVersion
from sessions.releases import reading
from sessions.releases.changes import Change, changes, of_everybody
from sessions.releases.stored import facts_of


@dataclass(frozen=True)
class ToldOtherwise:
    """Of one release: what ended with it, and what began."""

    release: Release
    before: Sequence[SessionFacts]
    after: Sequence[SessionFacts]

    def changes(self) -> list[Change]:
        return changes(self.before, self.after)

    def changes_for_everybody(self) -> list[Change]:
        """A session that readers know nothing of, before and after, is in no list of changes."""
        return changes(of_everybody(self.before), of_everybody(self.after))


def told_otherwise(releases: Sequence[Release]) -> list[ToldOtherwise]:
    """In their order."""
    ids = {release.pk for release in releases}
    began: dict[int, list[SessionFacts]] = defaultdict(list)
    ended: dict[int, list[SessionFacts]] = defaultdict(list)
    versions = SessionVersion.objects.filter(Q(since__in=ids) | Q(until__in=ids))
    for version in versions.order_by("session"):
        facts = facts_of(version)
        began[version.since_id].append(facts)
        if version.until_id is not None:
            ended[version.until_id].append(facts)
    return [
        ToldOtherwise(release, ended[release.pk], reading.in_order(began[release.pk]))
        for release in releases
    ]
