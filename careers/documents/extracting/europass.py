"""Europass, old (SkillsPassport, as XML or JSON) and new (Candidate, as XML).

The files differ in names and depth only, so both are one tree here, and what is read are the leaves named below. A
part that says who somebody is, whom they worked for or which languages they speak is left out with all that is in it.
"""

import html.parser
from typing import Final, NamedTuple

from . import levels, markup
from .limits import TEXT
from .refusals import Reason, Refused
from .spans import span
from .values import Entry, Extracted, Kind

ROOTS: Final = {"SkillsPassport", "Candidate"}
_MOST: Final = 100_000  # elements
_LEFT_OUT: Final = {
    *("Identification", "CandidatePerson", "CandidateSupplier", "DocumentInfo", "PrintingPreferences"),
    *("Linguistic", "PersonQualifications", "Driving", "Licenses", "ReferenceTo", "Documentation", "Attachment"),
    *(
        "Employer",
        "Organisation",
        "OrganizationContact",
        "OrganizationName",
        "EmploymentReferences",
        "HobbiesAndInterests",
    ),
    *("RenderingInformation", "Level", "Link", "PublicationHistory"),
}
_TEXTS: Final = {"Label", "Description", "Activities", "Title", "PositionTitle", "ExecutiveSummary", "DegreeName"} | {
    *("OccupationalSkillsCovered", "Thesis", "ProgramConcentration"),
}
_JOBS: Final = {"WorkExperience", "EmployerHistory", "Education", "EducationOrganizationAttendance", "Other", "Project"}
# The five areas of the older files' self-assessment, as people would say them.
_AREAS: Final = {
    "Information": "Information processing",
    "Communication": "Digital communication",
    "ContentCreation": "Content creation",
    "Safety": "Digital safety",
    "ProblemSolving": "Technical problem solving",
}
_BREAKS: Final = {"p", "br", "li", "ul", "ol", "div", "h1", "h2", "h3", "tr"}


class Node(NamedTuple):
    """An element, or a key of a JSON document."""

    name: str
    attributes: dict[str, str]
    words: list[str]
    children: list["Node"]

    def find(self, *names: str) -> "Node | None":
        """Return the first node below this one whose name is one of these."""
        for child in self.children:
            found = child if child.name in names else child.find(*names)
            if found:
                return found
        return None


class _Tree:
    def __init__(self) -> None:
        self.top = Node("", {}, [], [])
        self._open = [self.top]
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST:
            raise Refused(Reason.TOO_MUCH_INSIDE)
        node = Node(name, attributes, [], [])
        self._open[-1].children.append(node)
        self._open.append(node)

    def text(self, words: str) -> None:
        self._open[-1].words.append(words)

    def end(self, name: str) -> None:
        self._open.pop()


class _Plain(html.parser.HTMLParser):
    """The text of the pieces of HTML that Europass keeps in its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.words.append("\n• " if tag == "li" else "\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read_xml(content: bytes) -> Extracted:
    """Return what a Europass CV as XML says about work, and the digital skills it lists."""
    tree = _Tree()
    markup.feed(content, tree)
    if not tree.top.children or tree.top.children[0].name not in ROOTS:
        raise Refused(Reason.OTHER)
    return _read(tree.top)


def read_json(document: object) -> Extracted:
    """Return the same of one as JSON."""
    tree = _Tree()
    _plant(tree, "", document)
    return _read(tree.top)


def _plant(tree: _Tree, name: str, value: object) -> None:
    """Put a JSON value into a tree as the same document would stand there as XML."""
    if isinstance(value, list):
        for one in value:
            _plant(tree, name, one)
        return
    tree.start(name, {})
    if isinstance(value, dict):
        for key, one in value.items():
            _plant(tree, key, one)
    elif isinstance(value, str | int):
        tree.text(str(value))
    tree.end(name)


def _read(top: Node) -> Extracted:
    lines: list[str] = []
    entries: list[Entry] = []
    _walk(top, lines, entries)
    return Extracted(Kind.EUROPASS, "\n".join(lines)[: TEXT + 1], levels.unique(entries))


def _walk(node: Node, lines: list[str], entries: list[Entry]) -> None:
    if node.name in _LEFT_OUT:
        return
    if node.name in _JOBS:
        lines.append("")
    at = len(lines)
    if node.name == "PersonCompetency":
        entries.extend(_listed(node))
    elif node.name == "ProficiencyLevel":
        entries.extend(_assessed(node))
    elif node.name in _TEXTS and not node.children:
        lines.append(_plain("".join(node.words)))
    for child in node.children:
        _walk(child, lines, entries)
    if node.name in _JOBS and at < len(lines) and (time := _time(node)):
        lines[at] = f"{lines[at]} ({time})"


def _listed(node: Node) -> list[Entry]:
    name = node.find("CompetencyName")
    words = _plain("".join(name.words)) if name else ""
    return [Entry(words, None, words)] if words else []


def _assessed(node: Node) -> list[Entry]:
    found = []
    for child in node.children:
        name, said = _AREAS.get(child.name), "".join(child.words).strip()
        if name and said:
            found.append(Entry(name, levels.of_europass(said), f"{name}: {said}"))
    return found


def _time(job: Node) -> str:
    start, end = job.find("StartDate", "From"), job.find("EndDate", "To")
    return span(_date(start), _date(end))


def _date(node: Node | None) -> str:
    """Return a date of any of the three forms as year and month."""
    if node is None:
        return ""
    parts = [node.attributes.get(key) or _leaf(node, key.capitalize()) for key in ("year", "month")]
    if parts[0]:
        return "-".join(part.strip("-").zfill(2) for part in parts if part)
    return "".join(node.words).strip() or _leaf(node, "FormattedDateTime")


def _leaf(node: Node, name: str) -> str:
    found = node.find(name)
    return "".join(found.words).strip() if found else ""


def _plain(words: str) -> str:
    parser = _Plain()
    parser.feed(words)
    parser.close()
    return "".join(parser.words).strip()
