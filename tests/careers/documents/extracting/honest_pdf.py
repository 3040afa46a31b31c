"""Honest PDF files, as word processors, browsers, LaTeX and scanners lay them out."""

import io
from collections.abc import Callable, Iterator

from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Table

from careers.documents.extracting import Kind
from tests.careers.documents.extracting.honest import Honest
from tests.careers.documents.extracting.writing import page, stream

DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
LEFT = (
    "Builds pipelines that many",
    "teams use every day, and",
    "keeps them running through",
    "releases and migrations of",
    "the warehouse below them,",
    "mostly in Python and SQL.",
)
RIGHT = (
    "Taught two courses about",
    "testing with pytest, wrote",
    "the guide for new people",
    "and answered what came in",
    "from other offices about",
    "Kafka and Spark.",
)
LINES = [
    f"{number}. Moved a report from a spreadsheet to SQL, tested it and wrote down how it works for others."
    for number in range(40)
]


def files() -> Iterator[Honest]:
    for name, make, words in (*_pages(), *_scripts(), *_layouts()):
        yield Honest(f"PDF, {name}", make, Kind.PDF, words)
    yield Honest(
        "PDF, recognised by a scanner",
        recognised,
        Kind.PDF,
        ("Python and SQL for reports of a warehouse",),
        warned=True,
    )


Row = tuple[str, Callable[[], bytes], tuple[str, ...]]


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def lines(canvas: Canvas, left: float, top: float, texts: tuple[str, ...] | list[str], step: float = 16) -> None:
    for number, text in enumerate(texts):
        canvas.drawString(left, top - number * step, text)


def flowed(*flowables: object) -> bytes:
    file = io.BytesIO()
    SimpleDocTemplate(file, invariant=1).build(list(flowables))
    return file.getvalue()


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


def _layouts() -> Iterator[Row]:
    both = (" ".join(LEFT), " ".join(RIGHT))
    yield (
        "two columns, one after the other",
        lambda: drawn(lambda c: (lines(c, 72, 760, LEFT), lines(c, 320, 760, RIGHT))[0]),
        both,
    )
    yield "two columns, line by line", lambda: drawn(beside), both
    yield (
        "two columns below a title",
        lambda: drawn(lambda c: (c.drawString(72, 790, "Data engineer"), beside(c))[0]),
        ("Data engineer", *both),
    )
    yield "dark side", dark, ("Python", "SQL", "Kafka", " ".join(RIGHT))
    yield (
        "table",
        lambda: flowed(Table([["Skill", "Level"], ["Python", "Expert"], ["Apache Spark", "Basics"]])),
        ("Skill\tLevel", "Python\tExpert", "Apache Spark\tBasics"),
    )
    yield "table drawn by columns", by_columns, ("Python", "Spark", "Expert", "Basics")
    yield (
        "dates on the right",
        dates,
        ("Data engineer\t2019 – 2023", "Built pipelines in Python.", "Analyst\t2016 – 2019"),
    )
    yield "dates on the right, drawn first", dates_first, ("Data engineer\t2019 – 2023", "Analyst\t2016 – 2019")
    yield (
        "dates on the left",
        dates_on_the_left,
        ("2019 – 2023\tData engineer", "2016 – 2019\tAnalyst", "2014 – 2016\tIntern"),
    )
    yield (
        "words cut at line ends",
        lambda: drawn(
            lambda c: lines(
                c, 72, 760, ["Devel-", "oped front-", "end code and data pipe-", "lines with real-", "time alerts."]
            )
        ),
        ("Developed front-end code and data pipelines with real-time alerts.",),
    )
    yield "lines in any order", shuffled, tuple(LINES[number] for number in range(30))


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


def photo() -> ImageReader:
    return ImageReader(Image.new("RGB", (60, 60), "grey"))


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


def beside(canvas: Canvas) -> None:
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        canvas.drawString(72, 760 - number * 16, left)
        canvas.drawString(320, 760 - number * 16, right)


def dark() -> bytes:
    """A dark side with white skills, beside black text: both are to be seen."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colors.darkblue)
        canvas.rect(0, 0, 200, 842, fill=1, stroke=0)
        canvas.setFillColor(colors.white)
        lines(canvas, 40, 760, ["Python", "SQL", "Kafka"])
        canvas.setFillColor(colors.black)
        lines(canvas, 230, 760, RIGHT)

    return drawn(draw)


def by_columns() -> bytes:
    return drawn(
        lambda canvas: (lines(canvas, 72, 700, ["Python", "Spark"]), lines(canvas, 300, 700, ["Expert", "Basics"]))[0]
    )


def dates() -> bytes:
    def draw(canvas: Canvas) -> None:
        for top, title, time in ((760, "Data engineer", "2019 – 2023"), (680, "Analyst", "2016 – 2019")):
            canvas.drawString(72, top, title)
            canvas.drawRightString(520, top, time)
            canvas.drawString(72, top - 16, "Built pipelines in Python.")

    return drawn(draw)


def dates_first() -> bytes:
    def draw(canvas: Canvas) -> None:
        for top, title, time in ((760, "Data engineer", "2019 – 2023"), (680, "Analyst", "2016 – 2019")):
            canvas.drawRightString(520, top, time)
            canvas.drawString(72, top, title)

    return drawn(draw)


def dates_on_the_left() -> bytes:
    rows = (
        ("2019 – 2023", "Data engineer"),
        ("2016 – 2019", "Analyst"),
        ("2014 – 2016", "Intern"),
        ("2013 – 2014", "Tutor"),
        ("2012 – 2013", "Clerk"),
    )

    def draw(canvas: Canvas) -> None:
        for number, (time, title) in enumerate(rows):
            canvas.drawString(72, 760 - number * 40, time)
            canvas.drawString(200, 760 - number * 40, title)

    return drawn(draw)


def shuffled() -> bytes:
    """A page whose lines stand in the file in an order that means nothing."""
    order = sorted(range(30), key=lambda number: number * 7 % 30 + number % 2 * 15)

    def draw(canvas: Canvas) -> None:
        for number in order:
            canvas.drawString(50, 800 - number * 20, LINES[number])

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
