"""The record being built: the profile of somebody with an account, or what somebody picks without one."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, Protocol

from careers.accounts.requests import HtmxRequest
from careers.catalogue.models import Skill
from careers.catalogue.released import Released
from careers.profile import claims, operations, own_words, pages
from careers.profile.claims import Answered, Answers, Held, Replaced, Seen, Started
from careers.profile.models import Claim
from careers.profile.tried import Tried

Beside = Callable[[Released, Mapping[int, int]], Any]  # release and levels to what a page shows next to a record


class Record(Protocol):
    """The record being built."""

    where: str  # the namespace of its addresses
    title: str  # as in "Remove from …"
    template: str
    owner: str  # an undo of one record does nothing to another
    notes: MutableMapping[str, Any]
    beside: Beside | None

    def levels(self) -> Mapping[int, int]: ...

    def named(self, release: Released) -> list[pages.OwnClaim]: ...

    def words(self) -> list[str]: ...

    def set_claim(self, release: Released, slug: str, level: int | None, seen: Seen[int | None] | None) -> Replaced: ...

    def answer(self, release: Released, answers: Answers) -> Answered: ...

    def confirm(self, release: Released, found: Mapping[str, Held], seen: Mapping[str, int | None]) -> Answered: ...

    def start_from(self, release: Released, levels: Mapping[str, int], start: str) -> Started: ...

    def take_back(self, replaced: Iterable[Replaced]) -> list[str]: ...

    def keep_word(self, word: str) -> None: ...

    def drop_word(self, word: str) -> None: ...


class OwnProfile:
    """The profile of somebody with an account; notices for the next page wait in their session."""

    where, title, template = "profile", "your profile", "careers/profile.html"

    def __init__(self, request: HtmxRequest, beside: Beside | None = None) -> None:
        self.user = request.user
        self.beside = beside
        self.owner = str(request.user.pk)
        self.notes: MutableMapping[str, Any] = request.session
        self.profile = operations.get_or_create_profile(user=request.user)

    def levels(self) -> Mapping[int, int]:
        return self.profile.claims.levels_by_position()

    def named(self, release: Released) -> list[pages.OwnClaim]:
        return [
            pages.OwnClaim(
                claim.skill.position, claim.skill.slug, claim.skill.name, claim.level, claim.shown_by, claim.quote
            )
            for claim in self.profile.claims.select_related("skill")
        ]

    def words(self) -> list[str]:
        return list(self.profile.words.values_list("text", flat=True))

    def set_claim(self, release: Released, slug: str, level: int | None, seen: Seen[int | None] | None) -> Replaced:
        return operations.set_claim(user=self.user, release=release, skill=slug, level=level, seen=seen)

    def answer(self, release: Released, answers: Answers) -> Answered:
        return operations.answer(user=self.user, release=release, answers=answers)

    def confirm(self, release: Released, found: Mapping[str, Held], seen: Mapping[str, int | None]) -> Answered:
        return operations.confirm(user=self.user, release=release, found=found, seen=seen)

    def start_from(self, release: Released, levels: Mapping[str, int], start: str) -> Started:
        return operations.start_from(user=self.user, release=release, levels=levels, start=start)

    def take_back(self, replaced: Iterable[Replaced]) -> list[str]:
        return operations.take_back(user=self.user, replaced=replaced)

    def keep_word(self, word: str) -> None:
        own_words.keep_word(user=self.user, word=word)

    def drop_word(self, word: str) -> None:
        own_words.drop_word(user=self.user, word=word)


class OwnTry:
    """The picks of somebody without an account; all of them, notices too, are in their browser's cookie."""

    where, title, template = "try", "what you picked", "careers/try.html"
    owner = ""

    def __init__(self, tried: Tried, beside: Beside | None = None) -> None:
        self.tried = tried
        self.beside = beside
        self.notes: MutableMapping[str, Any] = tried.notes

    def levels(self) -> Mapping[int, int]:
        return self.tried.levels

    def named(self, release: Released) -> list[pages.OwnClaim]:
        known = {p: (skill.slug, skill.name) for p, skill in release.by_position.items() if p in self.tried.claims}
        gone = self.tried.claims.keys() - known.keys()
        if gone:
            rows = Skill.objects.filter(position__in=gone).values_list("position", "slug", "name")
            known |= {position: (slug, name) for position, slug, name in rows}
        return [pages.OwnClaim(p, *known[p], level) for p, level in self.tried.levels.items() if p in known]

    def words(self) -> list[str]:
        return self.tried.words

    def set_claim(self, release: Released, slug: str, level: int | None, seen: Seen[int | None] | None) -> Replaced:
        own = {one.slug: one.position for one in self.named(release)} if level is None else {}
        if slug not in release.skills and slug not in own:
            raise claims.UnknownSkill(slug)
        position = own[slug] if slug in own else release.skills[slug].position
        done = claims.said(self.tried.claims, position, level, seen)
        self.tried.apply({position: done.after})
        return done

    def answer(self, release: Released, answers: Answers) -> Answered:
        done = claims.answered(self.tried.claims, release, answers)
        self.tried.apply({one.position: one.after for one in done.replaced})
        return done

    def confirm(self, release: Released, found: Mapping[str, Held], seen: Mapping[str, int | None]) -> Answered:
        bare = {slug: held._replace(quote="") for slug, held in found.items()}  # a cookie has no room for quotes
        done = claims.confirmed(self.tried.claims, release, bare, seen)
        self.tried.apply({one.position: one.after for one in done.replaced})
        return done

    def start_from(self, release: Released, levels: Mapping[str, int], start: str) -> Started:
        before = dict(self.tried.claims)
        proposed: Mapping[int, int | None] = claims.by_position(release, {**levels})
        self.tried.apply(claims.changed(before, proposed, Claim.Source.START))
        return Started(self.tried.version, claims.replaced_by(self.tried.claims, before))

    def take_back(self, replaced: Iterable[Replaced]) -> list[str]:
        back = claims.put_back(self.tried.claims, replaced)
        self.tried.apply(back.changes)
        return operations.names_of(back.left) if back.left else []

    def keep_word(self, word: str) -> None:
        self.tried.keep_word(word)

    def drop_word(self, word: str) -> None:
        self.tried.drop_word(word)
