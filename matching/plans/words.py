"""The words of a plan."""

from collections.abc import Sequence

from careers.catalogue.content import Resource, Skill
from careers.words import hundredths


def why(*, to_level: int, gain: int, asked: int, essential: bool, opens: Sequence[str]) -> str:
    """Say why a step is in a plan. `opens` names the later steps that need it.

    >>> why(to_level=2, gain=203, asked=4, essential=True, opens=["RAG 2"])
    'A must-have, asked at level 4: this level adds 2.03. It opens RAG 2.'
    >>> why(to_level=1, gain=0, asked=0, essential=False, opens=["Docker 2", "RAG 2"])
    'It opens Docker 2 and RAG 2.'
    >>> why(to_level=1, gain=0, asked=0, essential=False, opens=[])
    'It leads to level 2, which another step needs.'
    """
    said = []
    if gain:
        said.append(
            f"{'A must-have' if essential else 'Valued'}, asked at level {asked}: this level adds {hundredths(gain)}."
        )
    if opens:
        said.append(f"It opens {listed(opens)}.")
    return " ".join(said) or f"It leads to level {to_level + 1}, which another step needs."


def listed(names: Sequence[str]) -> str:
    """
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def resources(skill: Skill, to_level: int) -> list[Resource]:
    """Return the resources that teach a skill up to this level: free first, then by hours for each level they span."""
    fitting = [one for one in skill.resources if one.from_level < to_level <= one.to_level]
    return sorted(fitting, key=lambda one: (not one.free, -_hours_a_level(one), one.title))


def _hours_a_level(one: Resource) -> float:
    return (one.skill_hours or one.hours) / (one.to_level - one.from_level)


def plain(n: int) -> str:
    """Hundredths of an hour as people write them.

    >>> plain(800), plain(750), plain(25)
    ('8', '7.5', '0.25')
    """
    return hundredths(n).rstrip("0").rstrip(".")


def unreachable(highest: int, beyond: Sequence[str]) -> str:
    """Say why no plan reaches a target."""
    said = f"No plan reaches this. The highest fit within reach is {hundredths(highest)}."
    return f"{said} Must-haves that study alone does not reach: {listed(beyond)}." if beyond else said
