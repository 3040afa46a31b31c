"""The fewest hours: which rungs to learn so that enough is gained, proven to be a cheapest choice.

A *rung* lifts one skill by one level; it takes hours and needs other rungs first. A set of rungs with everything that
they need is a *closure*. Some rungs bring a gain. `fewest_hours` finds the closure that takes the fewest hours among
those that hold the forced rungs and gain what is missing: the precedence-constrained knapsack problem.

1. *Deciding on gains alone.* A closure is worth its hours only for the gains in it, so it is always all that some gains
   need: their *cones*, united. Rungs needed by exactly the same gains are paid for together; they form a *bundle*.
2. *A bound.* Split the hours of each bundle among the gains that need it, in any way. Whatever gains are taken, they
   cost at least the sum of their parts, because a bundle's parts never come to more than its hours. If each gain now
   costs its own part only, and may be taken in fractions, the cheapest choice is found by sorting (Dantzig).
3. *A good split.* Let each gain be willing to pay `rate` hours a point. A maximum flow collects as much as they can
   pay; its minimum cut is the closure that is worth its price (Picard). At the rate of the gain that the sorting takes
   in part, the bound is the one of linear programming; the rate is found by trying the one found last (Dinkelbach),
   or, while that is too low, from two closures, one that gains too little and one that gains enough (secants).
4. *Branch and bound*, lowest bound first: the gain that was taken in part is taken, or left, and with it every gain
   that is not better.

Sources: J.-C. Picard, "Maximal closure of a graph", Management Science 22 (1976); W. Dinkelbach, "On nonlinear
fractional programming", Management Science 13 (1967); G. B. Dantzig, "Discrete-variable extremum problems",
Operations Research 5 (1957); H. Kellerer, U. Pferschy, D. Pisinger, "Knapsack Problems" (2004), 13.
"""

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

Rung = tuple[str, int]
"""(skill, level reached)."""

MOST_STATES = 5_000  # a state takes 0.1 to 0.3 ms
_UNITS = 1 << 20  # of an hour: flows are whole numbers
_ROUNDS = 12  # of rates at the first state; later ones begin near the right rate
_LATER_ROUNDS = 2


class Fewest(NamedTuple):
    """A closure, its hours, and hours that no valid closure goes below: equal if it is proven to be the cheapest.

    `states`: how many the search has looked at.
    """

    rungs: frozenset[Rung]
    hours: int
    bound: int
    states: int


class OutOfReach(ValueError):
    """All gains together are less than what is missing."""


def fewest_hours(
    hours: Mapping[Rung, int],
    needs: Mapping[Rung, Collection[Rung]],
    gains: Mapping[Rung, int],
    missing: int,
    forced: Iterable[Rung] = (),
    *,
    most_states: int = MOST_STATES,
) -> Fewest:
    """Find a closure with all of `forced`, gains of at least `missing` and the fewest hours.

    `needs` lists every rung after those that it needs; its rungs have whole `hours` of 1 or more, and some have
    `gains`. The same input gives the same closure. After `most_states` states the best one so far is returned, with a
    bound that still holds. With n gains there are at most 2^(n + 1) states; the shipped roles take up to 350.

    Raises OutOfReach.

    >>> hours = {("sql", 1): 10, ("sql", 2): 20, ("spark", 1): 30, ("git", 1): 15}
    >>> needs = {("sql", 1): [], ("sql", 2): [("sql", 1)], ("spark", 1): [("sql", 1)], ("git", 1): []}
    >>> gains = {("sql", 2): 400, ("spark", 1): 500, ("git", 1): 300}
    >>> found = fewest_hours(hours, needs, gains, missing=800)
    >>> sorted(found.rungs), found.hours, found.bound
    ([('git', 1), ('spark', 1), ('sql', 1)], 55, 55)
    """
    cones = cones_of(needs)
    paid = united(cones, forced)
    base = sum(hours[rung] for rung in paid)
    missing -= sum(gain for rung, gain in gains.items() if rung in paid)
    tops = sorted(rung for rung, gain in gains.items() if gain > 0 and rung not in paid)
    if missing <= 0:
        return Fewest(paid, base, base, 0)
    if missing > sum(gains[top] for top in tops):
        raise OutOfReach
    bundles: dict[tuple[int, ...], set[Rung]] = {}
    for rung in sorted(united(cones, tops) - paid):
        bundles.setdefault(tuple(at for at, top in enumerate(tops) if rung in cones[top]), set()).add(rung)
    puzzle = _Puzzle(
        gains=tuple(gains[top] for top in tops),
        hours=tuple(sum(hours[rung] for rung in bundle) for bundle in bundles.values()),
        uses=tuple(frozenset(at for at, users in enumerate(bundles) if top in users) for top in range(len(tops))),
    )
    search = _Search(puzzle, missing)
    bound = search.run(most_states)
    members = list(bundles.values())
    return Fewest(paid.union(*(members[at] for at in search.best)), base + search.hours, base + bound, search.states)


def cones_of(needs: Mapping[Rung, Collection[Rung]]) -> dict[Rung, frozenset[Rung]]:
    """Each rung with everything it needs, directly or not. `needs` lists every rung after those that it needs."""
    cones: dict[Rung, frozenset[Rung]] = {}
    for rung, direct in needs.items():
        cones[rung] = frozenset([rung]).union(*(cones[need] for need in direct))
    return cones


def united(cones: Mapping[Rung, frozenset[Rung]], tops: Iterable[Rung]) -> frozenset[Rung]:
    return frozenset().union(*(cones[top] for top in tops))


@dataclass(frozen=True, slots=True)
class _Puzzle:
    """Gains and bundles by number: what gain j brings, the hours of bundle b, and the bundles that gain j uses."""

    gains: Sequence[int]
    hours: Sequence[int]
    uses: Sequence[frozenset[int]]

    def cost(self, bundles: Iterable[int]) -> int:
        return sum(self.hours[bundle] for bundle in bundles)

    def gained(self, gains: Iterable[int], paid: frozenset[int]) -> int:
        """The sum of those gains that need nothing more once the bundles `paid` are learned."""
        return sum(self.gains[gain] for gain in gains if self.uses[gain] <= paid)

    def worse(self) -> list[frozenset[int]]:
        """For each gain those that need not be taken if it is left, itself among them.

        Those that use all its bundles would have it with them. And those that bring no more, and whose own bundles,
        which nothing else uses, take at least the hours that it would add, can be exchanged for it. Without this rule
        many skills of equal hours make the search long.
        """
        every = range(len(self.gains))
        users = Counter(bundle for uses in self.uses for bundle in uses)
        own = [self.cost(bundle for bundle in uses if users[bundle] == 1) for uses in self.uses]

        def is_worse(other: int, gain: int) -> bool:
            added = self.uses[gain] - self.uses[other]
            return not added or (self.gains[gain] >= self.gains[other] and self.cost(added) <= own[other])

        return [frozenset(other for other in every if is_worse(other, gain)) for gain in every]


_Given = Mapping[int, Mapping[int, int]]
"""{bundle: {gain: units of the bundle's hours that are this gain's part}}."""


class _Split:
    """The hours of all bundles but those `paid`, split among the gains `open`. Any split gives a valid bound."""

    def __init__(self, puzzle: _Puzzle, open_: Sequence[int], paid: Collection[int], given: _Given) -> None:
        """`given`: the split of the state before; what belonged to other gains is free again."""
        self.puzzle = puzzle
        self.open = open_
        self.uses = {gain: sorted(puzzle.uses[gain].difference(paid)) for gain in open_}
        self.given: dict[int, dict[int, int]] = {bundle: {} for gain in open_ for bundle in self.uses[gain]}
        self.left = {bundle: puzzle.hours[bundle] * _UNITS for bundle in self.given}
        self.part = dict.fromkeys(open_, 0)
        for bundle, own in self.given.items():
            for gain, units in given.get(bundle, {}).items():
                if gain in self.part:
                    own[gain] = units
                    self.left[bundle] -= units
                    self.part[gain] += units

    def fill(self, rate: int) -> None:
        """Let every gain pay up to `rate` units a hundredth, as far as what it uses allows: a maximum flow.

        Paths are shortest first (Edmonds, Karp). A gain that pays more than that hands the surplus on.
        """
        for gain in self.open:
            while (wanted := rate * self.puzzle.gains[gain] - self.part[gain]) > 0:
                moves = self._path(gain, rate)
                if not moves:
                    break
                self._move(moves, wanted, rate)

    def _path(self, start: int, rate: int) -> list[tuple[int, int, int | None]]:
        """The moves (bundle, taker, giver) that end with hours nobody has (giver: None) or a gain that pays too much.

        Each giver is the next taker; empty if there is no such path.
        """
        taker_of: dict[int, int] = {}
        reached: dict[int, int | None] = {start: None}  # a gain, and the bundle that it gives up

        def walked(bundle: int, giver: int | None) -> list[tuple[int, int, int | None]]:
            moves = [(bundle, taker_of[bundle], giver)]
            while (given_up := reached[moves[-1][1]]) is not None:
                moves.append((given_up, taker_of[given_up], moves[-1][1]))
            return moves

        queue = [start]
        for taker in queue:  # it grows while it is walked
            for bundle in self.uses[taker]:
                if bundle in taker_of:
                    continue
                taker_of[bundle] = taker
                if self.left[bundle]:
                    return walked(bundle, None)
                for giver, units in self.given[bundle].items():
                    if units and giver not in reached:
                        reached[giver] = bundle
                        if self._surplus(giver, rate) > 0:
                            return walked(bundle, giver)
                        queue.append(giver)
        return []

    def _move(self, moves: Sequence[tuple[int, int, int | None]], wanted: int, rate: int) -> None:
        room = [self.left[bundle] if giver is None else self.given[bundle][giver] for bundle, _, giver in moves]
        last = moves[0][2]
        units = min(wanted, *room, *([] if last is None else [self._surplus(last, rate)]))
        for bundle, taker, giver in moves:
            own = self.given[bundle]
            own[taker] = own.get(taker, 0) + units
            if giver is None:
                self.left[bundle] -= units
            else:
                own[giver] -= units
        self.part[moves[-1][1]] += units
        if last is not None:
            self.part[last] -= units

    def _surplus(self, gain: int, rate: int) -> int:
        return self.part[gain] - rate * self.puzzle.gains[gain]

    def cheapest(self, missing: int) -> tuple[Fraction, Sequence[int], int]:
        """The least units that gain `missing`, the gains taken for them whole, and the one taken in part."""
        gains = self.puzzle.gains
        cost, so_far = Fraction(0), 0
        whole: list[int] = []
        for gain in sorted(self.open, key=lambda gain: (Fraction(self.part[gain], gains[gain]), gain)):
            if so_far + gains[gain] >= missing:
                return cost + Fraction(self.part[gain] * (missing - so_far), gains[gain]), whole, gain
            cost += self.part[gain]
            so_far += gains[gain]
            whole.append(gain)
        raise OutOfReach

    def next_rate(self, rate: int, whole: Sequence[int], critical: int) -> int:
        """The rate to try after `rate`, given what is `cheapest` at it.

        It is what the gain taken in part costs a hundredth, unless that pays just `rate` and might pay more. The bound
        of a rate is the least of hours + rate (missing - gain) over all closures. What is worth more than its price
        gains too little here, and what is taken gains enough: the next rate is the one at which both give the same.
        """
        if self._surplus(critical, rate):
            return -(-self.part[critical] // self.puzzle.gains[critical])
        low_cost, low_gain = self._all_of(gain for gain in whole if self._surplus(gain, rate) < 0)
        high_cost, high_gain = self._all_of([*whole, critical])
        if high_gain == low_gain:
            return rate
        return max(rate, _UNITS * (high_cost - low_cost) // (high_gain - low_gain))

    def _all_of(self, gains: Iterable[int]) -> tuple[int, int]:
        """The hours of all that `gains` use, and everything that is gained with it."""
        bundles = frozenset().union(*(self.uses[gain] for gain in gains))
        return self.puzzle.cost(bundles), sum(
            self.puzzle.gains[one] for one in self.open if bundles.issuperset(self.uses[one])
        )


class _State(NamedTuple):
    """A part of all choices: the bundles paid for, the gains still open to be taken or left, what is still missing.

    No choice in it costs less than `bound`; the search splits it at the gain `critical`. `number` makes states
    comparable: of equal bounds the youngest state comes first, which is the one nearest to a complete choice.
    """

    bound: int
    number: int
    paid: frozenset[int]
    open: Sequence[int]
    missing: int
    critical: int
    given: _Given
    rate: int


class _Search:
    """Branch and bound over one puzzle; `best` are the bundles of the best choice so far, `hours` its cost."""

    def __init__(self, puzzle: _Puzzle, missing: int) -> None:
        self.puzzle = puzzle
        self.best = frozenset(range(len(puzzle.hours)))
        self.hours = puzzle.cost(self.best)
        self.worse = puzzle.worse()
        self.states = 0
        self.heap: list[_State] = []
        rate = _UNITS * self.hours // sum(puzzle.gains) + 1
        self._open(frozenset(), range(len(puzzle.gains)), missing, 0, {}, rate, _ROUNDS)

    def run(self, most_states: int) -> int:
        """Search until the best choice is proven, or `most_states` are reached; return the bound."""
        while self.heap and self.heap[0].bound < self.hours:
            if self.states >= most_states:
                return self.heap[0].bound
            state = heapq.heappop(self.heap)
            self._take(state)
            self._leave(state)
        return self.hours

    def _take(self, state: _State) -> None:
        paid = state.paid | self.puzzle.uses[state.critical]
        missing = state.missing - self.puzzle.gained(state.open, paid)
        open_ = [gain for gain in state.open if not self.puzzle.uses[gain] <= paid]
        self._open(paid, open_, missing, state.bound, state.given, state.rate, _LATER_ROUNDS)

    def _leave(self, state: _State) -> None:
        open_ = [gain for gain in state.open if gain not in self.worse[state.critical]]
        self._open(state.paid, open_, state.missing, state.bound, state.given, state.rate, _LATER_ROUNDS)

    def _open(
        self,
        paid: frozenset[int],
        open_: Sequence[int],
        missing: int,
        bound: int,
        given: _Given,
        rate: int,
        rounds: int,
    ) -> None:
        """Look at a state: note the best choice seen in it, and keep it if a better one may be in it."""
        self.states += 1
        if missing <= 0:
            self._note(paid)
            return
        if missing > sum(self.puzzle.gains[gain] for gain in open_):
            return
        split = _Split(self.puzzle, open_, paid, given)
        for _ in range(rounds):
            split.fill(rate)
            cost, whole, critical = split.cheapest(missing)
            before, rate = rate, split.next_rate(rate, whole, critical)
            if 1000 * abs(rate - before) <= before:
                break
        self._complete(paid.union(*(self.puzzle.uses[gain] for gain in whole)), open_, missing)
        bound = max(bound, self.puzzle.cost(paid) - int(-cost // _UNITS))
        if bound < self.hours:
            state = _State(bound, -self.states, paid, open_, missing, critical, split.given, rate)
            heapq.heappush(self.heap, state)

    def _complete(self, paid: frozenset[int], open_: Sequence[int], missing: int) -> None:
        """Make a choice from gains taken whole: with the cheapest one more gain that makes it enough."""
        if self.puzzle.gained(open_, paid) >= missing:
            self._note(paid)
            return
        for gain in open_:
            more = paid | self.puzzle.uses[gain]
            if self.puzzle.gained(open_, more) >= missing:
                self._note(more)

    def _note(self, choice: frozenset[int]) -> None:
        hours = self.puzzle.cost(choice)
        if hours < self.hours:
            self.best, self.hours = choice, hours
