#!/usr/bin/env python
"""Django's command line for Rolewise."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careers.config.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    from careers.config import starting

    fault = starting.fault_of_settings()
    if fault:
        sys.exit(fault)
    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:
        fault = starting.fault_of_database(error)
        if not fault:
            raise
        sys.exit(fault)


if __name__ == "__main__":
    main()
