#!/usr/bin/env python
import os
import sys

# What we write is nobody else's on the machine.
os.umask(0o077)

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
