"""Load the catalogue's files into the draft tables and publish them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careers.catalogue import releases, tables
from careers.catalogue.findings import in_lines
from careers.models import Role
from matching.publishing import operations
from matching.publishing.preparing import prepare_files


class Command(BaseCommand):
    help = "Check the catalogue's files, then load and publish them in one transaction."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument("--replace", action="store_true", help="even if the tables were edited since the last load")
        parser.add_argument("--if-empty", action="store_true", help="only if there is no catalogue yet")
        parser.add_argument("--reason", default="Loaded from files.", help="what the release is for")

    def handle(self, *, folder: Path, replace: bool, if_empty: bool, reason: str, **options: Any) -> None:
        if if_empty and Role.objects.exists():
            self.stdout.write(f"There is a catalogue already; nothing loaded.{_older()}")
            return
        prepared = prepare_files(folder)
        if prepared.findings:
            raise CommandError(f"Nothing was loaded. Fix these and run it again:\n{in_lines(prepared.findings)}")
        if operations.is_current(prepared):
            self.stdout.write("The current release has exactly this content; nothing to do.")
            return
        if tables.edited_since_load() and not replace:
            raise CommandError(
                "Nothing was loaded: the tables were edited since the last load, and loading would undo that. "
                "Keep the edits with dump_catalogue first, or undo them with --replace."
            )
        try:
            release = operations.load_draft(prepared=prepared, reason=reason)
        except operations.NotPublishable as error:
            raise CommandError(f"Nothing was loaded. Fix these and run it again:\n{error}") from error
        self.stdout.write(
            f"Loaded, and published as release {release.number}." if release else "Loaded; nothing new to publish."
        )


def _older() -> str:
    """Say what to do if the present catalogue was published under an older measure of fits."""
    try:
        releases.current()
    except releases.OldMeasure:
        return (
            " It was published under an older measure of fits, so pages that need a fit do not work. "
            "Load today's with: manage.py load_catalogue --replace (dump_catalogue first keeps edits of the old one)."
        )
    except releases.NoRelease:
        pass
    return ""
