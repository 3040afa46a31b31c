"""Measure how often the right role comes first, on a folder of real people and ads; `make evaluate` runs it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from careers.management.measuring import MeasuringCommand
from careers.reading.folders import Half, Unreadable
from matching.evaluation import measured, report, table
from matching.evaluation.tasks import Unmeasurable
from matching.publishing.preparing import prepare


class Command(MeasuringCommand):
    help = "Measure the ranking on real people and real ads, next to chance and trained models."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")

    def handle(self, *, data: Path, catalogue: Path, half: Half, write: bool, **options: Any) -> None:
        if write and half != "both":
            raise CommandError("Only figures of both halves are kept: leave out --half, or --write.")
        prepared = prepare(self.read(catalogue))
        self.insist_on_none(prepared.findings)
        released = prepared.released
        try:
            document = report.evaluate(data, released, half, lambda line: self.stderr.write(line, str))
        except (Unreadable, Unmeasurable) as error:
            raise CommandError(str(error)) from error
        if write:
            measured.write(document, timezone.now().date())
        standing = measured.standing(document["scoring_digest"])
        if options["json"]:
            self.stdout.write(json.dumps(document, indent=2, allow_nan=False))
            self.stderr.write(standing, str)
        else:
            self.stdout.write("\n".join([*table.table(document), "", standing]))
