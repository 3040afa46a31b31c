"""The face: a file in, text out, or a sentence that says what to do."""

import pytest

from careers.documents.extracting import Kind, Reason, Refused, extract


def test_a_text_file_comes_out_whole() -> None:
    assert extract("Zoë builds pipelines in Python.\n".encode(), name="cv.txt") == (
        Kind.TEXT,
        "Zoë builds pipelines in Python.",
        (),
        (),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", Reason.EMPTY), (b" \n", Reason.NO_TEXT), (b"%PDF-1.7\n", Reason.BROKEN), (b"{\\rtf1 a}", Reason.RTF)],
)
def test_a_refused_file_says_what_to_do(content: bytes, reason: Reason) -> None:
    with pytest.raises(Refused, match="paste the text of your CV") as refused:
        extract(content, name="cv.pdf")
    assert refused.value.reason is reason
