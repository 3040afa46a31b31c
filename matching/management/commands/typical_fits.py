"""The typical fit of each role over real people and real ads: what ranking by lead takes off a fit."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careers.catalogue import files
from careers.documents.folders import Half, Unreadable, in_half
from careers.words import hundredths
from matching import inputs
from matching.evaluation.tasks import TASKS
from matching.evaluation.typical import typical_fits
from matching.operations import advising, publishing


class Command(BaseCommand):
    help = "Work out each role's typical fit from a folder of people and ads, beside what the catalogue's files say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("data", type=Path, help="a folder with people, posting_skills and postings (.csv.gz)")
        parser.add_argument("--catalogue", type=Path, default=settings.BASE_DIR / "fixtures", help="fixtures/")
        parser.add_argument("--half", choices=("a", "b", "both"), default="both", help="by the SHA-1 of the id")
        parser.add_argument("--write", action="store_true", help="write them into roles.json")

    def handle(self, *, data: Path, catalogue: Path, half: Half, write: bool, **options: Any) -> None:
        draft, found = files.read(catalogue)
        found = found or publishing.check(draft)
        if found:
            raise CommandError("The catalogue cannot be read. Mend these first:\n" + "\n".join(map(str, found)))
        released = advising.as_released(draft)
        try:
            rows = {task: [one for one in task.samples(data) if in_half(one.id, half)] for task in TASKS}
            typical = typical_fits(released.content, inputs.compiled(released), rows)
        except (Unreadable, ValueError) as error:
            raise CommandError(str(error)) from error
        now = msgspec.structs.replace(
            draft,
            roles=tuple(msgspec.structs.replace(role, typical=hundredths(typical[role.slug])) for role in draft.roles),
        )
        for was, role in zip(draft.roles, now.roles, strict=True):
            self.stdout.write(f"{role.slug:<26} {role.typical:>6}  the files say {was.typical}")
        if now == draft:
            self.stdout.write("\nThe files say exactly this.")
        elif write:
            files.write(now, catalogue)
            self.stdout.write("\nWritten to roles.json.")
        else:
            self.stdout.write("\nThe files say something else; --write puts these into roles.json.")
