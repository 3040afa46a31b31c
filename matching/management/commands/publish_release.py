"""Publish the draft as the next release."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching.publishing import advising, operations


class Command(BaseCommand):
    help = "Check the draft and publish it as the next release."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", required=True, help="what the release is for, for its readers")
        parser.add_argument("--check", action="store_true", help="only check, and show what would change")

    def handle(self, *, reason: str, check: bool, **options: Any) -> None:
        if check:
            self._show()
            return
        try:
            release = operations.publish_release(reason=reason)
        except operations.NotPublishable as error:
            raise CommandError(f"Nothing was published. Fix these first:\n{error}") from error
        self.stdout.write(
            f"Published release {release.number}, {release.digest}."
            if release
            else "Nothing changed; nothing published."
        )

    def _show(self) -> None:
        prepared = operations.preview_release()
        for finding in prepared.findings:
            self.stderr.write(str(finding))
        for change in operations.changes(prepared):
            self.stdout.write(str(change))
        for piece in advising.advise(prepared, today=timezone.localdate()):
            self.stdout.write(f"Advice: {piece}")
        if prepared.findings:
            raise CommandError("The draft cannot be published yet.")
