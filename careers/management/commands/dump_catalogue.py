"""Write the draft tables as files: the same draft gives the same bytes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from careers.catalogue import files, tables


class Command(BaseCommand):
    help = "Write the draft tables as the files that load_catalogue reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *, folder: Path, **options: Any) -> None:
        files.write(tables.read(), folder)
        self.stdout.write(f"Wrote the catalogue to {folder.name}/.")
