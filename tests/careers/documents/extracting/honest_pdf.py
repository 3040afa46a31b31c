"""Honest PDF files, as word processors, browsers, LaTeX and scanners lay them out."""

from collections.abc import Iterator

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, Paragraph

from careers.documents.extracting import Kind
from tests.careers.documents.extracting.drawing import LEFT, LINES, Row, drawn, flowed, lines, photo
from tests.careers.documents.extracting.honest import Honest
from tests.careers.documents.extracting.writing import page, stream

DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def files() -> Iterator[Honest]:
    for name, make, words in (*_pages(), *_scripts()):
        yield Honest(f"PDF, {name}", make, Kind.PDF, words)
    yield Honest(
        "PDF, recognised by a scanner",
        recognised,
        Kind.PDF,
        ("Python and SQL for reports of a warehouse",),
        warned=True,
    )


def _pages() -> Iterator[Row]:
    yield (
        "one column",
        lambda: drawn(lambda c: lines(c, 72, 760, ["Data engineer", *LEFT])),
        ("Data engineer", " ".join(LEFT)),
    )
    yield "30 pages", thirty, (LINES[0], LINES[39], LINES[0], LINES[39])
    yield (
        "head and foot on each page",
        head_and_foot,
        ("Curriculum vitae", "Python", "Page 1", "Curriculum vitae", "Kafka", "Page 2"),
    )
    yield (
        "landscape",
        lambda: drawn(lambda c: (c.setPageSize(landscape(A4)), lines(c, 72, 500, LEFT))[0]),
        (" ".join(LEFT),),
    )
    yield "turned pages", turned, (" ".join(LEFT),) * 4
    yield (
        "locked against changes only",
        lambda: drawn(lambda c: lines(c, 72, 760, LEFT), encrypt=StandardEncryption("", "owner", strength=128)),
        (" ".join(LEFT),),
    )
    yield (
        "photo and text",
        lambda: drawn(lambda c: (c.drawImage(photo(), 400, 700, 90, 90), lines(c, 72, 760, LEFT))[0]),
        (" ".join(LEFT),),
    )
    yield "text in a form", form, (" ".join(LEFT),)
    yield (
        "links",
        lambda: drawn(lambda c: (c.linkURL("https://example.org", (72, 700, 200, 770)), lines(c, 72, 760, LEFT))[0]),
        (" ".join(LEFT),),
    )
    yield "compressed twice", lambda: drawn(lambda c: lines(c, 72, 760, LEFT), pageCompression=1), (" ".join(LEFT),)
    yield (
        "old, with plain objects",
        lambda: page(
            stream(b"BT /F1 12 Tf 72 700 Td 14 TL (Python,) Tj T* (SQL and) Tj T* (Kafka) Tj ET"), header=b"%PDF-1.2\n"
        ),
        ("Python, SQL and Kafka",),
    )
    yield "letters placed one by one", kerned, ("Machine learning engineer",)
    yield (
        "wide heads",
        lambda: drawn(lambda c: (c.drawString(72, 780, "E X P E R I E N C E"), lines(c, 72, 760, LEFT))[0]),
        (" ".join(LEFT),),
    )
    yield (
        "bullets",
        lambda: flowed(
            ListFlowable([Paragraph(text, body()) for text in ("Python", "Apache Kafka", "dbt")], bulletType="bullet")
        ),
        ("Python", "Apache Kafka", "dbt"),
    )


def _scripts() -> Iterator[Row]:
    yield (
        "Chinese",
        lambda: foreign("STSong-Light", "精通数据分析、Python 和机器学习"),
        ("精通数据分析、Python 和机器学习",),
    )
    yield "Japanese", lambda: foreign("HeiseiMin-W3", "機械学習と Python の経験"), ("機械学習と Python の経験",)
    yield "Korean", lambda: foreign("HYSMyeongJo-Medium", "파이썬 과 데이터 분석"), ("파이썬 과 데이터 분석",)
    yield (
        "Cyrillic and Greek",
        lambda: embedded("Инженер данных: Python, SQL", "Μηχανικός δεδομένων: Kafka"),
        ("Инженер данных: Python, SQL", "Μηχανικός δεδομένων: Kafka"),
    )
    yield (
        "accents",
        lambda: embedded("Zażółć gęślą jaźń, čeština, naïve façade, Zürich, ßtraße"),
        ("Zażółć gęślą jaźń, čeština, naïve façade, Zürich, ßtraße",),
    )
    yield "Hebrew, as it is painted", lambda: embedded("Python " + "מהנדס נתונים"[::-1]), ("מהנדס נתונים",)
    yield "Arabic with Latin, as browsers print it", mixed, ("يعمل مع Python و-SQL",)
    yield "ligatures", lambda: embedded("Eﬃcient workﬂows, ﬁrst oﬀers"), ("Efficient workflows, first offers",)
    yield "soft hyphens", lambda: embedded("Data engi\xadneering"), ("Data engineering",)
    yield "icons", lambda: embedded("\uf095 see the letter \uf0e0 for how to reach me", *LEFT), (" ".join(LEFT),)


def thirty() -> bytes:
    def draw(canvas: Canvas) -> None:
        for _ in range(30):
            canvas.setFont("Helvetica", 10)
            lines(canvas, 50, 800, LINES)
            canvas.showPage()

    return drawn(draw)


def head_and_foot() -> bytes:
    def draw(canvas: Canvas) -> None:
        for number, skill in enumerate(("Python", "Kafka"), 1):
            lines(canvas, 72, 800, ["Curriculum vitae"])
            lines(canvas, 72, 700, [f"Builds with {skill}"])
            lines(canvas, 72, 40, [f"Page {number}"])
            canvas.showPage()

    return drawn(draw)


def turned() -> bytes:
    """Pages that are drawn lying, on their head and the other way, the last of them without saying so."""

    def draw(canvas: Canvas) -> None:
        for degrees, said in ((90, 90), (180, 180), (270, 270), (90, 0)):
            canvas.setPageRotation(said)
            canvas.translate(300, 400)
            canvas.rotate(degrees)
            lines(canvas, -200, 100, LEFT)
            canvas.showPage()

    return drawn(draw)


def form() -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("all")
        lines(canvas, 72, 760, LEFT)
        canvas.endForm()
        canvas.doForm("all")

    return drawn(draw)


def kerned() -> bytes:
    """Every letter in a string of its own, as LaTeX and Word write them."""
    words = " ".join(f"({letter}) {-10 if letter != 'g' else 20}" for letter in "Machine learning engineer")
    return page(stream(f"BT /F1 12 Tf 72 700 Td [{words}] TJ ET".encode()))


def body() -> object:
    return getSampleStyleSheet()["BodyText"]


def foreign(font: str, text: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    return drawn(lambda canvas: (canvas.setFont(font, 12), lines(canvas, 72, 700, [text]))[0])


def embedded(*texts: str) -> bytes:
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    return drawn(lambda canvas: (canvas.setFont("DejaVu", 12), lines(canvas, 72, 700, list(texts)))[0])


def mixed() -> bytes:
    """A line to the left in pieces: their order is that of reading, and in each of them that of painting."""
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("DejaVu", 12)
        right = 500.0
        for piece in ("يعمل مع "[::-1], "Python", " و-"[::-1], "SQL"):
            canvas.drawRightString(right, 700, piece)
            right -= canvas.stringWidth(piece, "DejaVu", 12)

    return drawn(draw)


def recognised() -> bytes:
    """A scan with the words that a program has recognised, below it and invisible."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(3)
        text.textLine("Python and SQL for reports of a warehouse")
        canvas.drawImage(photo(), 0, 0, 595, 842)
        canvas.drawText(text)

    return drawn(draw)
