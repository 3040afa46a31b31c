"""Honest files of word processors and editors."""

import io
from collections.abc import Callable, Iterator

import docx as python_docx

from careers.documents.extracting import Kind
from tests.careers.documents.extracting.honest import Honest
from tests.careers.documents.extracting.writing import WORDS, W, archive, docx, docx_parts, odt

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TEXT = "Zoë plans with Café Röst: Python, SQL – and “dbt”."
HIDDEN = "Python and Java"


def files() -> Iterator[Honest]:
    for name, content, words in _docx():
        yield Honest(f"DOCX, {name}", content, Kind.DOCX, words)
    yield Honest("DOCX, hidden words", lambda: docx(run(HIDDEN, "<w:vanish/>")), Kind.DOCX, (HIDDEN,), warned=True)
    dark = "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill='1F3864'/></w:tcPr>{}</w:tc></w:tr></w:tbl>"
    white = run(HIDDEN, '<w:color w:val="FFFFFF"/>')
    yield Honest("DOCX, white words in a dark cell", lambda: docx(dark.format(white)), Kind.DOCX, (HIDDEN,))
    yield Honest(
        "DOCX, white words", lambda: docx(run(HIDDEN, '<w:color w:val="ffffff"/>')), Kind.DOCX, (HIDDEN,), warned=True
    )
    for name, body, words in _odt():
        yield Honest(f"ODT, {name}", lambda body=body: odt(body), Kind.ODT, words)
    for name, content in _texts():
        yield Honest(f"text, {name}", lambda content=content: content, Kind.TEXT, (TEXT,))
    yield Honest("text, latin-1", lambda: "Zoë: Café Röst".encode("latin-1"), Kind.TEXT, ("Zoë: Café Röst",))


def _docx() -> Iterator[tuple[str, Callable[[], bytes], tuple[str, ...]]]:
    yield (
        "written by a library",
        written,
        ("Data engineer", "• Python", "• Apache Kafka", "Skill\tLevel", "SQL\tExpert", "Built pipelines."),
    )
    yield "columns made with a table", columns, ("Python SQL", "Built pipelines. Wrote guides.")
    yield (
        "box with text",
        lambda: docx(box()),
        ("Kubernetes", "Below the box"),
    )
    yield (
        "lists",
        lambda: docx(item("<w:numPr/>", "Python") + item('<w:pStyle w:val="ListBullet2"/>', "SQL")),
        ("• Python • SQL",),
    )
    yield (
        "box with text of an older Word",
        lambda: docx(f"<w:p><w:r><w:pict><w:txbxContent>{run('Kubernetes')}</w:txbxContent></w:pict></w:r></w:p>"),
        ("Kubernetes",),
    )
    yield (
        "content control",
        lambda: docx(f"<w:sdt><w:sdtContent>{run('Data engineer')}</w:sdtContent></w:sdt>{run('Kafka')}"),
        ("Data engineer Kafka",),
    )
    yield (
        "link",
        lambda: docx(
            '<w:p><w:hyperlink><w:r><w:t xml:space="preserve">Python </w:t></w:r></w:hyperlink>'
            "<w:r><w:t>guide</w:t></w:r></w:p>"
        ),
        ("Python guide",),
    )
    yield (
        "changes",
        lambda: docx(
            "<w:p><w:ins><w:r><w:t>Python</w:t></w:r></w:ins><w:del><w:r><w:delText>COBOL</w:delText></w:r></w:del>"
            "<w:moveFrom><w:r><w:t>COBOL</w:t></w:r></w:moveFrom></w:p>"
        ),
        ("Python",),
    )
    yield (
        "tabs and breaks",
        lambda: docx("<w:p><w:r><w:t>2019</w:t><w:tab/><w:t>Analyst</w:t><w:br/><w:t>SQL</w:t></w:r></w:p>"),
        ("2019 Analyst SQL",),
    )
    yield (
        "word in many pieces",
        lambda: docx("<w:p>" + "".join(f"<w:r><w:t>{letter}</w:t></w:r>" for letter in "Kubernetes") + "</w:p>"),
        ("Kubernetes",),
    )
    yield (
        "many scripts",
        lambda: docx(run("مهندس بيانات") + run("数据分析") + run("🚀 Python")),
        ("مهندس بيانات", "数据分析", "🚀 Python"),
    )
    yield "document under another name", elsewhere, (WORDS,)
    yield (
        "strict",
        lambda: archive({name: part.replace(W.encode(), _STRICT.encode()) for name, part in docx_parts().items()}),
        (WORDS,),
    )


def _odt() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield (
        "heads, lists and spans",
        (
            "<text:h>Data engineer</text:h><text:list>"
            "<text:list-item><text:p>Python</text:p></text:list-item></text:list>"
            "<text:p>Built <text:span>pipe</text:span>lines"
            "<text:s text:c='2'/>in<text:tab/>SQL<text:line-break/>daily</text:p>"
        ),
        ("Data engineer • Python Built pipelines in SQL daily",),
    )
    yield "table", table(("Skill", "Level"), ("Python", "Expert")), ("Skill\tLevel", "Python\tExpert")
    yield (
        "frame",
        "<text:p><draw:frame><draw:text-box><text:p>Kafka</text:p></draw:text-box></draw:frame>SQL</text:p>",
        ("Kafka", "SQL"),
    )
    yield (
        "changes and notes",
        ("<text:tracked-changes><text:p>COBOL</text:p></text:tracked-changes><text:p>Python</text:p>"),
        ("Python",),
    )


def _texts() -> Iterator[tuple[str, bytes]]:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"):
        yield encoding, TEXT.encode(encoding)
    yield "big-endian", b"\xfe\xff" + TEXT.encode("utf-16-be")
    yield "Windows line ends", f"Data engineer\r\n{TEXT}\r\n".encode()
    yield "a stray null", f"{'Data engineer. ' * 20}\0{TEXT}".encode()
    yield "Markdown", f"# Data engineer\n\n* {TEXT}\n".encode()
    yield "brackets first", f"{{senior}} engineer\n{TEXT}".encode()
    yield "pointed brackets first", f"<jo> engineer\n{TEXT}".encode()


def run(words: str, properties: str = "") -> str:
    return f'<w:p><w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def item(properties: str, words: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def saved(document: python_docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def written() -> bytes:
    document = python_docx.Document()
    document.add_heading("Data engineer")
    for skill in ("Python", "Apache Kafka"):
        document.add_paragraph(f"• {skill}")
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("Skill", "Level"), ("SQL", "Expert")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("Built pipelines.")
    return saved(document)


def columns() -> bytes:
    document = python_docx.Document()
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text, right.text = "Python\nSQL", "Built pipelines."
    left.add_paragraph("")
    right.add_paragraph("Wrote guides.")
    return saved(document)


def box() -> str:
    """A box as Word writes it: once for itself and once for what is older."""
    inside = f"<w:txbxContent>{run('Kubernetes')}</w:txbxContent>"
    return (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="wps">{inside}</mc:Choice>'
        f"<mc:Fallback>{inside.replace('Kubernetes', 'Fallback')}</mc:Fallback></mc:AlternateContent>"
        "<w:t>Below the box</w:t></w:r></w:p>"
    )


def elsewhere() -> bytes:
    parts = docx_parts()
    return archive(
        {
            name.replace("document", "document2"): part.replace(b"/document.xml", b"/document2.xml")
            for name, part in parts.items()
        }
    )


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in row) for row in rows)
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
