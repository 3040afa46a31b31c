"""The base of the commands that compare the catalogue's files with a folder of real people and ads."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careers.catalogue import files
from careers.catalogue.draft import Draft
from careers.catalogue.findings import Finding, in_lines

AGREE = "The files agree."


class MeasuringCommand(BaseCommand):
    """A command that takes the folder, the catalogue's files, a half of the folder, and whether to keep the result."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("data", type=Path, help="a folder with people, posting_skills and postings (.csv.gz)")
        parser.add_argument("--catalogue", type=Path, default=settings.BASE_DIR / "fixtures", help="fixtures/")
        parser.add_argument("--half", choices=("a", "b", "both"), default="both", help="by the SHA-1 of the id")
        parser.add_argument("--write", action="store_true", help="write the result into the files")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run as usual; if Ctrl-C ends it, say so in one line."""
        try:
            return super().execute(*args, **options)
        except KeyboardInterrupt:
            raise CommandError("Stopped.", returncode=130) from None

    def settle(self, was: Draft, now: Draft, catalogue: Path, *, write: bool) -> None:
        """Say whether the files agree with the result, and write it if that was asked for."""
        if now == was:
            self.stdout.write(f"\n{AGREE}")
        elif write:
            files.write(now, catalogue)
            self.stdout.write("\nWritten to the files.")
        else:
            self.stdout.write("\nThe files differ; --write updates them.")

    def read(self, catalogue: Path) -> Draft:
        """Return the draft in the files. Raises CommandError with every finding about them."""
        draft, found = files.read(catalogue)
        self.insist_on_none(found)
        return draft

    def insist_on_none(self, found: Sequence[Finding]) -> None:
        """Raise CommandError with every finding, if there is one."""
        if found:
            raise CommandError(f"The catalogue cannot be read. Mend these first:\n{in_lines(found)}")
