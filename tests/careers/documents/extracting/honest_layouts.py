"""Honest PDF files whose words stand beside each other: columns, tables, dates at an edge."""

from collections.abc import Iterator

from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from careers.documents.extracting import Kind
from tests.careers.documents.extracting.drawing import LEFT, LINES, RIGHT, Row, drawn, flowed, lines
from tests.careers.documents.extracting.honest import Honest


def files() -> Iterator[Honest]:
    for name, make, words in _layouts():
        yield Honest(f"PDF, {name}", make, Kind.PDF, words)


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
