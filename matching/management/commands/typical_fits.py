"""The typical fit of each role over real people and real ads: what ranking by lead takes off a fit."""

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError

from careers.documents.folders import Half, Unreadable
from careers.management.measuring import MeasuringCommand
from careers.words import hundredths
from matching import inputs
from matching.evaluation.tasks import samples
from matching.evaluation.typical import typical_fits
from matching.operations import advising, publishing


class Command(MeasuringCommand):
    help = "Work out each role's typical fit from a folder of people and ads, beside what the catalogue's files say."

    def handle(self, *, data: Path, catalogue: Path, half: Half, write: bool, **options: Any) -> None:
        draft = self.read(catalogue, publishing.check)
        released = advising.as_released(draft)
        try:
            typical = typical_fits(released.content, inputs.compiled(released), samples(data, half))
        except (Unreadable, ValueError) as error:
            raise CommandError(str(error)) from error
        now = msgspec.structs.replace(
            draft,
            roles=tuple(msgspec.structs.replace(role, typical=hundredths(typical[role.slug])) for role in draft.roles),
        )
        for was, role in zip(draft.roles, now.roles, strict=True):
            self.stdout.write(f"{role.slug:<26} {role.typical:>6}  the files say {was.typical}")
        self.settle(draft, now, catalogue, write=write)
