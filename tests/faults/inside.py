"""What a test asks of the application, in a process of its own, on any database.

python -m tests.faults.inside make NUMBER | publish SEED | edit FIRST LAST LEVEL | leave PROFILE
    | send NUMBER WORD WHO...
"""

import sys
from collections.abc import Iterable

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from careers.catalogue import releases  # noqa: E402
from careers.documents import operations as documents  # noqa: E402
from careers.models import Claim, Profile, Skill, User  # noqa: E402
from careers.profile import leaving, operations, vectors  # noqa: E402
from matching.models import Score  # noqa: E402
from matching.scores import scoring  # noqa: E402
from tests import drafts, people  # noqa: E402

AT_ONCE = 2_000


def make(number: str) -> None:
    """The small catalogue, and so many people of 216 kinds (the first holds nothing), recorded on release 1."""
    people.publish()
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    users = User.objects.bulk_create((User(email=f"p{n}@example.org") for n in range(int(number))), AT_ONCE)
    held = [_levels(n) for n in range(len(users))]
    packed = [vectors.packed({skills[slug].position: level for slug, level in levels.items()}) for levels in held]
    profiles = Profile.objects.bulk_create(
        (Profile(user=user, version=1, levels=levels) for user, levels in zip(users, packed, strict=True)), AT_ONCE
    )
    claims = (
        Claim(profile=profile, skill=skills[slug], level=level)
        for profile, levels in zip(profiles, held, strict=True)
        for slug, level in levels.items()
    )
    Claim.objects.bulk_create(claims, AT_ONCE)
    Score.objects.bulk_create((Score(profile=profile, wanted_version=1) for profile in profiles), AT_ONCE)
    for some in _batched([profile.pk for profile in profiles]):
        scoring.score_profiles(profile_ids=some)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _levels(n: int) -> dict[str, int]:
    levels = {"python": n % 6, "sql": n // 6 % 6, "rag": n // 36 % 6}
    return {slug: level for slug, level in levels.items() if level}


def _batched(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def publish(seed: str) -> None:
    """Another release, in which two requirements weigh otherwise for each seed."""
    raw = drafts.small()
    for place in (3, 4):
        raw["requirements"][place]["importance"] = 1 + (int(seed) + place) % 3
    people.publish(raw, reason=f"Seed {seed}.")


def edit(first: str, last: str, level: str) -> None:
    """Everybody from one profile to another sets a level of SQL."""
    release = releases.current()
    for profile in Profile.objects.filter(pk__range=(int(first), int(last))).select_related("user").order_by("pk"):
        operations.change_claims(user=profile.user, release=release, levels={"sql": int(level)})


def send(number: str, poison: str, *poisoned: str) -> None:
    """So many people send a CV each; those of these people hold a word of their own."""
    for n, user in enumerate(User.objects.order_by("pk")[: int(number)]):
        word = poison if str(n) in poisoned else "Kept"
        content = f"{word} {n}. Skills: Python (expert), SQL".encode()
        documents.upload(user=user, name=f"{n}.txt", content=content, at=timezone.now())


def leave(profile: str) -> None:
    leaving.delete_account(user=User.objects.get(profile=int(profile)))


if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    {"make": make, "publish": publish, "edit": edit, "leave": leave, "send": send}[verb](*words)
