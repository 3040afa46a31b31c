"""What is shown beside ours: chance, the commonest role, plain overlap, and models fitted on the other half.

Scikit-learn is no part of the site; where it is not installed the fitted models are left out, and the report says so.
"""

import importlib.util
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from careers.catalogue.released import Content
from matching.evaluation.measures import Floats, Places
from matching.evaluation.tasks import TEXTS, Sample, Task

SEED = 0
FEATURES = 300  # the commonest that gradient boosting is given; more take it many minutes
MIN_ROWS = 3  # strings named by fewer rows of the half a model is fitted on are not looked at


class Fold(NamedTuple):
    """What a rival is asked to rank (`samples`), and the other half of the data (`seen`), to learn from."""

    task: Task
    content: Content
    seen: Sequence[Sample]
    samples: Sequence[Sample]
    profiles: Sequence[Mapping[str, int]]

    @property
    def truth(self) -> Places:
        """The column of the true role of each row of `seen`."""
        return np.array([self.task.roles.index(sample.role) for sample in self.seen], dtype=np.int64)


Rival = Callable[[Fold], Floats]


def has_scikit_learn() -> bool:
    return importlib.util.find_spec("sklearn") is not None


def by_chance(fold: Fold) -> Floats:
    return np.random.default_rng(SEED).random((len(fold.samples), len(fold.task.roles)))


def by_majority(fold: Fold) -> Floats:
    """The commonest role of the other half first, for everybody."""
    counts = Counter(sample.role for sample in fold.seen)
    return np.tile([float(counts[role]) for role in fold.task.roles], (len(fold.samples), 1))


def by_overlap(fold: Fold) -> Floats:
    """How many of the skills that a role asks are named."""
    asked = {role.slug: {one.skill for one in role.requirements} for role in fold.content.roles}
    return np.array(
        [[len(asked.get(role, set()) & profile.keys()) for role in fold.task.roles] for profile in fold.profiles],
        dtype=np.float64,
    ).reshape(len(fold.samples), len(fold.task.roles))


def by_cosine(fold: Fold) -> Floats:
    """The cosine of TF-IDF vectors: of the strings, and of what the catalogue says of each role."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    pages = [_page(fold.content, role) for role in fold.task.roles]
    told = [" ".join(sample.strings) for sample in fold.samples]
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit([*pages, *told])
    similar: Floats = (vectorizer.transform(told) @ vectorizer.transform(pages).T).toarray()
    return similar


def by_logistic_regression(fold: Fold) -> Floats:
    from sklearn.linear_model import LogisticRegression

    is_text = fold.task is TEXTS
    model = LogisticRegression(C=10.0 if is_text else 0.1, class_weight="balanced", max_iter=400)
    vectorizer = _words() if is_text else _options()
    model.fit(vectorizer.fit_transform([sample.strings for sample in fold.seen]), fold.truth)
    rows = vectorizer.transform([sample.strings for sample in fold.samples])
    return _columns(model.classes_, model.predict_proba(rows), fold)


def by_gradient_boosting(fold: Fold) -> Floats:
    from sklearn.ensemble import HistGradientBoostingClassifier

    vectorizer = (_words if fold.task is TEXTS else _options)(FEATURES)
    model = HistGradientBoostingClassifier(max_iter=60, class_weight="balanced", random_state=SEED)
    model.fit(vectorizer.fit_transform([sample.strings for sample in fold.seen]).toarray(), fold.truth)
    rows = vectorizer.transform([sample.strings for sample in fold.samples]).toarray()
    return _columns(model.classes_, model.predict_proba(rows), fold)


PLAIN: Mapping[str, Rival] = {"random": by_chance, "majority": by_majority, "skill-count overlap": by_overlap}
FITTED: Mapping[str, Rival] = {
    "TF-IDF cosine": by_cosine,
    "logistic regression": by_logistic_regression,
    "gradient boosting": by_gradient_boosting,
}

LEARNING = frozenset({"logistic regression", "gradient boosting"})  # they need two roles to learn from


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
    """All that the catalogue says of a role, as one text."""
    role = next((role for role in content.roles if role.slug == slug), None)
    if role is None:
        return ""
    asked = {one.skill for one in role.requirements}
    names = [term for skill in content.skills if skill.slug in asked for term in (skill.name, *skill.aliases)]
    return " ".join([role.summary, role.day, *role.responsibilities, *names])


def _columns(classes: Sequence[int], chances: Floats, fold: Fold) -> Floats:
    """The chances with a column for every role of the task; 0 for one that the other half does not have."""
    out = np.zeros((len(fold.samples), len(fold.task.roles)))
    out[:, list(classes)] = chances
    return out
