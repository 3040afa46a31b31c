"""The way back in for somebody who lost the phone and the codes: whoever runs the site turns the factor off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from careers.accounts import notices, operations


class Command(BaseCommand):
    help = "Turn off the second factor of an account whose owner lost it, once you are sure who asks; they get a mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address of the account")

    def handle(self, *, email: str, **options: Any) -> None:
        try:
            user = operations.remove_factor(email=email)
        except operations.NoFactor as error:
            raise CommandError(str(error)) from error
        notices.factor_removed_by_operator(user=user)
        self.stdout.write(f"The second factor of {email} is off; staff are asked to set one up when they sign in.")
