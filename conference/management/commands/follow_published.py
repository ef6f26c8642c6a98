from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conference.published.folders import HostFolders
from conference.published.following import alone_on, follow


class Command(BaseCommand):
    """Runs until it is ended, which it may be at any moment."""

    help = "Keeps the files that readers of conferences get on this machine, until it is ended."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        host = HostFolders(settings.PUBLISHED_DIR)
        with alone_on(host) as is_alone:
            if not is_alone:
                raise CommandError(f"Another process follows in {host.root} already.")
            follow(host)
