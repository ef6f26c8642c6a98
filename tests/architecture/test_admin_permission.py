"""Who may open a page of the admin is declared with the page; no view asks it for itself."""

from collections import Counter

from conference import embedded

PACKAGES = ("conference", "delegates", "sessions", "badges")
REFUSED_IN = {
    # Whatever a page declares that it needs.
    "conference/admin/further_pages.py": 1,
    # Signed in without a role; choices of what is no reference.
    "conference/site/admin_site.py": 2,
}


def test_permission_is_refused_in_these_places_only() -> None:
    places = Counter(
        {
            str(path.relative_to(embedded.ROOT)): path.read_text().count("raise PermissionDenied")
            for package in PACKAGES
            for path in (embedded.ROOT / package).rglob("*.py")
            if "admin" in str(path.relative_to(embedded.ROOT))
        }
    )

    assert +places == REFUSED_IN
