"""The groups Editors and Publishers, with the rights that belong to them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from careers.accounts import groups


class Command(BaseCommand):
    help = "Make the groups Editors and Publishers, or give them the rights of this version again (after an upgrade)."

    def handle(self, **options: Any) -> None:
        try:
            groups.make_groups()
        except RuntimeError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"The groups {groups.EDITORS} and {groups.PUBLISHERS} have their rights.")
