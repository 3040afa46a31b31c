"""The rule of importances: each of its sentences has a requirement that breaks it, and what keeps it is not named."""

from typing import Any

import pytest
from django.conf import settings

from careers.catalogue import files, importances
from careers.catalogue.importances import Grades
from tests import drafts

WHY = "Nobody gets through a first week without it."


def asked(**fields: Any) -> dict[str, Any]:
    return {**drafts.asks("builder", "rag", 3, 4), **fields}


def said(*requirements: dict[str, Any]) -> list[str]:
    draft = drafts.draft(drafts.small() | {"requirements": list(requirements)})
    return [str(finding) for finding in importances.check(draft)]


def counted(n: int, of: int = 100, **fields: Any) -> dict[str, Any]:
    return asked(counted=n, of=of, **fields)


@pytest.mark.parametrize(
    ("counted", "of", "grade"),
    [
        (50, 100, 5),
        (49, 100, 4),
        (25, 100, 4),
        (24, 100, 3),
        (12, 100, 3),
        (11, 100, 2),
        (5, 100, 2),
        (None, None, None),
    ],
)
def test_the_grade_of_the_ads(counted: int | None, of: int | None, grade: int | None) -> None:
    [one] = drafts.draft(drafts.small() | {"requirements": [asked(counted=counted, of=of)]}).requirements
    assert importances.grades(one) == Grades(grade, None)


@pytest.mark.parametrize(
    ("ads", "named", "larger"), [(5, 3, 5), (2, 4, 4), (None, 3, 3), (2, None, 2), (None, None, None)]
)
def test_the_larger_grade_holds(ads: int | None, named: int | None, larger: int | None) -> None:
    assert Grades(ads, named).larger == larger


@pytest.mark.parametrize("importance", [3, 4, 5])
def test_one_grade_either_way_is_judgement(importance: int) -> None:
    assert said(counted(30, importance=importance)) == []
    assert said(asked(named=4, importance=importance)) == []
    assert said(counted(6, named=4, importance=importance)) == []


@pytest.mark.parametrize(
    "requirement",
    [
        counted(30, importance=2),
        counted(30, named=3, importance=2),
        asked(named=3, importance=5),
        asked(named=5, importance=3),
        counted(6, importance=4),
    ],
)
def test_more_needs_a_reason(requirement: dict[str, Any]) -> None:
    assert any("and the evidence says" in line for line in said(requirement))
    assert not any("evidence" in line for line in said(requirement | {"reason": WHY}))


def test_where_nothing_speaks_a_reason_has_to() -> None:
    assert said(asked(importance=2)) == [
        "requirements: builder / rag: was not counted in ads and the description of the role does not name it; "
        "say in reason why it matters"
    ]
    assert said(asked(importance=2, reason=WHY)) == []


@pytest.mark.parametrize("reason", ["", WHY])
def test_what_the_description_names_is_never_below_3(reason: str) -> None:
    message = (
        "requirements: builder / rag: has importance 2, but the description of the role names it; give it 3 or more"
    )
    assert message in said(asked(named=3, importance=2, reason=reason))
    assert said(asked(named=3, importance=3)) == []


class TestTwoCountedSkills:
    def pair(self, n: int, other: int, importance: int = 2, others: int = 4, **fields: Any) -> list[str]:
        two = (counted(n, importance=importance, **fields), counted(other, skill="sql", importance=others))
        return [line for line in said(*two) if "twice as often" in line]

    def test_the_one_that_is_named_twice_as_often_is_not_two_lower(self) -> None:
        assert self.pair(24, 12) == [
            "requirements: builder / rag: has importance 2 and sql has 4, though ads name it twice as often "
            "(24 against 12); bring them closer, or say why in reason"
        ]

    def test_less_than_twice_or_one_lower_is_fine(self) -> None:
        assert self.pair(23, 12) == []
        assert self.pair(24, 12, importance=3) == []

    def test_a_reason_for_either_will_do(self) -> None:
        assert self.pair(24, 12, reason=WHY) == []
        assert said(counted(24, importance=2), counted(12, skill="sql", importance=4, reason=WHY)) == []

    def test_the_ads_of_another_role_do_not_matter(self) -> None:
        assert said(counted(24, importance=2), counted(12, role="engineer", skill="sql", importance=4)) == []

    def test_shares_are_compared_and_not_counts(self) -> None:
        assert self.pair(24, 12, of=200) == []

    def test_what_no_ad_names_is_not_named_twice_as_often_as_another_such(self) -> None:
        assert self.pair(0, 0) == []
        assert self.pair(5, 0) != []


def test_the_shipped_catalogue_keeps_the_rule() -> None:
    draft, findings = files.read(settings.BASE_DIR / "fixtures")
    assert findings == []
    assert [str(finding) for finding in importances.check(draft)] == []
