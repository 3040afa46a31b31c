"""The catalogue in figures, for fixtures/README.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careers.catalogue import figures, terms
from careers.catalogue.figures import Hours, Worked
from careers.catalogue.findings import in_lines
from careers.catalogue.released import Released
from matching.plans.from_zero import from_zero
from matching.publishing import advising
from matching.publishing.preparing import prepare_files

FIRSTS = 3  # roles that are named for a starting point


class Command(BaseCommand):
    help = "Print the catalogue's figures as tables; --write puts them into the README.md next to the files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument("--write", action="store_true", help="write them between the marks in README.md")

    def handle(self, *, folder: Path, write: bool, **options: Any) -> None:
        prepared = prepare_files(folder)
        if prepared.findings:
            raise CommandError(f"The catalogue has faults. Fix these first:\n{in_lines(prepared.findings)}")
        text = figures.tables(prepared.draft, prepared.released, worked(prepared.released), terms.read(folder))
        if write:
            self._write(folder / "README.md", text)
        else:
            self.stdout.write(text)

    def _write(self, readme: Path, text: str) -> None:
        try:
            readme.write_text(figures.put_into(readme.read_text(encoding="utf-8"), text), encoding="utf-8")
        except (FileNotFoundError, ValueError) as error:
            raise CommandError(f"{readme.name}: {error}") from error
        self.stdout.write(f"Written to {readme.name}.")


def worked(release: Released) -> Worked:
    """Work out the figures that only the engine can give."""
    return Worked(
        places={role: advising.place(role, ranked) for role, ranked in advising.ranked_by_must_haves(release).items()},
        hours={role: _hours(release, role) for role in release.roles},
        firsts={
            start: [(score.role, score.fit or 0) for score in ranked[:FIRSTS]]
            for start, ranked in advising.ranked_starts(release).items()
        },
    )


def _hours(release: Released, role: str) -> Hours:
    zero = from_zero(release, role)
    return Hours(zero.hours_to_must_haves, zero.hours, zero.projects[0].hours if zero.projects else None)
