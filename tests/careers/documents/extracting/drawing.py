"""What the honest PDF files are drawn with: words, lines and pages."""

import io
from collections.abc import Callable

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate

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


def photo() -> ImageReader:
    return ImageReader(Image.new("RGB", (60, 60), "grey"))
