"""Look for the role's own skills in each line of a description of the fifteen roles."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careers.catalogue import terms
from careers.catalogue.findings import in_lines
from matching.publishing.preparing import prepare_files


class Command(BaseCommand):
    help = "Read a description of the roles, line by line, and name the lines in which no skill of the role is found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("description", type=Path, help="a list of the roles, then a paragraph and bullets for each")
        parser.add_argument("--catalogue", type=Path, default=settings.BASE_DIR / "fixtures", help="fixtures/")

    def handle(self, *, description: Path, catalogue: Path, **options: Any) -> None:
        prepared = prepare_files(catalogue)
        if prepared.findings:
            raise CommandError(f"The catalogue has faults. Fix these first:\n{in_lines(prepared.findings)}")
        lines = terms.read_lines(prepared.released, terms.description(description.read_text(encoding="utf-8")))
        for line in lines:
            self.stdout.write(f"{line.role}: {line.text}\n    {', '.join(line.skills) or 'NOTHING'}")
        unread = sum(not line.skills for line in lines)
        self.stdout.write(f"{len(lines)} lines, {unread} in which no skill of the role is found.")
        if unread:
            raise CommandError(f"{unread} lines name no skill of their role.")
