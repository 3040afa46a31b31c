"""The content of the pages of job ads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from careers.catalogue.content import Role, Skill
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.matches.pages import LITTLE_KNOWN
from matching.matches.receipt_pages import Part, receipt_lines
from matching.plans.operations import OutOfCalendar
from matching.postings import fits, reading
from matching.postings.fits import AdRole
from matching.postings.models import Posting
from matching.postings.plans import AdPlan, Times, ad_plan
from matching.postings.reading import Ad, Asked

SPEAKING = 6  # skills that say why an ad is like a role
ALIKE_SHOWN = 3  # roles


class Speaks(NamedTuple):
    """A skill of the ad that speaks for a role, through another that the ad names if that is so, and its points."""

    skill: Skill
    via: Skill | None
    points: int


class AlikeRole(NamedTuple):
    """A role that an ad is like, with the skills that say so, most points first, and its must-haves not named.

    `rest_count` more speak for it with `rest` points together, so that all of them add up to the fit.
    """

    role: Role
    score: engine.RoleScore
    speaks: Sequence[Speaks]
    rest: int
    rest_count: int
    silent: Sequence[Skill]


class Likeness(NamedTuple):
    """The roles that an ad is most like, the first first; `none`: it does not read like one of ours, or, if it names
    few skills, names too `few` of them to say."""

    roles: Sequence[AlikeRole]
    none: bool
    few: bool

    @property
    def first(self) -> AlikeRole:
        return self.roles[0]

    @property
    def close(self) -> Sequence[AlikeRole]:
        """The others that are so close to the first that their order says little."""
        return [one for one in self.roles[1:] if one.score.close]


class AskRow(NamedTuple):
    """What an ad asks: the skill that counts for it, those of which one is enough, and the line of the receipt.

    `unknown`: the person has said nothing that bears on it.
    """

    ask: Asked
    skill: Skill
    others: Sequence[Skill]
    line: engine.Line | None
    unknown: bool

    @property
    def standing(self) -> str:
        """The choice that its form shows."""
        return "out" if self.ask.left_out else "must" if self.ask.must else "nice"


class AdFit(NamedTuple):
    """The fit to an ad with its receipt, and a plan for the gap; no plan if it would end after the year 9999."""

    score: engine.RoleScore
    total: int
    musts: Part
    nice: Part
    missing: Sequence[tuple[Skill, int]]
    plan: AdPlan | None

    @property
    def little_known(self) -> bool:
        """Say whether too little is known for a verdict, as for our roles."""
        return self.score.known < LITTLE_KNOWN < self.score.highest


class KeptAd(NamedTuple):
    """An ad in the list of those that are kept, with the fit to it; none if it asks nothing or nothing is claimed."""

    posting: Posting
    standing: fits.Standing | None

    @property
    def little_known(self) -> bool:
        return bool(self.standing and self.standing.known < LITTLE_KNOWN < self.standing.highest)


class AdPage(NamedTuple):
    """An ad: the roles it is like, what it asks, and for somebody who has told us something their fit."""

    likeness: Likeness | None
    musts: Sequence[AskRow]
    nice: Sequence[AskRow]
    passing: Sequence[AskRow]
    out: Sequence[AskRow]
    fit: AdFit | None
    has_claims: bool

    @property
    def asked_count(self) -> int:
        return len(self.musts) + len(self.nice) + len(self.passing)

    @property
    def asks_nothing(self) -> bool:
        return not self.asked_count

    @property
    def usual_levels(self) -> bool:
        """Say whether a level stands here that the ad does not say."""
        return any(not row.ask.said and not row.ask.changed for row in (*self.musts, *self.nice, *self.passing))


def ad_page(release: Released, ad: Ad, by_position: Mapping[int, int], times: Times) -> AdPage:
    held = inputs.levels(release, by_position)
    asks = ad.counted
    role = fits.ad_role(release, asks, held) if asks else None
    score = fits.score(role, held) if role and held else None
    rows = [_row(release, ask, role, score, held) for ask in ad.asks]
    return AdPage(
        likeness=_likeness(release, ad.like),
        musts=[row for row in rows if row.ask.must and not row.ask.left_out],
        nice=[row for row in rows if row.ask.strength == "nice" and not row.ask.left_out],
        passing=[row for row in rows if row.ask.strength == "named" and not row.ask.left_out],
        out=[row for row in rows if row.ask.left_out],
        fit=_fit(release, role, score, held, times) if role and score else None,
        has_claims=bool(held),
    )


def kept_ads(release: Released, postings: Iterable[Posting], by_position: Mapping[int, int]) -> list[KeptAd]:
    """The ads that somebody keeps, in the order given."""
    held = inputs.levels(release, by_position)
    found = []
    for posting in postings:
        asks = reading.unpacked(release, posting.content).counted
        shown = bool(held and asks)
        found.append(KeptAd(posting, fits.standing(fits.ad_role(release, asks, held), held) if shown else None))
    return found


def called_otherwise(release: Released, likeness: Likeness | None, title: str) -> Role | None:
    """The role of ours that an ad calls itself by, if what it asks makes it most like others."""
    if likeness is None or likeness.none:
        return None
    named = [role for role in release.roles.values() if role.title.casefold() in title.casefold()]
    role = max(named, key=lambda one: len(one.title), default=None)
    alike = {one.role.slug for one in (likeness.first, *likeness.close)}
    return None if role is None or role.slug in alike else role


def _likeness(release: Released, named: Sequence[str]) -> Likeness | None:
    """None if an ad names no skill, so that there is nothing to compare."""
    if not named:
        return None
    ranked = fits.like(release, named)
    roles = [_alike(release, score) for place, score in enumerate(ranked) if place < ALIKE_SHOWN or score.close]
    none = (ranked[0].fit or 0) < fits.LIKE_NONE
    return Likeness(roles, none, few=none and len(named) <= fits.FEW)


def _alike(release: Released, score: engine.RoleScore) -> AlikeRole:
    skills = release.skills
    speaking = sorted((line for line in score.receipt if line.points), key=lambda line: -line.points)
    return AlikeRole(
        role=release.roles[score.role],
        score=score,
        speaks=[
            Speaks(skills[line.skill], skills[line.via] if line.via else None, line.points)
            for line in speaking[:SPEAKING]
        ],
        rest=sum(line.points for line in speaking[SPEAKING:]),
        rest_count=len(speaking[SPEAKING:]),
        silent=[skills[line.skill] for line in score.receipt if line.essential and not line.have],
    )


def _row(
    release: Released, ask: Asked, role: AdRole | None, score: engine.RoleScore | None, held: Mapping[str, int]
) -> AskRow:
    chosen = role.chosen.get(ask.slug, ask.slug) if role else ask.slug
    lines = (line for line in score.receipt if line.skill == chosen) if score and not ask.left_out else iter(())
    line = next(lines, None)
    others = [release.skills[one] for one in ask.skills if one != chosen]
    unknown = line is not None and not line.have and not held.keys() & set(ask.skills)
    return AskRow(ask, release.skills[chosen], others, line, unknown)


def _fit(release: Released, role: AdRole, score: engine.RoleScore, held: Mapping[str, int], times: Times) -> AdFit:
    try:
        plan = ad_plan(release, role, held, times)
    except OutOfCalendar:
        plan = None
    lines = receipt_lines(release, role.compiled, held, score)
    musts = [row for row in lines if row.line.essential]
    return AdFit(
        score=score,
        total=role.role.total,
        musts=Part(musts),
        nice=Part(sorted((row for row in lines if not row.line.essential), key=lambda row: row.line.met)),
        missing=[(row.skill, row.line.need) for row in musts if not row.line.met],
        plan=plan,
    )
