"""The catalogue that is shipped: sound, whole, and as good as it promises to be."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from careers.catalogue import terms
from careers.catalogue.draft import Draft
from careers.catalogue.released import Released
from careers.models import Release
from careers.reading.reader import Reader
from matching import engine, inputs
from matching.plans.from_zero import from_zero
from matching.publishing import advising
from matching.publishing.preparing import prepare
from tests import shipped

pytestmark = pytest.mark.thorough

SHIPPED = shipped.FOLDER
SEEN = datetime.date(2026, 11, 28)  # the day on which its links were looked up

ROLES = {
    "ai-agent-engineer",
    "ai-engineer",
    "ai-ethics-specialist",
    "ai-product-manager",
    "ai-research-scientist",
    "ai-safety-engineer",
    "ai-solutions-architect",
    "data-engineer",
    "data-scientist",
    "deep-learning-engineer",
    "genai-engineer",
    "ml-engineer",
    "mlops-engineer",
    "prompt-engineer",
    "robotics-engineer",
}

# What people in these roles name when they speak of their work, and the skill that each is or belongs to.
TERMS = {
    "A/B tests": "ab-testing",
    "agentic workflows": "ai-agents",
    "AI agents": "ai-agents",
    "Airflow": "airflow",
    "alerting": "observability",
    "adversarial testing": "adversarial-robustness",
    "AI safety research": "ai-alignment",
    "alignment techniques": "ai-alignment",
    "AutoGen": "autogen",
    "automation workflows": "workflow-automation",
    "bias audits": "fairness-assessment",
    "BigQuery": "bigquery",
    "chatbots": "conversational-ai",
    "chunking strategies": "retrieval-augmented-generation",
    "CI/CD pipelines": "ci-cd",
    "classification models": "predictive-modelling",
    "cloud AI services": "ai-service-selection",
    "clustering": "clustering",
    "CNNs": "convolutional-networks",
    "computer vision": "computer-vision",
    "constitutional AI": "constitutional-ai",
    "containers": "docker",
    "context engineering": "context-engineering",
    "context windows": "context-engineering",
    "copilots": "conversational-ai",
    "CrewAI": "crewai",
    "BI dashboards": "bi-tools",
    "data drift": "model-monitoring",
    "data governance": "data-governance",
    "data lakes": "data-lakes",
    "data quality": "data-quality",
    "data storytelling": "data-storytelling",
    "data warehouses": "cloud-data-warehouse",
    "diffusion models": "diffusion-models",
    "distributed training": "distributed-training",
    "ELT": "data-pipelines",
    "embeddings": "embeddings",
    "episodic agent memory": "agent-memory",
    "ETL": "data-pipelines",
    "EU AI Act": "eu-ai-act",
    "evaluation criteria": "product-requirements",
    "event streams": "event-streaming",
    "explainability": "explainability",
    "fairness assessments": "fairness-assessment",
    "FastAPI": "fastapi",
    "feature stores": "feature-stores",
    "fine-tuning": "llm-fine-tuning",
    "forecasting": "time-series-forecasting",
    "foundation models": "large-language-models",
    "fraud detection": "anomaly-detection",
    "Gazebo": "gazebo",
    "GDPR": "gdpr",
    "governance frameworks": "ai-governance",
    "GPU clusters": "gpu-clusters",
    "graph memory": "agent-memory",
    "hallucination rate": "llm-evaluation",
    "HIPAA": "hipaa",
    "hyperparameter tuning": "hyperparameter-tuning",
    "in-context memory": "agent-memory",
    "incident response": "incident-response",
    "integration patterns": "enterprise-integration",
    "interpretability research": "interpretability",
    "Isaac Sim": "isaac-sim",
    "jailbreaks": "llm-security",
    "Kafka": "kafka",
    "Kinesis": "kinesis",
    "Langfuse": "llm-observability",
    "LangGraph": "langgraph",
    "LangSmith": "llm-observability",
    "LiDAR": "point-clouds",
    "data lineage": "data-lineage",
    "LLM APIs": "llm-apis",
    "LLM vendor selection": "ai-service-selection",
    "LLMs": "large-language-models",
    "long-term agent memory": "agent-memory",
    "LoRA": "llm-fine-tuning",
    "Mem0": "agent-memory",
    "mentoring": "mentoring",
    "microservices": "microservices",
    "MLflow": "mlflow",
    "model registries": "model-registries",
    "motion planning": "motion-planning",
    "multi-GPU": "distributed-training",
    "multi-node training": "distributed-training",
    "multimodal models": "multimodal-models",
    "neural networks": "deep-learning",
    "NeurIPS": "scientific-writing",
    "ICLR": "scientific-writing",
    "ICML": "scientific-writing",
    "NLP": "natural-language-processing",
    "object detection": "object-detection",
    "observability tools": "observability",
    "output filtering": "llm-guardrails",
    "output guardrails": "llm-guardrails",
    "Plan-Execute": "agent-patterns",
    "Prefect": "prefect-io",
    "problem statements": "product-requirements",
    "prompt injections": "llm-security",
    "prompt libraries": "prompt-management",
    "proof-of-concept": "prototyping",
    "QLoRA": "llm-fine-tuning",
    "quantisation": "inference-optimisation",
    "query performance": "query-optimisation",
    "RAG": "retrieval-augmented-generation",
    "re-ranking": "semantic-search",
    "ReAct": "agent-patterns",
    "real-time control": "control-engineering",
    "recommendation systems": "recommender-systems",
    "red-teaming": "red-teaming",
    "Redshift": "redshift",
    "Reflexion": "agent-patterns",
    "regression models": "predictive-modelling",
    "responsible AI": "responsible-ai",
    "retraining pipelines": "ml-pipelines",
    "RL agents": "reinforcement-learning",
    "RLAIF": "rlhf",
    "RLHF": "rlhf",
    "product roadmap": "product-strategy",
    "model rollback": "model-registries",
    "ROS2": "ros",
    "ROS": "ros",
    "safety layers": "llm-guardrails",
    "search ranking": "search-ranking",
    "SEC": "financial-regulation",
    "semantic agent memory": "agent-memory",
    "semantic search": "semantic-search",
    "sensor fusion": "sensor-fusion",
    "SLAM": "slam",
    "Snowflake": "snowflake",
    "success metrics": "product-metrics",
    "supervised learning": "predictive-modelling",
    "supervisor-worker": "multi-agent-systems",
    "system prompts": "prompt-engineering",
    "text classification": "natural-language-processing",
    "tool schemas": "tool-calling",
    "tool use": "tool-calling",
    "toxicity detection": "safety-evaluation",
    "TPU clusters": "gpu-clusters",
    "training datasets": "training-data-preparation",
    "training objectives": "model-architecture-design",
    "Transformers": "transformers",
    "AI transparency": "ai-documentation",
    "unsupervised learning": "clustering",
    "US Executive Orders": "us-ai-policy",
    "user research": "user-research",
    "vector databases": "vector-databases",
    "data visualisations": "data-visualisation",
    "W&B": "weights-and-biases",
}


@pytest.fixture(scope="module")
def draft() -> Draft:
    return shipped.draft()


@pytest.fixture(scope="module")
def release() -> Released:
    return shipped.released()


def test_it_has_no_fault(draft: Draft) -> None:
    assert prepare(draft).findings == ()


def test_it_keeps_its_promises(draft: Draft) -> None:
    assert [str(advice) for advice in advising.advise(prepare(draft), today=SEEN)] == []


@pytest.mark.parametrize("slug", sorted(ROLES))
def test_whoever_has_all_of_a_role_is_shown_it_first(release: Released, slug: str) -> None:
    levels = {asked.skill: asked.level for asked in release.roles[slug].requirements}
    first = engine.ranking(inputs.compiled(release), levels)[0]
    assert first[:2] == (slug, 10_000)


def test_it_holds_the_fifteen_roles_on_one_foundation(draft: Draft) -> None:
    assert {role.slug for role in draft.roles} == ROLES
    assert [role.slug for role in draft.roles if role.foundation] == ["data-engineer"]


def test_neighbours_know_each_other(draft: Draft) -> None:
    """Whoever reads one side of a comparison finds the other."""
    pairs = {(role.slug, difference.role) for role in draft.roles for difference in role.differences}
    assert all(len([one for one, _ in pairs if one == role]) >= 3 for role in ROLES)
    one_sided = sorted((one, other) for one, other in pairs if (other, one) not in pairs)
    assert one_sided == []


def _told(draft: Draft) -> Iterator[str]:
    for role in draft.roles:
        yield from (role.summary, role.day, role.entry, *role.responsibilities)
        yield from (difference.text for difference in role.differences)
    for skill in draft.skills:
        yield skill.summary
        yield from (level.meaning for level in skill.levels)
    yield from (start.summary for start in draft.starts)


def test_every_sentence_is_one_and_stands_once(draft: Draft) -> None:
    told = list(_told(draft))
    assert len(told) > 1000
    assert [text for text in told if not re.search(r"[.!?]\Z", text) or "  " in text or "—" in text] == []
    assert sorted({text for text in told if told.count(text) > 1}) == []


def test_levels_say_what_somebody_can_do(draft: Draft) -> None:
    said = [(skill.slug, one.level, one.meaning) for skill in draft.skills for one in skill.levels]
    assert [one for one in said if not re.search(r"\b(you|your|yours)\b", one[2], re.IGNORECASE)] == []
    assert [one for one in said if len(one[2].split()) < 5] == []


def test_level_sentences_read_as_if_a_person_wrote_them(draft: Draft) -> None:
    """They were a formula once: "You can … ordinary … on your own, for example …" in 140 of 177 skills."""
    levels = {n: [one.meaning for skill in draft.skills for one in skill.levels if one.level == n] for n in range(1, 6)}
    assert min(map(len, levels.values())) > 170

    def share(n: int, words: str) -> float:
        return sum(words in sentence for sentence in levels[n]) / len(levels[n])

    assert share(3, "ordinary") < 1 / 8
    assert share(3, "on your own") < 1 / 6
    assert max(share(n, "for example") for n in levels) < 1 / 2
    for n in (2, 3, 4, 5):
        openings = Counter(" ".join(sentence.split()[:3]) for sentence in levels[n])
        assert openings.most_common(1)[0][1] < len(levels[n]) / 5, openings.most_common(3)


@pytest.mark.parametrize("term", TERMS)
def test_what_people_name_is_found(release: Released, term: str) -> None:
    found = release.find(term) or release.find(term.casefold())
    if found is None:  # named in passing, as a part of something longer
        named = Reader(release.content.skills).skills(term)
        assert named == {TERMS[term]}
    else:
        assert found.slug == TERMS[term]


def test_codes_are_codes_or_none(draft: Draft) -> None:
    for role in draft.roles:
        assert re.fullmatch(r"none|\d{4}(\.\d+)+", role.esco_code), role.slug
        assert re.fullmatch(r"none|\d\d-\d{4}\.\d\d", role.onet_code), role.slug


def test_every_plan_from_zero_makes_ready_and_has_something_to_show_in_its_first_third(release: Released) -> None:
    for role in release.content.roles:
        zero = from_zero(release, role.slug)
        levels = {step.skill.slug: step.to_level for step in zero.steps}
        [own] = [s for s in engine.score(inputs.compiled(release), levels) if s.role == role.slug]
        assert own.band == "ready", role.slug
        assert 3 * zero.projects[0].hours <= zero.hours, role.slug


def test_every_term_of_the_description_has_a_place(release: Released) -> None:
    named = terms.read(SHIPPED)
    assert {term.role for term in named} == ROLES
    assert len(named) >= 120
    assert [(one.role, one.term) for one in terms.places(release, named) if not one.place] == []


def test_a_term_without_a_place_is_seen(release: Released) -> None:
    [placed] = terms.places(release, [terms.Term(role="data-engineer", term="Carrier pigeons")])
    assert placed.place == ""


def test_each_responsibility_names_a_skill_of_its_role(release: Released) -> None:
    told = [(role.slug, text) for role in release.content.roles for text in role.responsibilities]
    assert [(line.role, line.text) for line in terms.read_lines(release, told) if not line.skills] == []


NO_JOB = "not-in-the-field-yet"  # the group of starting points of those who have no job yet


def test_starting_points_propose_what_is_typical_and_give_nobody_the_job(release: Released) -> None:
    for start in release.content.starts:
        levels = {one.skill: one.level for one in start.levels}
        assert (3 if start.group == NO_JOB else 6) <= len(levels) <= 15, start.slug
        assert max(levels.values()) <= (3 if start.group == NO_JOB else 4), start.slug
        scores = engine.score(inputs.compiled(release), levels)
        assert scores[0].fit, start.slug
        assert "ready" not in {score.band for score in scores}, start.slug


@pytest.mark.database
@pytest.mark.django_db
def test_loading_twice_publishes_once_and_the_dump_is_the_files(tmp_path: Path) -> None:
    for _ in range(2):
        call_command("load_catalogue", SHIPPED, stdout=StringIO())
    assert Release.objects.count() == 1
    call_command("dump_catalogue", tmp_path, stdout=StringIO())
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (SHIPPED / path.name).read_bytes(), path.name
    loaded = {path.name for path in SHIPPED.glob("*.json")} - {terms.FILE}
    assert {path.name for path in tmp_path.iterdir()} == loaded
