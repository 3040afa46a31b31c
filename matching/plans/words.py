"""The words of a plan."""

from collections.abc import Sequence

from careers.catalogue.content import Resource, Skill
from careers.words import LEVEL_WORDS, hundredths

NAMED = 3  # of a longer list


def why(
    *, to_level: int, gain: int, asked: int, essential: bool, serves: Sequence[str], asker: str = "the role"
) -> str:
    """Say why a step is in a plan. `serves` names the requirements of the role that stand on it, weightiest first.

    >>> why(to_level=4, gain=688, asked=4, essential=True, serves=["AI agents"])
    'A must-have: this is the level that the role asks. Needed for AI agents too.'
    >>> why(to_level=2, gain=0, asked=4, essential=False, serves=[])
    'Valued, asked at level 4; this is the first part.'
    >>> why(to_level=2, gain=0, asked=0, essential=False, serves=["Docker", "RAG", "MLOps", "Kubernetes", "CI/CD"])
    'Needed for Docker, RAG, MLOps and 2 more.'
    >>> why(to_level=2, gain=0, asked=0, essential=False, serves=[])
    'The next steps stand on it.'
    """
    said = []
    if asked and gain:
        said.append(f"{'A must-have' if essential else 'Valued'}: this is the level that {asker} asks.")
    elif asked:
        said.append(f"{'A must-have' if essential else 'Valued'}, asked at level {asked}; this is the first part.")
    if serves:
        said.append(f"Needed for {some(serves)}{' too' if said else ''}.")
    return " ".join(said) or "The next steps stand on it."


def lift(from_level: int, to_level: int, *, unknown: bool) -> str:
    """Say where a step leads; `unknown`: nobody has said where it begins.

    >>> lift(2, 3, unknown=False), lift(0, 2, unknown=True)
    ('from level 2 to 3, independent', 'to level 2, assisted')
    """
    begins = "to level" if unknown else f"from level {from_level} to"
    return f"{begins} {to_level}, {LEVEL_WORDS[to_level]}"


def listed(names: Sequence[str]) -> str:
    """
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def some(names: Sequence[str]) -> str:
    """The first of these names, and how many more there are; one more is named too.

    >>> some(["a", "b", "c", "d"]), some(["a", "b", "c", "d", "e"])
    ('a, b, c and d', 'a, b, c and 2 more')
    """
    return listed(names) if len(names) <= NAMED + 1 else listed([*names[:NAMED], f"{len(names) - NAMED} more"])


def resources(skill: Skill, from_level: int, to_level: int) -> list[Resource]:
    """Return what teaches a skill between two levels: free first, then what covers most of them, then by hours a level.

    What does not teach the first of these levels comes after what does: one begins at the beginning.
    """
    fitting = [one for one in skill.resources if one.from_level < to_level and one.to_level > from_level]

    def order(one: Resource) -> tuple[bool, bool, int, float, str]:
        covered = min(one.to_level, to_level) - max(one.from_level, from_level)
        return not one.free, one.from_level > from_level, -covered, _hours_a_level(one), one.title

    return sorted(fitting, key=order)


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
    return f"{said} Study alone does not reach what the role asks of {listed(beyond)}." if beyond else said
