"""What the shipped links credit and in which order they teach, judged as the next employer and a teacher would.

Effective levels are worked out here in the plainest way, rule by rule until nothing changes, and share no code with the
engine: a second opinion on the content, whatever the engine does with it.
"""

import json
from collections.abc import Callable
from functools import cache
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from django.conf import settings

from careers.catalogue.draft import ORDER, Near, Prerequisite

FIXTURES = settings.BASE_DIR / "fixtures"
NEAR = msgspec.json.decode((FIXTURES / "near.json").read_bytes(), type=list[Near])
PREREQUISITES = msgspec.json.decode((FIXTURES / "prerequisites.json").read_bytes(), type=list[Prerequisite])
SKILLS = tuple(skill["slug"] for skill in json.loads((FIXTURES / "skills.json").read_text()))

Levels = dict[str, int]
Rung = tuple[str, int]


def _grown(levels: Levels, rules: Callable[[Levels], list[Rung]]) -> Levels:
    """Return the levels after applying the rules again and again until none of them raises anything."""
    grown = dict(levels)
    while raised := {skill: level for skill, level in sorted(rules(grown)) if level > grown.get(skill, 0)}:
        grown |= raised
    return grown


def _holding(held: Levels) -> list[Rung]:
    kinds = [(n.counts_as, held.get(n.skill, 0)) for n in NEAR if n.distance == 0]
    return kinds + [(p.needs, p.needs_level) for p in PREREQUISITES if p.implied and held.get(p.skill, 0) >= p.level]


def _resembling(levels: Levels) -> list[Rung]:
    return [(n.counts_as, levels.get(n.skill, 0) - n.distance) for n in NEAR]


@cache
def _gives(skill: str, level: int) -> Levels:
    """Return everything that one claim gives: first what is held with it, then what is near to that."""
    return _grown(_grown({skill: level}, _holding), _resembling)


@cache
def _stands_on(skill: str, level: int) -> frozenset[Rung]:
    """Return all that a teacher teaches before this rung, its own lower rungs included."""
    below = {(skill, level - 1)} if level > 1 else set[Rung]()
    first = below | {(p.needs, p.needs_level) for p in PREREQUISITES if (p.skill, p.level) == (skill, level)}
    return frozenset(first.union(*(_stands_on(*rung) for rung in first)))


@pytest.mark.parametrize(
    ("file", "records"), [("near", NEAR), ("prerequisites", PREREQUISITES)], ids=["near", "prerequisites"]
)
def test_the_file_is_written_in_its_one_true_order(file: str, records: list[Any]) -> None:
    keys = [ORDER[file](record) for record in records]
    assert keys == sorted(set(keys))
    text = json.dumps(msgspec.to_builtins(records), indent=2, ensure_ascii=False) + "\n"
    assert (FIXTURES / f"{file}.json").read_text() == text


def test_prerequisites_run_in_no_circle() -> None:
    below = {(skill, level): {(skill, level - 1)} for skill in SKILLS for level in range(2, 6)}
    for step in PREREQUISITES:
        below.setdefault((step.skill, step.level), set()).add((step.needs, step.needs_level))
    TopologicalSorter(below).prepare()  # raises CycleError, naming the circle


def test_a_higher_level_asks_for_more_or_says_what_is_implied() -> None:
    """A row that only repeats a lower level's would never matter."""
    idle = [
        (step.skill, step.level, step.needs)
        for step in PREREQUISITES
        for lower in PREREQUISITES
        if (lower.skill, lower.needs) == (step.skill, step.needs)
        if lower.level < step.level and lower.needs_level >= step.needs_level and lower.implied >= step.implied
    ]
    assert idle == []


@pytest.mark.thorough
def test_no_claim_raises_its_own_skill() -> None:
    raised = {
        (skill, level): _gives(skill, level)[skill]
        for skill in SKILLS
        for level in range(1, 6)
        if _gives(skill, level)[skill] != level
    }
    assert raised == {}


NO_PYTHON = """
    bayesian-statistics bi-tools c-plus-plus c-sharp clustering cloud-data-warehouse cloud-platforms compiled-languages
    control-engineering data-storytelling data-visualisation dbt distributed-systems docker embedded-systems
    event-streaming exploratory-data-analysis front-end-frameworks gpu-programming go hadoop java javascript kafka
    kubernetes large-language-models linear-algebra llm-apis llm-app-frameworks machine-learning matlab microservices
    ml-platforms model-evaluation power-bi predictive-modelling prompt-engineering r real-time-systems
    relational-databases retrieval-augmented-generation rust scala spreadsheets sql statistics tableau terraform
    time-series-forecasting typescript web-apis workflow-orchestration
"""


@pytest.mark.parametrize("skill", NO_PYTHON.split())
def test_python_is_not_credited_for_something_that_others_do_without_it(skill: str) -> None:
    assert skill in SKILLS
    assert _gives(skill, 5).get("python", 0) == 0


# claim, level: what the next employer grants without asking
DUE = """
scikit-learn 4: python 3, machine-learning 3, python-data-libraries 2, predictive-modelling 3, statistics 1
gradient-boosting-libraries 4: machine-learning 3, predictive-modelling 3
pytorch 4: python 3, deep-learning 3, machine-learning 2, python-data-libraries 2, linear-algebra 2
pytorch 2: python 2, deep-learning 1, machine-learning 1
python-data-libraries 4: python 3, exploratory-data-analysis 3
fastapi 3: python 3, web-apis 2
hugging-face 4: python 3, deep-learning-frameworks 2, transformers 2, large-language-models 2
deep-learning 4: machine-learning 3, python 2, linear-algebra 2, calculus-and-optimisation 2
deep-learning 4: convolutional-networks 2, transformers 2
convolutional-networks 3: deep-learning 2, machine-learning 2, computer-vision 2
transformers 3: deep-learning 2, machine-learning 2, large-language-models 2
computer-vision 4: deep-learning 2, convolutional-networks 2, object-detection 3
object-detection 4: computer-vision 3
natural-language-processing 4: machine-learning 2, statistics 1
reinforcement-learning 4: machine-learning 2, deep-learning 2
machine-learning 4: statistics 2, model-evaluation 3, predictive-modelling 3, clustering 2
predictive-modelling 4: statistics 2, machine-learning 2
mlops 4: docker 2, ci-cd 2, git 2, machine-learning 2, python 2, model-serving 3, linux 2
kubeflow 4: ml-pipelines 4, docker 2, kubernetes 2, python 2
amazon-sagemaker 4: ml-platforms 4, model-serving 3, aws 2, python 2, machine-learning 1
mlflow 4: experiment-tracking 4, model-registries 3, machine-learning 2
kubernetes 4: docker 3, linux 3
kubernetes 3: docker 2, linux 2
docker 4: linux 2
terraform 4: infrastructure-as-code 4, cloud-platforms 2
ci-cd 4: git 2
data-pipelines 4: sql 2, python 1, workflow-orchestration 2
airflow 4: python 2, workflow-orchestration 4, data-pipelines 2
apache-spark 4: sql 2, data-pipelines 2, python 1
snowflake 4: sql 3, data-lakes 2
dbt 4: sql 3, data-modelling 2
postgresql 4: sql 3, query-optimisation 2, data-modelling 2
kafka 4: event-streaming 4, data-pipelines 2
ros 4: python 2, linux 3
slam 4: state-estimation 3, linear-algebra 2
embedded-systems 4: c-plus-plus 2, real-time-systems 3
front-end-frameworks 4: javascript 3
javascript 4: web-apis 2
prompt-engineering 4: large-language-models 2, generative-ai 3, context-engineering 2
large-language-models 4: generative-ai 3, machine-learning 1, transformers 2
llm-apis 4: large-language-models 2, web-apis 2
langchain 4: llm-apis 3, large-language-models 2, python 2, retrieval-augmented-generation 2
model-context-protocol 4: tool-calling 3, large-language-models 1
langgraph 4: agent-frameworks 4, ai-agents 3, tool-calling 2, python 2
ai-agents 4: tool-calling 3, llm-apis 3, large-language-models 2, prompt-engineering 2
retrieval-augmented-generation 4: llm-apis 3, semantic-search 3, prompt-engineering 2, large-language-models 2
llm-fine-tuning 4: python 2, deep-learning 2, large-language-models 3
ai-governance 4: responsible-ai 3, ai-risk-management 2, regulatory-mapping 2, policy-writing 2
eu-ai-act 4: regulatory-mapping 2, ai-risk-management 1
gdpr 4: data-privacy 3, regulatory-mapping 2, ai-impact-assessment 2
red-teaming 4: llm-security 3, prompt-engineering 2
llm-evaluation 4: prompt-engineering 2, large-language-models 2
elasticsearch 4: nosql-databases 3, search-ranking 2
iso-42001 4: ai-governance-standards 4, ai-governance 2
threat-modelling 4: llm-security 1
risk-management 4: ai-risk-management 2
incident-response 4: ai-incident-response 2
product-requirements 4: problem-framing 3, product-strategy 1
r 4: statistics 2, exploratory-data-analysis 2, data-visualisation 2
tableau 4: bi-tools 4, data-visualisation 3, exploratory-data-analysis 2
ab-testing 4: statistics 3
python 4: software-engineering 2
java 4: software-engineering 2
ai-assisted-development 4: software-engineering 3, git 2, automated-testing 1
software-engineering 4: git 2, automated-testing 2
mathematics 4: linear-algebra 3, calculus-and-optimisation 3, probability 3
statistics 4: probability 3
probability 4: statistics 2, mathematics 2
speech-processing 4: deep-learning 2, python 2, machine-learning 2
security-testing 4: linux 2, threat-modelling 2
"""

# claim, level: what the next employer would laugh at if it were more than this
LAUGHED_AT = """
exploratory-data-analysis 5: python-data-libraries 0, machine-learning 0
snowflake 4: data-lakes 2, distributed-data-processing 0
risk-management 5: ai-risk-management 3, responsible-ai 1, machine-learning 0
risk-management 4: ai-risk-management 2
incident-response 4: ai-incident-response 2, ai-risk-management 0
diffusion-models 4: large-language-models 0, generative-ai 1
diffusion-models 2: deep-learning 0
threat-modelling 4: llm-security 1, red-teaming 0
prompt-engineering 5: machine-learning 0, deep-learning 0, llm-apis 0, transformers 1
large-language-models 4: deep-learning 1, machine-learning 1, llm-apis 0
generative-ai 4: machine-learning 0, llm-apis 0
gdpr 5: machine-learning 0, ai-governance 0, responsible-ai 1
eu-ai-act 4: machine-learning 0, gdpr 0
tableau 5: sql 0, machine-learning 0
spreadsheets 5: statistics 0, sql 0, exploratory-data-analysis 0
sql 4: data-pipelines 0, data-modelling 0, relational-databases 2
java 4: c-plus-plus 1, apache-spark 0, web-apis 1
scala 4: apache-spark 1, sql 0
r 5: machine-learning 0, python-data-libraries 0
javascript 5: llm-apis 0, web-apis 3
matlab 5: linear-algebra 1, machine-learning 0
kafka 5: sql 0, distributed-data-processing 0
elasticsearch 4: semantic-search 1, embeddings 0, sql 0
model-context-protocol 4: llm-apis 1, python 0
kubernetes 4: ci-cd 0, cloud-platforms 0, mlops 0
docker 5: kubernetes 0, cloud-platforms 0
terraform 4: cloud-platforms 2, kubernetes 0
ml-platforms 4: docker 0, deep-learning 0, mlops 1
gradient-boosting-libraries 4: python 1, python-data-libraries 0, deep-learning 0
deep-learning 4: large-language-models 1, computer-vision 1
transformers 4: computer-vision 0, convolutional-networks 1
gpu-programming 4: deep-learning 0, c-plus-plus 2
point-clouds 4: computer-vision 2
interpretability 4: explainability 2
ros 4: c-plus-plus 0, slam 0, motion-planning 0
statistics 5: machine-learning 0
apache-spark 4: python 1, sql 2
ai-governance 4: machine-learning 0, gdpr 0, data-privacy 0
product-strategy 4: machine-learning 0, ai-feasibility 0
python 3: software-engineering 1
software-engineering 5: python 0, web-apis 0, ci-cd 0
ai-assisted-development 5: python 0, llm-apis 0, prompt-engineering 0, ai-agents 0
mathematics 5: machine-learning 0, bayesian-statistics 0
security-testing 5: adversarial-robustness 0, machine-learning 0, red-teaming 2
security-testing 4: llm-security 1, red-teaming 1
speech-processing 4: large-language-models 0, natural-language-processing 1
rights-and-licences 5: gdpr 0, ai-governance 0
evolutionary-algorithms 5: machine-learning 0, python 0
php 4: python 1
julia 4: python 1
"""


def _table(text: str) -> list[tuple[str, int, str, int]]:
    rows = [line.split(": ") for line in text.strip().splitlines()]
    return [
        (claim.split()[0], int(claim.split()[1]), other.split()[0], int(other.split()[1]))
        for claim, others in rows
        for other in others.split(", ")
    ]


@pytest.mark.parametrize(("claim", "level", "other", "least"), _table(DUE))
def test_credit_is_given_where_it_is_due(claim: str, level: int, other: str, least: int) -> None:
    assert {claim, other} <= set(SKILLS)
    assert _gives(claim, level).get(other, 0) >= least


@pytest.mark.parametrize(("claim", "level", "other", "most"), _table(LAUGHED_AT))
def test_no_employer_would_laugh(claim: str, level: int, other: str, most: int) -> None:
    assert {claim, other} <= set(SKILLS)
    assert _gives(claim, level).get(other, 0) <= most


# each line in the order in which a teacher takes it: every rung stands on the one before it
TAUGHT = """
python 1, python-data-libraries 1, machine-learning 2, deep-learning 2, transformers 2
python 2, python-data-libraries 2, machine-learning 3
statistics 1, machine-learning 2, hyperparameter-tuning 2
statistics 2, machine-learning 3, deep-learning 4
linear-algebra 2, deep-learning 3
python 2, deep-learning 2, convolutional-networks 2
python 2, deep-learning-frameworks 2, deep-learning-frameworks 3, distributed-training 2
deep-learning 1, deep-learning-frameworks 2, llm-fine-tuning 2
large-language-models 1, prompt-engineering 1, context-engineering 1
python 1, web-apis 1, llm-apis 1, tool-calling 1, ai-agents 1, agent-frameworks 1
llm-apis 2, tool-calling 2, ai-agents 2, multi-agent-systems 2
embeddings 1, semantic-search 1, vector-databases 1
embeddings 1, retrieval-augmented-generation 2, retrieval-augmented-generation 3
large-language-models 1, llm-evaluation 1, safety-evaluation 1
large-language-models 1, llm-security 1, red-teaming 1
python 2, automated-testing 2
git 1, python 3
git 1, ci-cd 1, mlops 3
linux 1, docker 1, kubernetes 1
linux 2, docker 3
docker 2, kubernetes 2
cloud-platforms 2, infrastructure-as-code 2
sql 1, data-pipelines 1, workflow-orchestration 1
sql 2, data-pipelines 2
python 2, data-pipelines 3
sql 2, dbt 2
sql 2, distributed-data-processing 2
javascript 1, front-end-frameworks 1
javascript 2, front-end-frameworks 2
linear-algebra 1, state-estimation 1, slam 1
linear-algebra 2, robot-kinematics 2, motion-planning 3
python 1, ros 1, robot-simulation 2
c-plus-plus 2, ros 3
responsible-ai 1, ai-risk-management 2
ai-risk-management 2, ai-governance 4
machine-learning 1, fairness-assessment 2
statistics 2, ab-testing 3
python 1, software-engineering 2, ai-assisted-development 3
python 2, software-engineering 3
git 1, software-engineering 2
calculus-and-optimisation 1, probability 3
"""


@pytest.mark.parametrize("line", TAUGHT.strip().splitlines())
def test_a_teacher_would_sign_the_order(line: str) -> None:
    rungs = [(rung.split()[0], int(rung.split()[1])) for rung in line.split(", ")]
    assert [pair for pair in pairwise(rungs) if pair[0] not in _stands_on(*pair[1])] == []
