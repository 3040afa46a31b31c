"""What the commands share that hold the catalogue's files against a folder of real people and ads."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careers.catalogue import files
from careers.catalogue.draft import Draft
from careers.catalogue.findings import Finding, in_lines


class MeasuringCommand(BaseCommand):
    """Takes the folder, the catalogue's files and a half of the folder, and whether to keep what comes of it."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("data", type=Path, help="a folder with people, posting_skills and postings (.csv.gz)")
        parser.add_argument("--catalogue", type=Path, default=settings.BASE_DIR / "fixtures", help="fixtures/")
        parser.add_argument("--half", choices=("a", "b", "both"), default="both", help="by the SHA-1 of the id")
        parser.add_argument("--write", action="store_true", help="keep what was worked out, in the files")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """As ever; ended by Ctrl-C it says so in one line."""
        try:
            return super().execute(*args, **options)
        except KeyboardInterrupt:
            raise CommandError("Stopped.", returncode=130) from None

    def settle(self, was: Draft, now: Draft, catalogue: Path, *, write: bool) -> None:
        """Say whether the files say what was worked out, and write it where that was asked for."""
        if now == was:
            self.stdout.write("\nThe files say exactly this.")
        elif write:
            files.write(now, catalogue)
            self.stdout.write("\nWritten to the files.")
        else:
            self.stdout.write("\nThe files say something else; --write puts this into them.")

    def read(self, catalogue: Path) -> Draft:
        """The draft in the files. Raises CommandError with every finding of theirs."""
        draft, found = files.read(catalogue)
        self.insist_on_none(found)
        return draft

    def insist_on_none(self, found: Sequence[Finding]) -> None:
        """Raise CommandError with every finding, if there is one."""
        if found:
            raise CommandError(f"The catalogue cannot be read. Mend these first:\n{in_lines(found)}")
