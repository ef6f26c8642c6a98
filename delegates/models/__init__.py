from delegates.models.categories import Category, CategoryRule, CategoryZone, Rank
from delegates.models.delegates import Delegate
from delegates.models.delegations import Delegation
from delegates.models.imports import ImportRun
from delegates.models.parties import Country, Organization

__all__ = [
    "Category",
    "CategoryRule",
    "CategoryZone",
    "Country",
    "Delegate",
    "Delegation",
    "ImportRun",
    "Organization",
    "Rank",
]
