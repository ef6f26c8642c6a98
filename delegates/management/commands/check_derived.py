from typing import Any

from django.core.management.base import BaseCommand, CommandError

from delegates.drift import drifted


class Command(BaseCommand):
    help = "Reports rows whose sort keys, search text or category are out of date."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for drift in drifted():
            count += 1
            self.stdout.write(str(drift))
        if count:
            raise CommandError(f"Rows out of date: {count}.")
        self.stdout.write("Every derived column is as it should be.")
