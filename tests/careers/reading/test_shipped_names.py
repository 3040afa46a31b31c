"""The names of the shipped skills: what people type is understood, and sentences are not read as lists."""

import pytest
from django.conf import settings

from careers.catalogue import files, findings
from careers.reading.names import Names
from careers.reading.reader import Reader

DRAFT, FAULTS = files.read(settings.BASE_DIR / "fixtures")
SKILLS = [skill for skill in DRAFT.skills if not skill.retired]
NAMES, READER = Names(SKILLS), Reader(SKILLS)

TYPED = {
    "ai-assisted-development": "GitHub Copilot, Cursor, Windsurf, Claude Code, AI pair programming",
    "c-language": "C, C programming",
    "evolutionary-algorithms": "evolutionary approaches, genetic algorithms",
    "mathematics": "Mathematics, maths, Applied mathematics",
    "php": "PHP, Laravel",
    "probability": "probability, stochastic processes",
    "rights-and-licences": "copyright, intellectual property",
    "ruby": "Ruby on Rails, ruby",
    "julia": "Julia",
    "security-testing": "penetration testing, OWASP, cybersecurity, pentesting",
    "software-engineering": "OOP, data structures, code review, design patterns",
    "speech-processing": "speech recognition, ASR, text-to-speech, Whisper",
    "agent-frameworks": "Claude Agent SDK, Pydantic AI",
    "agent-memory": "long-term memory, episodic memory, semantic memory",
    "agent-patterns": "ReAct, Plan-and-Execute",
    "agile-delivery": "agile, Scrum",
    "ai-agents": "agents, agentic",
    "ai-alignment": "AI safety",
    "ai-documentation": "transparency",
    "apache-spark": "spark, PySpark",
    "aws": "Amazon Web Services (AWS), Lambda, ECS, EC2, RDS, Fargate, VPC",
    "bi-tools": "Alteryx, TIBCO Spotfire, Domo, SAP Analytics Cloud, dashboards",
    "c-sharp": ".net",
    "ci-cd": "DevOps, CICD, ci-cd",
    "cloud-platforms": "Oracle Cloud, Alibaba Cloud, IBM Cloud / Red Hat, VMware Cloud",
    "data-lakes": "Iceberg",
    "data-modelling": "data models",
    "data-pipelines": "Airbyte, Fivetran",
    "data-quality": "Great Expectations",
    "data-visualisation": "visualization, visualisations, Highcharter, Dygraphs",
    "deep-learning": "RNN, GAN",
    "deep-learning-frameworks": "timm, NVIDIA NGC models",
    "distributed-data-processing": "Dask, ray",
    "docker": "docker-compose, container, containerization",
    "event-streaming": "Pub/Sub, RabbitMQ",
    "experiment-tracking": "DVC, ClearML, Polyaxon, Guild.ai",
    "exploratory-data-analysis": "Data Analysis",
    "front-end-frameworks": "react, React, vue, angular",
    "generative-ai": "AI literacy, generative models",
    "hadoop": "hive",
    "hyperparameter-tuning": "hyperparameters",
    "inference-optimisation": "Ollama, TGI, llama.cpp, distillation, inference speed",
    "infrastructure-as-code": "Bicep",
    "javascript": "js, Node",
    "large-language-models": "ChatGPT, Llama 3, Claude 3.5, Gemini Pro",
    "llm-evaluation": "hallucination, evaluation suites",
    "llm-guardrails": "Llama Guard, guardrail systems",
    "machine-learning": "ml, supervised and unsupervised learning",
    "ml-platforms": "H2O",
    "model-context-protocol": "mcp",
    "model-evaluation": "evaluation frameworks",
    "model-monitoring": "Evidently",
    "model-serving": "Triton, inference",
    "mongodb": "Mongo",
    "natural-language-processing": "Natural Language Processing (NLP)",
    "observability": "monitoring, logging, tracing",
    "predictive-modelling": "data mining, classification, regression",
    "product-strategy": "Product Strategy",
    "prompt-engineering": "prompts, prompting",
    "python-web-frameworks": "flask",
    "red-teaming": "red team, garak, PyRIT",
    "relational-databases": "MSSQL",
    "retrieval-augmented-generation": "rag, Retrieval-Augmented Generation (RAG)",
    "rlhf": "DPO, GRPO",
    "scientific-writing": "publications, peer-reviewed",
    "spreadsheets": "excel",
    "statistics": "SAS, SPSS, Stata, statistical, statistical modelling",
    "typescript": "TS",
    "us-ai-policy": "Colorado AI Act",
    "web-apis": "backend, back-end, Postman, API Gateway",
    "workflow-automation": "automation",
    "workflow-orchestration": "orchestration frameworks",
}


def test_no_name_means_two_skills() -> None:
    assert [str(one) for one in findings._terms(DRAFT)] == []


@pytest.mark.parametrize("slug", TYPED)
def test_what_people_type_is_understood(slug: str) -> None:
    assert {word: NAMES.find(word) for word in TYPED[slug].split(", ")} == dict.fromkeys(TYPED[slug].split(", "), slug)


@pytest.mark.parametrize(
    "word",
    [
        *("artificial intelligence", "cloud", "data sets", "generative", "mpi", "arm", "apache", "oops", "sap"),
        *("Visual Studio Code (VSCode)", "PyCharm", "Notepad++", "Kaggle datasets"),
        *("OpenAI", "Anthropic"),
    ],
)
def test_what_means_no_skill_of_ours_stays_unknown(word: str) -> None:
    assert NAMES.find(word) is None


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("OpenAI", "openai-api"),
        ("kubernets", "kubernetes"),
        ("postgress", "postgresql"),
        ("SQL basics", "sql"),
        ("net", None),
        ("Artificial Intelligence", None),
        ("Windows", None),
        ("product management", None),
        ("PyCharm", None),
        ("VSCode", None),
    ],
)
def test_suggestions_are_the_same_thing(word: str, slug: str | None) -> None:
    assert NAMES.closest(word) == slug


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("react", ["front-end-frameworks", "agent-patterns"]),
        ("ReAct", ["agent-patterns", "front-end-frameworks"]),
        ("TS", ["typescript"]),
        ("python", ["python"]),
    ],
)
def test_a_search_has_what_is_meant_first(query: str, first: list[str]) -> None:
    assert [hit.skill for hit in NAMES.search(query)][: len(first)] == first


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Used GitHub Copilot every day.", {"ai-assisted-development"}),
        ("GitHub Copilot and GitHub", {"ai-assisted-development", "git"}),
        ("llama.cpp on a laptop", {"inference-optimisation"}),
        ("The Colorado AI Act and the EU AI Act", {"us-ai-policy", "eu-ai-act"}),
        ("Laboratories like Anthropic, OpenAI and others", set()),
        ("OpenAI API, Anthropic API", {"openai-api", "anthropic-api"}),
        ("An active TS/SCI clearance", set()),
        ("The rest of the team. Pick up the slack.", set()),
        ("C-level meetings, Washington, D.C., vitamin C", set()),
        ("Python, C, and Fortran", {"python", "c-language"}),
        ("Go-to-market plan", {"launch-management"}),
        ("You must react to changes, and express yourself in spring.", set()),
        ("She led the agents of a call centre.", set()),
        ("We monitor; monitoring the room is your task.", set()),
        ("At the helm of a team. You excel at this. Excel in a team.", set()),
        ("Node by node, the container ship was unloaded.", set()),
        ("An iceberg, a ray of light, a lambda, a hive of bees, a vault.", set()),
        ("You go deep. Build trust. Spark new ideas. React quickly.", set()),
        ("Sales, R&D (R&D), law", set()),
        ("platform, reactive", set()),
    ],
)
def test_a_sentence_is_not_read_as_a_list(text: str, slugs: set[str]) -> None:
    assert READER.skills(text) == slugs
