#!/usr/bin/env python
"""Django's command line for this project; `make help` lists the everyday commands."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lesson.settings")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:  # before a command, or in one that does not listen for it
        sys.exit(130)


if __name__ == "__main__":
    main()
