"""Every address of the installation, found from the URL configuration."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse

SAMPLES = {
    "conference": "conference",
    "object_id": "1",
    "pk": "1",
    "slug": "conference",
    "code": "abcdefg",
    "colour": "1d4f91",
    "day": "2018-05-03",
    "room": "1",
    "decision": "approve",
    "action": "print_badges",
    "kind": "party",
    "file_id": "1",
    "field_id": "1",
    "app_label": "delegates",
    "file_format": "csv",
    "name": "organizer",
    "number": "1",
    "page": "1",
    "delegate_id": "1",
    "delegation": "1",
    "delegation_id": "1",
    "holder": "role",
    "holder_id": "1",
    "browser": "1",
    "rest": "nothing/",
    "run_id": "1",
}


@dataclass(frozen=True)
class Address:
    name: str
    parameters: tuple[str, ...]
    callback: Any
    namespace: str

    @property
    def full_name(self) -> str:
        return f"{self.namespace}:{self.name}" if self.namespace else self.name

    @property
    def is_in_a_conference(self) -> bool:
        return "conference" in self.parameters

    def __str__(self) -> str:
        return f"{self.full_name}, in a conference" if self.is_in_a_conference else self.full_name

    def path(self, **values: str) -> str:
        known = SAMPLES | values
        return reverse(
            self.full_name,
            settings.ADMIN_URLCONF if self.namespace == "admin" else None,
            kwargs={name: known[name] for name in self.parameters},
        )


def addresses(
    resolver: URLResolver, namespace: str = "", outer: tuple[str, ...] = ()
) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        parameters = (*outer, *re.compile(pattern.pattern.regex.pattern).groupindex)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, pattern.namespace or namespace, parameters)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Address(pattern.name, parameters, pattern.callback, namespace)


ALL = [*addresses(get_resolver()), *addresses(get_resolver(settings.ADMIN_URLCONF))]
IN_A_CONFERENCE = [address for address in ALL if address.is_in_a_conference]


def model_of(address: Address) -> type[models.Model] | None:
    """The registered model whose admin serves the address, if it is about one object."""
    if address.namespace != "admin" or not {"object_id", "pk"} & set(address.parameters):
        return None
    return next(
        (
            model
            for model in admin.site._registry
            if address.name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")
        ),
        None,
    )
