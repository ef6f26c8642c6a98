from delegates.models.categories import Category, CategoryRule, CategoryZone, Rank
from delegates.models.delegates import PROTOCOL_ORDER, Delegate, DelegateQuerySet
from delegates.models.delegations import Delegation, DelegationQuerySet
from delegates.models.imports import ImportRun
from delegates.models.parties import Country, Organization

__all__ = [
    "PROTOCOL_ORDER",
    "Category",
    "CategoryRule",
    "CategoryZone",
    "Country",
    "Delegate",
    "DelegateQuerySet",
    "Delegation",
    "DelegationQuerySet",
    "ImportRun",
    "Organization",
    "Rank",
]
