"""The usual fit of each role over real people and real ads: the part of a fit that ranking takes off."""

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError

from careers.management.measuring import MeasuringCommand
from careers.reading.folders import Half, Unreadable
from careers.words import hundredths
from matching import inputs
from matching.evaluation import ours
from matching.evaluation.tasks import samples
from matching.evaluation.usual import usual_fits
from matching.publishing.preparing import prepare


class Command(MeasuringCommand):
    help = "Work out each role's usual fit from a folder of people and ads, next to what the catalogue's files say."

    def handle(self, *, data: Path, catalogue: Path, half: Half, write: bool, **options: Any) -> None:
        draft = self.read(catalogue)
        prepared = prepare(draft)
        self.insist_on_none(prepared.findings)
        released = prepared.released
        compiled, reading = inputs.compiled(released), ours.Reading(released.content)
        try:
            told = [ours.read(compiled, reading, rows) for rows in samples(data, half).values()]
            usual = usual_fits(compiled.slugs, told)
        except (Unreadable, ValueError) as error:
            raise CommandError(str(error)) from error
        now = msgspec.structs.replace(
            draft,
            roles=tuple(msgspec.structs.replace(role, usual=hundredths(usual[role.slug])) for role in draft.roles),
        )
        for was, role in zip(draft.roles, now.roles, strict=True):
            self.stdout.write(f"{role.slug:<26} {role.usual:>6}  the files say {was.usual}")
        self.settle(draft, now, catalogue, write=write)
