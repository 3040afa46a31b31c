"""Count what job ads for each role ask: the evidence for the requirements that are not judged."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from careers.catalogue import counting
from careers.catalogue.draft import Draft
from careers.management.measuring import MeasuringCommand
from careers.reading.folders import Half, Unreadable

MORE = 10  # per cent of the ads; a skill that so many name and the role does not ask is worth an editor's look


class Command(MeasuringCommand):
    help = "Count the skills that a folder of job ads asks for, next to what the catalogue's files say."

    def handle(self, *, data: Path, catalogue: Path, half: Half, write: bool, **options: Any) -> None:
        draft = self.read(catalogue)
        try:
            counts = counting.count_ads(draft, counting.read_ads(data, half))
        except Unreadable as error:
            raise CommandError(str(error)) from error
        counted = counting.with_counts(draft, counts)
        for role in draft.roles:
            self._show(role.slug, counts.get(role.slug, counting.Count(0, {})), counted)
        self.settle(draft, counted, catalogue, write=write)

    def _show(self, role: str, count: counting.Count, draft: Draft) -> None:
        judged = "" if count.of >= counting.MIN_ADS else f" (fewer than {counting.MIN_ADS}: judged)"
        self.stdout.write(f"\n{role}: {count.of} ads{judged}")
        asked = [one for one in draft.requirements if one.role == role]
        for one in sorted(asked, key=lambda one: (-count.naming.get(one.skill, 0), one.skill)):
            n = count.naming.get(one.skill, 0)
            share = f"{100 * n / count.of:5.1f} %" if count.of else "      -"
            grade = counting.grade_of(one.skill, count) or "judged"
            self.stdout.write(f"  {one.skill:<32} {n:>4} {share}  grade {grade:<6}  importance {one.importance}")
        more = [
            f"{skill} {100 * n // count.of} %"
            for skill, n in sorted(count.naming.items(), key=lambda item: (-item[1], item[0]))
            if n * 100 >= MORE * count.of >= MORE * counting.MIN_ADS and skill not in {one.skill for one in asked}
        ]
        if more:
            self.stdout.write(f"  not asked, but named by {MORE} % or more: {', '.join(more)}")
