"""How important each requirement is, weighed on real people and real ads."""

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError

from careers.catalogue import counting
from careers.documents.folders import Half, Unreadable
from careers.management.measuring import MeasuringCommand
from matching import inputs
from matching.evaluation.tasks import samples
from matching.evaluation.weighing import weigh
from matching.operations import advising, publishing


class Command(MeasuringCommand):
    help = "Weigh how important each requirement is on people and ads, beside what the catalogue's files say."

    def handle(self, *, data: Path, catalogue: Path, half: Half, write: bool, **options: Any) -> None:
        draft = self.read(catalogue, publishing.check)
        released = advising.as_released(draft)
        try:
            counts = counting.count_ads(draft, counting.read_ads(data, half))
            weighed = weigh(draft, released.content, inputs.compiled(released), counts, samples(data, half))
        except (Unreadable, ValueError) as error:
            raise CommandError(str(error)) from error
        now = msgspec.structs.replace(
            draft,
            requirements=tuple(
                msgspec.structs.replace(one, importance=weighed[one.role, one.skill]) for one in draft.requirements
            ),
        )
        for was, one in zip(draft.requirements, now.requirements, strict=True):
            if was != one:
                self.stdout.write(f"{one.role:<26} {one.skill:<32} {one.importance}  the files say {was.importance}")
        self.settle(draft, now, catalogue, write=write)
