"""Demands: the skills that an ad asks for and those that it only names, in sentences of our own."""

import msgspec
import pytest

from careers.catalogue.demands import Demands
from careers.catalogue.draft import Draft, Near, Skill

SKILLS = {
    "agent-frameworks": ("Agent frameworks", "tool"),
    "aws": ("AWS", "tool"),
    "azure": ("Azure", "tool"),
    "c-plus-plus": ("C++", "language"),
    "cloud-platforms": ("Cloud platforms", "tool"),
    "compiled-languages": ("Compiled languages", "language"),
    "crewai": ("CrewAI", "tool"),
    "deep-learning": ("Deep learning", "concept"),
    "docker": ("Docker", "tool"),
    "generative-ai": ("Generative AI", "concept"),
    "go": ("Golang", "language"),
    "google-cloud": ("GCP", "tool"),
    "java": ("Java", "language"),
    "javascript": ("JavaScript", "language"),
    "kubernetes": ("Kubernetes", "tool"),
    "langchain": ("LangChain", "tool"),
    "langgraph": ("LangGraph", "tool"),
    "llm-app-frameworks": ("LLM frameworks", "tool"),
    "machine-learning": ("Machine learning", "concept"),
    "natural-language-processing": ("NLP", "concept"),
    "python": ("Python", "language"),
    "r": ("RStudio", "language"),
    "sql": ("SQL", "language"),
    "typescript": ("TypeScript", "language"),
}
KINDS = {
    "agent-frameworks": "llm-app-frameworks",
    "crewai": "agent-frameworks",
    "langchain": "llm-app-frameworks",
    "langgraph": "agent-frameworks",
    "aws": "cloud-platforms",
    "azure": "cloud-platforms",
    "google-cloud": "cloud-platforms",
    "c-plus-plus": "compiled-languages",
    "go": "compiled-languages",
    "java": "compiled-languages",
    "typescript": "javascript",
}


def skill(slug: str, name: str, kind: str) -> Skill:
    texts: dict[str, tuple[str, ...]] = dict.fromkeys(
        ("former_slugs", "aliases", "exact_aliases", "preferred_aliases", "levels"), ()
    )
    if slug == "machine-learning":
        texts["exact_aliases"] = ("ML",)
        texts["aliases"] = ("model training",)
    own = {"slug": slug, "name": name, "kind": kind, "position": list(SKILLS).index(slug), "summary": "For tests."}
    return msgspec.convert(
        {**own, "hours_factor": 100, "hours_reason": "", "practice": "", "retired": False, **texts}, Skill
    )


@pytest.fixture(scope="module")
def demands() -> Demands:
    near = tuple(Near(skill=kind, counts_as=broader, distance=0) for kind, broader in KINDS.items())
    return Demands.of_draft(Draft(skills=tuple(skill(slug, *rest) for slug, rest in SKILLS.items()), near=near))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("You write Java.", "java compiled-languages"),
        ("You write Java and Golang.", "java go compiled-languages"),
        ("You write Java or Golang.", "compiled-languages"),
        ("You write Java/Golang.", "compiled-languages"),
        ("You write Java/Kotlin/Golang.", "compiled-languages"),
        ("You write Java, Golang, or another language.", "compiled-languages"),
        ("Languages such as Java, Golang and C++.", "compiled-languages"),
        ("Fluency in one of the following: Java, C++", "compiled-languages"),
        ("You write e.g. Java, C++.", "compiled-languages"),
        ("You write Java, Golang.", "java go compiled-languages"),
        (
            "Your daily work is in Java, and you talk it over with a team or two and know Golang.",
            "java go compiled-languages",
        ),
        ("Java is what we write. Or Golang.", "java go compiled-languages"),
        ("You write Python, Golang or Java.", "python"),
        ("You write Java, Golang or Python.", ""),
        ("You write RStudio or Python.", ""),
        ("You write Python or RStudio.", "python"),
        ("You write Python and C/C++.", "python c-plus-plus compiled-languages"),
        ("You write SQL, Python or Java.", "sql python"),
        ("You write Python or SQL.", "python sql"),
        ("Frontends in TypeScript/JavaScript", "javascript"),
        ("We deploy on AWS, Azure or GCP.", "cloud-platforms"),
        ("Cloud platforms (AWS, Azure)", "cloud-platforms"),
        ("Cloud platforms (AWS)", "cloud-platforms aws"),
        ("We deploy on AWS and Azure, with Docker or Kubernetes.", "aws azure cloud-platforms docker kubernetes"),
        ("You know LangChain or LangGraph.", "llm-app-frameworks"),
        ("You know LangChain, LangGraph or CrewAI.", "llm-app-frameworks agent-frameworks"),
        ("We deploy on AWS or Azure. Our own tools need AWS.", "aws cloud-platforms"),
    ],
)
def test_alternatives_ask_for_what_they_have_in_common(demands: Demands, text: str, asked: str) -> None:
    assert demands.of([], text) == set(asked.split())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Our machine learning team is growing.", False),
        ("A senior machine learning engineer", False),
        ("You care about machine learning.", False),
        ("Experience in machine learning and AI", False),
        ("Experience with AI/ML", False),
        ("You ship AI/ML models.", False),
        ("Good knowledge of AI/ML", False),
        ("Knowledge of our ML platform", False),
        ("You compare AI/ML algorithms.", True),
        ("You build machine learning models.", True),
        ("You choose machine learning (ML) algorithms.", True),
        ("You choose machine learning and statistical methods.", True),
        ("Good knowledge of statistics and machine learning", True),
        ("Good knowledge of statistics. You join the machine learning team.", False),
        ("You apply machine learning to maps.", True),
        ("Supervised and unsupervised machine learning", True),
        ("You look after model training.", True),
    ],
)
def test_the_name_of_a_wide_field_is_not_a_skill(demands: Demands, text: str, asked: bool) -> None:
    assert ("machine-learning" in demands.of([], text)) is asked


def test_generative_ai_is_a_wide_field_too(demands: Demands) -> None:
    assert demands.of([], "We build generative AI products.") == set()
    assert demands.of([], "You fine-tune generative AI models.") == {"generative-ai"}


def test_the_name_of_a_narrow_field_is_a_skill_unless_a_job_is_named_after_it(demands: Demands) -> None:
    assert demands.of([], "Experience with NLP and deep learning") == {"natural-language-processing", "deep-learning"}
    assert demands.of([], "You join our NLP team as a deep learning engineer.") == set()


@pytest.mark.parametrize(
    ("items", "asked"),
    [
        (["Python", "Java"], "python java compiled-languages"),
        (["Java", "Golang"], "compiled-languages"),
        (["Python", "Java", "Golang"], "python"),
        (["AWS", "Azure", "Docker"], "cloud-platforms docker"),
        (["Cloud platforms", "AWS"], "cloud-platforms aws"),
        (["AWS/Azure"], "cloud-platforms"),
        (["Agent frameworks", "LangGraph"], "agent-frameworks langgraph llm-app-frameworks"),
        (["TypeScript", "JavaScript"], "typescript javascript"),
        (["Machine learning"], "machine-learning"),
        (["ML platform"], ""),
        (["Generative AI"], ""),
    ],
)
def test_a_list_of_skills_means_several_of_one_family_as_alternatives(
    demands: Demands, items: list[str], asked: str
) -> None:
    assert demands.of(items, "") == set(asked.split())


def test_the_text_decides_about_what_it_names(demands: Demands) -> None:
    assert demands.of(["Java", "Docker"], "You write Python, Golang or Java.") == {"python", "docker"}
    assert demands.of(["AWS", "Azure"], "You know AWS and Azure.") == {"aws", "azure", "cloud-platforms"}
    assert demands.of(["Machine learning"], "Our machine learning team is kind.") == set()
