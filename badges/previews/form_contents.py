"""What a badge would show if a delegate's form were saved as it stands. Writes nothing."""

from typing import Any

from badges import obstacles
from badges.choices import Obstacle
from badges.engine.codes import NO_CODE
from badges.models import Badge, Generation, language_of_successor
from badges.previews.talk import Wish
from badges.snapshot import Snapshots
from badges.standing.print_plan import Designs
from conference.models import Conference
from delegates.category_rules import category_for
from delegates.derived import rules_of
from delegates.models import Category, Delegate

# What a form may hold of a badge, but for the photo; and what its category follows from.
READ = (
    "delegation", "given_name", "family_name", "own_given_name", "own_family_name", "own_name",
    "own_name_language", "display_name", "patronymic", "name_suffix",
    "function", "department", "ministry", "category", "rank",
)  # fmt: skip
# Looked up only where another one was chosen.
REFERENCES = {"delegation", "category", "rank"}


def wish_for(
    delegate: Delegate, typed: dict[str, Any], *, conference: Conference, language: str
) -> Wish | Obstacle | None:
    """`typed` are fields of the delegate as a form has them. None without a delegation.

    `language` is that of whoever looks at it. No door knows the code in its QR: nobody can
    photograph a badge off a form.
    """
    for name, value in typed.items():
        setattr(delegate, name, value)
    if not delegate.pk and "delegation" not in typed:
        return None
    delegate.category = _category(delegate, typed, conference)
    designs = Designs(conference)
    version = designs.for_category(delegate.category.pk if delegate.category else None)
    obstacle = obstacles.in_category(delegate.category, has_design=version is not None)
    if obstacle is not None or version is None:
        return obstacle
    personal = Badge.objects.personal()
    badge = personal.filter(delegate=delegate.pk).first() if delegate.pk else None
    snapshots = Snapshots(conference, _language(badge, conference))
    content = snapshots.content(delegate, serial=badge.serial if badge else 0, code=NO_CODE)
    front = version.as_faces().front.source
    return Wish(content, front.html, front.css, language)


def _category(delegate: Delegate, typed: dict[str, Any], conference: Conference) -> Category | None:
    """As it is when it is saved: what was not chosen by hand follows the rules."""
    category_id = delegate.category_id
    is_chosen = category_id and (delegate.is_category_set_by_hand or "category" in typed)
    if not is_chosen:
        category_id = category_for(
            rules_of(conference),
            kind_id=delegate.delegation.kind_id,
            is_head=bool(delegate.pk) and delegate.delegation.head_id == delegate.pk,
            rank_id=delegate.rank_id,
        )
    if category_id is None:
        return None
    categories = Category.objects.for_conference(conference)
    return categories.prefetch_related("category_zones__zone").filter(pk=category_id).first()


def _language(badge: Badge | None, conference: Conference) -> str:
    """A badge is replaced in the language it was printed in."""
    live = Generation.objects.live().filter(badge=badge).first() if badge else None
    return language_of_successor(live.language if live else "", conference)
