"""Seventy-five made-up profiles to hold the fits against: for each role five, of the kinds below.

How they were written: from the descriptions of the fifteen roles and from knowing who does such work, before the
catalogue's requirements and without a look at them, because the requirements are what they test. The skills are what
somebody would type into a form that asks "what can you do, and how well", not the catalogue's names: spellings,
versions, brackets and words that the catalogue does not know belong to them. No name, gender, age, place, school or
employer is in them.

- strong: a senior specialist, at 4 in the core, 3 in much and 2 in the surroundings
- solid: three to five years in, at 3 in the core with one or two 4s
- junior: a first year, at 1 and 2, with a 3 or two in the most basic things
- changer: comes from another job, with that job's skills and a few of the role's at 1 and 2
- noisy: as able as a solid or strong one, with a messy list

Changes since they were written, each with its reason: none.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

KINDS = ("changer", "junior", "noisy", "solid", "strong")
ROLES = 15
LEVELS = range(6)


class Persona(NamedTuple):
    role: str
    kind: str
    who: str
    skills: Mapping[str, int]


def load(text: str) -> tuple[Persona, ...]:
    """Return the personas of a JSON list, or raise a ValueError that names what is wrong with them."""
    personas = tuple(Persona(**raw) for raw in json.loads(text, object_pairs_hook=_once))
    _check_roles_and_kinds(personas)
    _check_levels(personas)
    _check_solid_above_junior(personas)
    return personas


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file; JSON itself would let the last of two equal keys win."""
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError(f"One key stands twice in {[key for key, _ in pairs]}.")
    return read


def _check_roles_and_kinds(personas: Sequence[Persona]) -> None:
    there = [(persona.role, persona.kind) for persona in personas]
    roles = sorted({role for role, _ in there})
    if len(roles) != ROLES or there != [(role, kind) for role in roles for kind in KINDS]:
        raise ValueError(f"Not {ROLES} roles with one of {KINDS} each, sorted by role and kind: {there}")


def _check_levels(personas: Sequence[Persona]) -> None:
    for persona in personas:
        for skill, level in persona.skills.items():
            if type(level) is not int or level not in LEVELS:  # True is an int too
                raise ValueError(f"{persona.role}, {persona.kind}: {skill} has {level!r} for a level.")


def _check_solid_above_junior(personas: Sequence[Persona]) -> None:
    mean = {(persona.role, persona.kind): fmean(persona.skills.values()) for persona in personas}
    for role in {persona.role for persona in personas}:
        if mean[role, "solid"] <= mean[role, "junior"]:
            raise ValueError(f"{role}: the levels of the solid persona are not above the junior's on average.")


PERSONAS = load(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
