"""The models shown next to ours: chance, the commonest role, plain overlap, and models fitted on other rows.

Each gives scores (n x R), higher is better; fitted models give chances. Scikit-learn is not part of the site; if it is
not installed the fitted models are left out, and the report says so.
"""

import contextlib
import importlib.util
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from careers.catalogue.content import Content
from matching.evaluation.measures import Floats, Places, centred, truth
from matching.evaluation.ours import Told
from matching.evaluation.tasks import TEXTS, Sample, Strings, Task

SEED = 0
FEATURES = 300  # the commonest, for gradient boosting; more would take it many minutes
MIN_ROWS = 3  # strings in fewer of the rows that a model is fitted on are ignored


class Fold(NamedTuple):
    """The people or ads that a rival is asked about, and other rows to learn from.

    Strings are all that it sees of a person or ad: no group can get here, nor the role of any of those `asked`.
    """

    roles: Sequence[str]
    content: Content
    seen: Sequence[Strings]
    truth: Places  # the column of the true role of each of `seen`
    asked: Sequence[Strings]
    profiles: Sequence[Mapping[str, int]]  # what we read in each of `asked`
    of_words: bool  # whether a string is a text, to be taken apart, or one thing named


def fold(task: Task, roles: Sequence[str], content: Content, seen: Sequence[Sample], asked: Told) -> Fold:
    """Put together those asked, these roles of the task, and the rows seen."""
    return Fold(
        roles=roles,
        content=content,
        seen=[sample.strings for sample in seen],
        truth=truth(roles, (sample.role for sample in seen)),
        asked=[sample.strings for sample in asked.samples],
        profiles=asked.profiles,
        of_words=task is TEXTS,
    )


class TooLittle(Exception):
    """The rows seen have fewer than two roles, or no string that MIN_ROWS of them share: there is nothing to learn."""


Rival = Callable[[Fold], Floats]


def has_scikit_learn() -> bool:
    return importlib.util.find_spec("sklearn") is not None


def by_chance(fold: Fold) -> Floats:
    return np.random.default_rng(SEED).random((len(fold.asked), len(fold.roles)))


def by_majority(fold: Fold) -> Floats:
    """Rank the commonest role of the rows seen first, for everybody."""
    counts = np.bincount(fold.truth, minlength=len(fold.roles)).astype(np.float64)
    return np.tile(counts, (len(fold.asked), 1))


def by_overlap(fold: Fold) -> Floats:
    """The number of skills named among those that a role asks for."""
    asked = {role.slug: {one.skill for one in role.requirements} for role in fold.content.roles}
    named = [[len(asked[role] & profile.keys()) for role in fold.roles] for profile in fold.profiles]
    return centred(np.array(named, dtype=np.float64))


def by_cosine(fold: Fold) -> Floats:
    """The cosine of two TF-IDF vectors: the strings, and what the catalogue says about each role."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    pages = [_page(fold.content, role) for role in fold.roles]
    told = [" ".join(strings) for strings in fold.asked]
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit([*pages, *told])
    return centred((vectorizer.transform(told) @ vectorizer.transform(pages).T).toarray())


def by_logistic_regression(fold: Fold) -> Floats:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0 if fold.of_words else 0.1, class_weight="balanced", max_iter=400)
    learnt, asked = _features(fold)
    model.fit(learnt, fold.truth)
    return _columns(model.classes_, model.predict_proba(asked), fold)


def by_gradient_boosting(fold: Fold) -> Floats:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=60, class_weight="balanced", early_stopping=False, random_state=SEED
    )
    learnt, asked = _features(fold, FEATURES)
    with _one_thread():
        model.fit(learnt.toarray(), fold.truth)
        return _columns(model.classes_, model.predict_proba(asked.toarray()), fold)


PLAIN: Mapping[str, Rival] = {"random": by_chance, "majority": by_majority, "skill-count overlap": by_overlap}
FITTED: Mapping[str, Rival] = {
    "TF-IDF cosine": by_cosine,
    "logistic regression": by_logistic_regression,
    "gradient boosting": by_gradient_boosting,
}


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Use one thread: on a busy machine, several spend far more time waiting for each other than working.

    The limit is set twice. Without OMP_NUM_THREADS scikit-learn first counts the machine's cores, whatever the limit,
    and warns on a machine that does not show them.
    """
    from threadpoolctl import threadpool_limits

    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        with threadpool_limits(1):
            yield
    finally:
        del os.environ["OMP_NUM_THREADS"]
        if before is not None:
            os.environ["OMP_NUM_THREADS"] = before


def _features(fold: Fold, most: int | None = None) -> tuple[Any, Any]:
    """The rows seen and the rows asked, both sparse, with columns learnt from those seen. Raises TooLittle."""
    vectorizer = (_words if fold.of_words else _options)(most)
    if len(set(fold.truth.tolist())) < 2:
        raise TooLittle
    try:
        return vectorizer.fit_transform(fold.seen), vectorizer.transform(fold.asked)
    except ValueError as error:  # no word is left, or none that MIN_ROWS rows share
        raise TooLittle from error


def _options(most: int | None = None) -> Any:
    """Each string, whatever its case, is one feature."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(analyzer=_folded, binary=True, min_df=MIN_ROWS, max_features=most)


def _words(most: int | None = None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        preprocessor=" ".join,
        sublinear_tf=True,
        min_df=MIN_ROWS,
        max_features=most or 20_000,
        stop_words="english",
        token_pattern=r"(?u)\b[a-zA-Z][\w+#.-]+\b",  # noqa: S106  (no password)
    )


def _folded(strings: Sequence[str]) -> list[str]:
    return [string.casefold() for string in strings]


def _page(content: Content, slug: str) -> str:
    """Everything the catalogue says about a role, as one text."""
    role = next(role for role in content.roles if role.slug == slug)
    asked = {one.skill for one in role.requirements}
    names = [term for skill in content.skills if skill.slug in asked for term in (skill.name, *skill.aliases)]
    return " ".join([role.summary, role.day, *role.responsibilities, *names])


def _columns(classes: Sequence[int], chances: Floats, fold: Fold) -> Floats:
    """The chances with a column for every role of the task; 0 for one that the rows seen do not have."""
    out = np.zeros((len(fold.asked), len(fold.roles)))
    out[:, list(classes)] = chances
    return out
