"""Prepare the database so that the site can start: in one process, because importing Django costs most."""

import os
import sys

import django
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from careers.config import folders, starting


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careers.config.settings")
    fault = starting.fault_of_settings() or _prepare()
    if fault:
        print(fault, file=sys.stderr)
    return 1 if fault else 0


def _prepare() -> str:
    """Migrate, load the catalogue, make the demo; say what is wrong if that cannot be done."""
    django.setup()
    from careers.accounts import demo

    try:
        starting.look_at_file(connection)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("make_groups", verbosity=0)
        call_command("load_catalogue", if_empty=True)
        if demo.allowed():
            call_command("make_demo")
    except CommandError as error:
        return str(error)
    except DatabaseError as error:
        fault = starting.fault_of_database(error)
        if not fault:
            raise
        return fault
    except OSError as error:
        return folders.fault_of_folder(error)
    return ""


if __name__ == "__main__":
    sys.exit(main())
