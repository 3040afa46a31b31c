"""The words by which senses are told; each list has its reason."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


# Names in any spelling that are words, people, places or companies as well: they count if the text speaks of the trade.
WORDS = _words(
    """
    airflow bash bokeh cassandra databricks django docker evidently gazebo gcp git gitlab java jenkins jira kafka
    kinematics looker luigi mongo mongodb multimodal pandas pinecone polars prometheus puppeteer python rancher rasa
    redis redux scrum seldon selenium snowflake superset svelte tableau teaching unix vagrant weaviate yolo zapier
    """
) | {"hugging face", "active directory"}

# Phrases and nouns that are said of other things too: they count if the clause, or the list, speaks of the trade.
PHRASES = _phrases(
    """
    access management, agent development, ai act, alerting, architectural design, architecture design, auditing,
    authentication, authorisation, authorization, bias audit, bias audits, code review, code reviews, containers,
    continuous delivery, continuous training, control systems, controlled experiments, conversation memory, copilots,
    copyright, dashboard, dashboards, deep learning, design patterns, episodic memory, experimental design, fine tune,
    fine tuned, fine tuning, go to market, great expectations, guardrails, hallucination, hallucinations, high
    availability, identity management, incident management, independent research, k means, language processing,
    lineage, literature review, log analysis, long term memory, market analysis, model building, model development,
    model management, model testing, monitoring systems, network architecture, network architectures, no sql,
    notebooks, penetration test, penetration testing, penetration tests, performance monitoring, plan and execute,
    plan execute, postmortems, prototypes, ranking systems, real analysis, red team, red teaming, red teams, retrieval
    systems, risk assessment, risk assessments, semantic memory, solid principles, statistical, system architecture,
    system design, technical feasibility, time series, tool use, toxicity, training data, transformers, virtual
    assistants, visualisation, visualisations, visualization, visualizations
    """
)

# Phrases that need no company if the whole text is about the trade: nobody means a car's dashboard there.
TOPICS = _phrases(
    """
    authentication, authorisation, authorization, bias audit, bias audits, code review, code reviews, dashboard,
    dashboards, deep learning, design patterns, fine tuning, guardrails, hallucination, hallucinations,
    language processing, notebooks, prototypes, system design, visualisation, visualisations, visualization,
    visualizations
    """
)

# Phrases that are names if they are written with hyphens.
WITH_HYPHENS = _phrases("go to market, k means, no sql")

# Names in one spelling that are the name of one thing only.
NAMES_ALONE = _words(
    """
    AAAI AKS ANOVA API APIs CUDA CVPR Chainer Cline DQN Dataflow Debezium Deequ Deno Domo EKS EMNLP Fargate Firebase
    Firestore GKE GPT GPU GRPO HDBSCAN HITL JWT KPI Labelbox Mixtral Nmap Nuxt OKR ORPO Oozie PHP Qwen RLVR Reflexion
    Rmarkdown SPSS SQS Stata Stats TPU Trino UX VBA VLM Vertica Vuex Wireshark
    """
)

# Nouns of the trade that follow a name that is meant: "Go developer", "Spark jobs", "a Shiny app".
NOUNS = _words(
    """
    admin administration administrator analyst api apis app application applications apps architect architecture
    backend base bot certificate certification certified chart charts client cluster clusters code codebase coder
    coding component components config consultant containers contributor controller controllers cookbook course dag
    dags dashboard dashboards database databases dev developer developers developing development engine engineer
    engineering engineers entwickler entwicklerin environment expert expertise experience extension extensions file
    files flow flows fluency formula formulas framework frameworks front frontend function functions guru hooks image
    images job jobs kenntnisse knowledge language languages lib libraries library loop loops macro macros maintainer
    method methodology methods microservice microservices middleware model models module modules notebook notebooks
    package packages page pages part pipeline pipelines playbook plugin plugins practices proficiency program
    programmer programmers programming programs project projects prototype queries query queue repo report reports
    repos repository routes scientist script scripting scripts sdk server servers service services sheet sheets shell
    site sites skill skills software specialist sql stack stream streams syntax table tables template templates test
    testing tests tool tooling topic topics training tuning tutorial users view views web website websites workbook
    workbooks workflow workflows workload workloads wrapper
    """
)

# Words of the trade: a sentence that has one speaks of software, data or models.
TRADE = _words(
    """
    ai algorithm algorithms analyses analytics android api apis app apps automate automated backend bot bots browser
    bugs chatbot classifier cloud cluster clusters code codebase coded coding compiler css csv database databases
    dataset datasets debug deploy deployed deployment dev developer developers devops développeur développeuse engineer
    engineering engineers entwickler entwicklerin framework frameworks frontend genai github gpt gpu hackathon html
    http ios json kenntnisse latency libraries library linux llm llms merge merges microservices ml mobile nlp
    open-source opensource parameter pipeline pipelines platform platforms powerpoint programador programmed
    programmer programmierung programming python queries query refactor repo repository script scripts sdk server
    servers software spreadsheet spreadsheets sql stack startup statistical statistics tech technologies technology
    terabytes web webhook xml
    """
)

# Other software, which no skill of ours names, in lists with names that are: "Excel | Word | PowerPoint".
OTHER_SOFTWARE = _words("access css html office outlook photoshop powerpoint visio word") | {"ms office", "vs code"}

# Words after which a name is meant: what one does with a tool, says of one's knowledge, or how much of it one has.
KNOWING = (
    r"(?:advanced|adapted|automat\w+|background|basics?|beginner|bit|built|builds?|building|certified|classes"
    r"|cod(?:e|ed|ing)"
    r"|command|commercial|compared|competen\w+|confident|daily|develop\w*|embedded|enough|enterprise|erfahrung"
    r"|excellent"
    r"|experienced?|experiencia|expérience|expert(?:ise)?|familiar\w*|fluen\w+|good|grasp|hands-on|implement\w*"
    r"|intermediate|junior|kenntnisse|know|knowledge|knows|lead|learned|learnt|little|lived|main|migrat\w+|moved|needs?"
    r"|ported|proficien\w+|program\w*|require[sd]?|rewr\w+|senior|set up|skilled|skills|solid|some|strong|taught"
    r"|teach\w*"
    r"|trained|us(?:e|ed|es|ing)|versed|work|worked|working|writes?|writing|written|wrote|years?)"
)
KNOWS = re.compile(KNOWING)
_LINKS = r"(?:a|an|and|both|commercial|con|de|den|from|in|mit|modern|of|on|our|own|some|through|to|using|with)"
BEFORE = re.compile(rf"\b{KNOWING}\s+(?:{_LINKS}\s+){{0,3}}[\"'“‘(]?$", re.I)
DIRECTLY = re.compile(r"(?:\b(?:in|through|using|via|with)|\d ?%)\s+[\"'“‘]?$", re.I)
AFTERWARDS = re.compile(
    r"\s*(?:(?:is|was|are|were)\s+(?:(?:a|an|my|not|our|the)\s+)?(?:first\s+|main\s+)?"
    r"(?:advantage|asked|essential|language|must|needed|optional|plus|required|welcome)"
    r"|is\.|at work\b|daily\b|essential\b|nice to have|preferred\b|required\b|skills?\b)",
    re.I,
)
MAKING = re.compile(
    r"\b(?:cod(?:e|ed|ing)|develop\w*|implement\w*|port(?:ed|ing)|program\w*|write|writing|written|wrote)\b", re.I
)

# Words that may follow a name without making it the attribute of a noun: "Go and", "Hive was".
FUNCTION = _words(
    """
    a about according across after against all along already also although am among an and any are as at avec based be
    because been before being behind below between both but by can con could daily de depuis did do does during each
    either et etc every first for from für had has have he heavy her his how i if im in including inside instead into
    is ist it its just like many may me might mit more most must my native near neither never no nor not now of off
    often on once one only onto or oder other ou our out over per plus preferably rather required running she should
    side since so some such than that the their them then there these they this those though through thus till to too
    twice und under until up upon us used using very via was we were what when where whereas whether which while who
    whose why will with within without would y yet you your
    """
)

# A single letter after one of these is part of an address, a class or a key.
LETTERED = re.compile(
    r"\b(?:appendix|block|building|bus|category|class|gate|grade|hall|hepatitis|level|line|option|part|plan|rated|room"
    r"|section|tram|type|vitamin|wing)\s+$",
    re.I,
)
