"""Answers made of plain values are, byte for byte, what DRF makes of the serializers that describe them."""

import datetime
import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import BaseSerializer

from careers.api.writing import JSON
from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile
from careers.profile import operations as profile_operations
from careers.profile.serializers import ProfileSerializer
from matching import engine, inputs
from matching.matches import answers as matches
from matching.matches import serializers as of_matches
from matching.plans import adviser, outlooks, wishes
from matching.plans import answers as plans
from matching.plans import operations as plans_operations
from matching.plans import serializers as of_plans
from matching.plans.operations import Wish
from matching.plans.shown import Standing, drawn_plan
from matching.scores.api import HistorySerializer
from matching.scores.lines import Lines
from matching.scores.models import Score
from matching.scores.scoring import score_profiles
from tests import drafts, people

TODAY = datetime.date(2026, 11, 20)
ODD = ["", "\u2028", "\u2029 and \u2028", 'a "quote"', "back\\slash", "\x7f\x01\n", "𝄞 Straße", "</script>"]

texts = st.text() | st.sampled_from(ODD)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_what_drf_writes(value: Any) -> None:
    assert JSON().render(value) == JSONRenderer().render(value)


@pytest.mark.parametrize("microsecond", [0, 5, 120_000])
def test_days_and_times_are_written_as_drf_writes_them(microsecond: int) -> None:
    at = datetime.datetime(2026, 1, 2, 3, 4, 5, microsecond, tzinfo=datetime.UTC)
    assert JSON().render([at, at.date()]) == JSONRenderer().render([at, at.date()])


def people_of(release: Released, dice: random.Random, count: int) -> Iterator[dict[str, int]]:
    """People with none to forty skills; the first has none."""
    slugs = sorted(release.skills)
    for number in range(count):
        held = dice.sample(slugs, dice.randint(0, min(40, len(slugs)))) if number else []
        yield {slug: dice.randint(0, 5) for slug in held}


def same(answer: Any, described: BaseSerializer) -> None:
    assert JSON().render(answer) == JSONRenderer().render(described.data)


def ranked_as_described(release: Released, levels: Sequence[dict[str, int]]) -> None:
    compiled = inputs.compiled(release)
    for held in levels:
        scores = engine.score(compiled, held)
        value = {"release": release, "roles": scores, "unknown": ODD}
        same(matches.match(release, scores, ODD), of_matches.MatchAnswer(value))
    ranked = engine.rankings(compiled, levels)
    results = [{"roles": roles, "unknown": ODD} for roles in ranked]
    described = of_matches.BatchAnswer({"release": release, "results": results})
    same(matches.batch(release, ranked, [ODD] * len(levels)), described)


def test_ranked_roles(release: Released) -> None:
    ranked_as_described(release, list(people_of(release, random.Random(1), 200)))


@pytest.mark.thorough
def test_ranked_roles_of_the_shipped_catalogue(shipped: Released) -> None:
    ranked_as_described(shipped, list(people_of(shipped, random.Random(2), 300)))


def drawn_as_described(release: Released, dice: random.Random, count: int) -> int:
    """Compare the plans of some people; return how many there were."""
    found = 0
    for held in people_of(release, dice, count):
        target, deadline = dice.choice([None, 4_000, 7_025]), dice.choice([None, datetime.date(2027, 3, 1)])
        role = dice.choice(sorted(release.roles))
        wish = Wish(role, target, engine.Pace(dice.choice([25, 750, 800])), TODAY, deadline)
        try:
            drawn = plans_operations.draw_plan(release=release, levels=held, wish=wish)
        except wishes.PLANLESS:
            continue
        shown = drawn_plan(release, wish, drawn, ODD)
        same(plans.drawn(shown), of_plans.DrawnPlanSerializer(shown))
        found += 1
    return found


def test_drawn_plans(release: Released) -> None:
    assert drawn_as_described(release, random.Random(3), 100) > 50


@pytest.mark.thorough
def test_drawn_plans_of_the_shipped_catalogue(shipped: Released) -> None:
    assert drawn_as_described(shipped, random.Random(4), 100) > 50


@pytest.fixture
def member(release: Released) -> Profile:
    """Somebody with a recorded score, an outlook, and plans with a step done, one left for later and one held."""
    profile = people.person_with({"python": 2, "react": 1})
    wish = Wish("builder", None, engine.Pace(800), TODAY, datetime.date(2027, 1, 1))
    first = plans_operations.make_plan(user=profile.user, release=release, wish=wish)
    plans_operations.tick(user=profile.user, plan=first, number=1)
    plans_operations.skip(user=profile.user, plan=first, number=2, skipped=True)
    plans_operations.make_plan(user=profile.user, release=release, wish=wish._replace(role="engineer", target=6_050))
    score_profiles(profile_ids=[profile.pk])
    profile_operations.change_claims(user=profile.user, release=release, levels={"sql": 3})
    outlooks.look_ahead(profile=profile, release=release, on=TODAY)
    outlooks.record_outlooks(profile_ids=[profile.pk])
    score_profiles(profile_ids=[profile.pk])
    raw = drafts.small()
    raw["requirements"][-1]["level"] = 2
    people.publish(raw)
    score_profiles(profile_ids=[profile.pk])
    profile.refresh_from_db()
    return profile


def got(profile: Profile, address: str) -> bytes:
    client = Client()
    client.force_login(profile.user)
    answer = client.get(address)
    assert answer.status_code == 200
    return bytes(answer.content)


def listed(described: BaseSerializer) -> bytes:
    rows = described.data
    return JSONRenderer().render({"count": len(rows), "next": None, "previous": None, "results": rows})


@pytest.mark.database
def test_own_matches_plans_step_and_history(member: Profile) -> None:
    release = releases.current()
    by_position = member.claims.levels_by_position()
    recorded = Score.objects.recorded(member.pk)
    assert recorded is not None
    value = {
        "release": release,
        "profile_version": member.version,
        "recorded": recorded,
        "roles": engine.score(inputs.compiled(release), inputs.levels(release, by_position)),
    }
    assert got(member, "/api/v1/me/matches/") == JSONRenderer().render(of_matches.MyMatchesAnswer(value).data)
    assert JSON().render(matches.own(release, (), profile_version=1, recorded=None)).endswith(b'"recorded":null}')

    standing = Standing(release, by_position, datetime.datetime.now(datetime.UTC).date())
    own = [standing.plan(row) for row in member.plans.order_by("-pk").with_steps()]
    assert {"done", "held"} & {step.state for plan in own for step in plan.steps}
    assert got(member, "/api/v1/me/plans/") == listed(of_plans.OwnPlanSerializer(own, many=True))
    one = own[0].row
    assert one is not None
    assert got(member, f"/api/v1/me/plans/{one.pk}/") == JSONRenderer().render(of_plans.OwnPlanSerializer(own[0]).data)

    advice = adviser.advice(member, release, standing.today)
    assert got(member, "/api/v1/me/next/") == JSONRenderer().render(of_plans.NextSerializer(advice).data)

    lines = list(Lines(member.records.newest_first()).all())
    assert {part["cause"] for line in lines for part in line.parts} == {"profile", "release"}
    assert got(member, "/api/v1/me/history/") == listed(HistorySerializer(lines, many=True))


@pytest.mark.database
def test_own_profile(member: Profile) -> None:
    written = got(member, "/api/v1/me/profile/")
    claims = [
        {
            "skill": claim.skill.slug,
            "name": claim.skill.name,
            "level": claim.level,
            "source": claim.source,
            "quote": claim.quote,
            "updated_at": claim.updated_at,
            "scored": True,
        }
        for claim in sorted(member.claims.in_full(), key=lambda claim: claim.skill.slug)
    ]
    value = {"version": member.version, "skills": {one["skill"]: one["level"] for one in claims}, "claims": claims}
    assert written == JSONRenderer().render(ProfileSerializer(value).data)
