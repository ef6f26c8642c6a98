import os
from typing import Any

from django.core.management.base import BaseCommand

from badges.previews import answering, process
from badges.previews.talk import socket_path
from conference import embedded


class Command(BaseCommand):
    """Runs until it is ended. Whatever asks before it is ready is told to come again."""

    help = "Draws the badges that stand beside forms, until it is ended."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = socket_path()
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        embedded.make_private(path.parent, uid=os.geteuid(), gid=os.getegid())
        answering.warm_up()
        process.serve(process.listening(path), answering.answer)
