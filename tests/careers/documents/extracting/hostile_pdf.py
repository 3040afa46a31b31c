"""PDF files that mean harm, each with what has to come of it: a reason, or None if its text is read."""

import io
import zlib
from collections.abc import Callable, Iterator

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from careers.documents.extracting import Reason
from tests.careers.documents.extracting.writing import WORDS, deflated, page, pdf, shown, stream

Case = tuple[str, Callable[[], bytes], Reason | None]
_ELSEWHERE = "http://127.0.0.1:9/canary"
_BIG = 200_000_000
_FLOOD = "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceGray"
_DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
)
_IMAGE = {"resources": "/XObject << /X 6 0 R >>", "content": stream(shown(more="/X Do"))}


def cases() -> Iterator[Case]:
    yield from _bombs()
    yield from _circles()
    yield from _many()
    yield from _floods()
    yield from _locked()
    yield from _actions()
    yield from _broken()


def _bombs() -> Iterator[Case]:
    yield "stacked Flate", lambda: page(stacked(), more=[deflated(b"")]), Reason.TOOK_TOO_LONG
    yield "Flate", lambda: page(deflated(shown(more=" " * _BIG))), Reason.TOOK_TOO_LONG
    yield "LZW", lambda: page(stream(lzw(), "/Filter /LZWDecode")), Reason.TOOK_TOO_LONG
    yield "RunLength", lambda: page(stream(b"\x81 " * 2_000_000, "/Filter /RunLengthDecode")), Reason.NO_TEXT
    yield "Brotli", lambda: page(stream(bytes(10_000), "/Filter /BrotliDecode")), Reason.NO_TEXT
    yield "padded Flate", lambda: page(stream(zlib.compress(shown()) + bytes(4_000_000), "/Filter /FlateDecode")), None
    yield "object stream", object_stream, Reason.TOOK_TOO_LONG


def _circles() -> Iterator[Case]:
    yield "xref that names itself", xref_loop, None
    yield "previous xref in a circle", lambda: page(trailer="/Prev 9"), None
    yield "page tree in a circle", page_circle, Reason.BROKEN
    yield "form that paints itself", lambda: page(stream(shown(more="/X Do")), more=[form("/X Do")], **_x()), None
    yield "forms that paint each other", ping_pong, Reason.TOOK_TOO_LONG
    yield "length in a circle", lambda: page(b"<< /Length 5 0 R >>\nstream\n" + shown() + b"\nendstream"), None


def _many() -> Iterator[Case]:
    yield "a million pages", lambda: tree(6), Reason.TOO_MANY_PAGES
    yield "pages that are not there", lambda: counted(1_000_000), Reason.TOO_MANY_PAGES
    yield "31 pages", lambda: counted(31), Reason.TOO_MANY_PAGES
    yield "110,000 objects", lambda: page(more=[b"0"] * 110_000), None
    yield "deep arrays", lambda: page(more=[b"[" * 1_000_000]), None
    yield "deep dictionaries", lambda: page(keys="/A " + "<< /A " * 100_000 + ">> " * 100_000), None
    yield "deep states", lambda: page(deflated(shown(more="q " * 5_000_000))), Reason.TOOK_TOO_LONG
    yield "a million letters", lambda: page(deflated(shown("a" * 1_000_000))), Reason.SCRAMBLED
    yield (
        "a million pieces",
        lambda: page(deflated(shown(more="BT /F1 1 Tf (a) Tj ET " * 1_000_000))),
        Reason.TOOK_TOO_LONG,
    )
    yield "a million lines", lambda: page(deflated(shown(more="0 0 m 9 9 l S " * 1_000_000))), Reason.TOOK_TOO_LONG


def _floods() -> Iterator[Case]:
    yield "huge page", lambda: page(keys="/MediaBox [0 0 1e30 1e30]"), None
    yield "page of no size", lambda: page(keys="/MediaBox [0 0 0 0]"), None
    yield "giant inline picture", inline_picture, None
    yield (
        "JBIG2 flood",
        lambda: page(more=[stream(b"\x97JB2" + bytes(50), f"{_FLOOD} /Filter /JBIG2Decode")], **_IMAGE),
        None,
    )
    yield (
        "JPX flood",
        lambda: page(more=[stream(b"\xff\x4f\xff\x51" + b"\xff" * 60, f"{_FLOOD} /Filter /JPXDecode")], **_IMAGE),
        None,
    )
    yield "picture of a terabyte", lambda: page(more=[deflated(bytes(9_000_000), _FLOOD)], **_IMAGE), None
    yield "widths without end", lambda: page(font=f"/FirstChar 0 /LastChar 2000000000 /Widths [{'9 ' * 900_000}]"), None
    yield "wide fonts of CIDs", cid_widths, None
    yield "name of a CMap that is a path", lambda: page(**composite("../../../../var/canary")), None
    yield "font bomb", font_bomb, Reason.TOOK_TOO_LONG
    yield (
        "font of rubbish",
        lambda: page(
            font="/FontDescriptor 6 0 R",
            more=[b"<< /Type /FontDescriptor /FontFile2 7 0 R >>", stream(b"\0\1\0\0" + b"\xff" * 5000)],
        ),
        None,
    )
    yield (
        "sampled function",
        lambda: page(
            more=[
                deflated(
                    b" " * 1_000_000,
                    "/FunctionType 0 /Domain [0 1 0 1 0 1 0 1] /Range [0 1] /Size [9999 9999 9999 9999] "
                    "/BitsPerSample 32",
                )
            ]
        ),
        None,
    )


def _locked() -> Iterator[Case]:
    yield "locked", lambda: locked("secret"), Reason.LOCKED
    yield "locked without a password", lambda: locked(""), None
    yield "unknown lock", lambda: page(trailer="/Encrypt << /Filter /Unknown /V 9 >>"), Reason.LOCKED


def _actions() -> Iterator[Case]:
    """Yield files that would do something when opened in a viewer that lets them."""
    actions = {
        "JavaScript": f"/JS (app.launchURL\\('{_ELSEWHERE}'\\))",
        "Launch": "/F (/usr/bin/touch)",
        "URI": f"/URI ({_ELSEWHERE})",
        "GoToR": f"/F ({_ELSEWHERE}.pdf) /D [0 /Fit]",
        "GoToE": f"/F ({_ELSEWHERE}.pdf) /T << /R /C /N (a) >>",
        "SubmitForm": f"/F << /FS /URL /F ({_ELSEWHERE}) >>",
        "ImportData": f"/F ({_ELSEWHERE}.fdf)",
        "Thread": f"/F ({_ELSEWHERE}.pdf) /D 0",
    }
    for name, keys in actions.items():
        yield name, lambda name=name, keys=keys: page(catalogue=f"/OpenAction << /S /{name} {keys} >>"), None
    yield (
        "XFA",
        lambda: page(
            catalogue="/AcroForm << /XFA 6 0 R >>",
            more=[stream(b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><xdp>&a;</xdp>')],
        ),
        None,
    )
    yield "content elsewhere", lambda: page(stream(b"", f"/F << /FS /URL /F ({_ELSEWHERE}) >>")), Reason.NO_TEXT
    yield "content in a file", lambda: page(stream(b"", "/F (/etc/passwd)")), Reason.NO_TEXT
    yield (
        "program inside",
        lambda: page(
            catalogue="/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>",
            more=[b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>", stream(b"MZ" + bytes(500))],
        ),
        None,
    )
    yield (
        "test virus inside",
        lambda: page(more=[stream(b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")]),
        None,
    )
    yield (
        "changed afterwards",
        lambda: page() + b"\n5 0 obj\n<< /JS (a) >>\nendobj\nstartxref\n0\n%%EOF\n",
        Reason.NO_TEXT,
    )


def _broken() -> Iterator[Case]:
    yield "mark at byte 900", lambda: page(header=b"x" * 900 + b"%PDF-1.7\n"), None
    yield "mark at byte 2000", lambda: page(header=b"\0" * 2000 + b"%PDF-1.7\n"), Reason.OTHER
    yield "wrong version", lambda: page(header=b"%PDF-9.9\n"), None
    yield "truncated", lambda: page()[:300], Reason.BROKEN
    yield "mark alone", lambda: b"%PDF-1.4", Reason.BROKEN
    yield "rubbish after the mark", lambda: b"%PDF-1.4\n" + rubbish(200_000), Reason.BROKEN
    yield (
        "no page",
        lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
        Reason.BROKEN,
    )
    yield "page without content", lambda: page(stream(b"")), Reason.NO_TEXT
    yield "white text", lambda: page(stream(b"1 g " + shown())), None
    yield (
        "text that is never painted",
        lambda: page(stream(b"BT 3 Tr /F1 12 Tf 72 700 Td (" + WORDS.encode() + b") Tj ET")),
        None,
    )
    yield (
        "text behind a picture",
        lambda: page(
            more=[
                stream(
                    b"\0" * 9,
                    "/Type /XObject /Subtype /Image /Width 3 /Height 3 /BitsPerComponent 8 /ColorSpace /DeviceGray",
                )
            ],
            resources="/XObject << /X 6 0 R >>",
            content=stream(shown(more="q 500 0 0 200 50 650 cm /X Do Q")),
        ),
        None,
    )
    yield "letters that lie", lambda: page(deflated(shown(WORDS * 10)), **lying(0x0001)), Reason.FONTS
    yield "letters of private use", lambda: page(deflated(shown(WORDS * 10)), **lying(0xE000)), Reason.FONTS


def _x() -> dict[str, str]:
    return {"resources": "/XObject << /X 6 0 R >>"}


def form(content: str, number: int = 6) -> bytes:
    return stream(
        content.encode(),
        f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {number} 0 R >> >>",
    )


def ping_pong() -> bytes:
    """Forms that paint the next one twice, thirty deep."""
    forms = [form("/X Do /X Do", 7 + number) for number in range(30)]
    return page(stream(shown(more="/X Do")), more=[*forms, form("")], **_x())


def stacked() -> bytes:
    content = bytes(1_000_000_000)
    packed = zlib.compress(content, 9)
    return stream(zlib.compress(packed, 9), "/Filter [/FlateDecode /FlateDecode]")


def lzw() -> bytes:
    """About 700 MB of blanks: each code stands for one blank more than the one before, until the table is full."""
    bits, width = [f"{256:09b}", f"{32:09b}"], 9
    for code in range(258, 4094):
        bits.append(f"{code:0{width}b}")
        width = 9 + (code >= 510) + (code >= 1022) + (code >= 2046)
    once = "".join([*bits, f"{256:012b}"])
    whole = once * 8  # ends on a whole byte
    return int(whole, 2).to_bytes(len(whole) // 8, "big") * 12


def object_stream() -> bytes:
    head = b" ".join(b"%d %d" % (number, 0) for number in range(10, 1000))
    content = deflated(head + b" " * _BIG, f"/Type /ObjStm /N 990 /First {len(head)}")
    table = deflated(b"".join(b"\x02\x00\x06\x00" for _ in range(10)), "/Type /XRef /Size 10 /W [1 2 1] /Root 1 0 R")
    body = pdf([b"null", b"null", b"null", b"null", b"null", content])
    start = len(body)
    return body + b"7 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF" % start


def xref_loop() -> bytes:
    content = page()
    start = content.rindex(b"xref\n0")
    return content.replace(b"/Root", b"/Prev %d /XRefStm %d /Root" % (start, start))


def page_circle() -> bytes:
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"])


def tree(depth: int) -> bytes:
    """Pages that are all the same one, ten to the power of the depth."""
    nodes = [
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"%d 0 R " % (n + 3) * 10, 10 ** (depth - n))
        for n in range(depth)
    ]
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< /Type /Page /MediaBox [0 0 9 9] >>"])


def counted(count: int) -> bytes:
    return page().replace(b"/Count 1 ", b"/Count %d " % count)


def inline_picture() -> bytes:
    return page(deflated(shown(more="BI /W 60000 /H 60000 /BPC 8 /CS /G ID " + "x" * 1_000_000 + " EI")))


def cid_widths() -> bytes:
    return page(
        stream(b"BT /F1 12 Tf 72 700 Td <00420043> Tj ET"),
        more=[b"%s /W [0 2000000000 9 0 [%s]] >>" % (_DESCENDANT, b"9 " * 900_000)],
        font="/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R]",
    )


def composite(cmap: str) -> dict[str, object]:
    return {
        "content": stream(b"BT /F1 12 Tf 72 700 Td <00420043> Tj ET"),
        "more": [_DESCENDANT + b" >>"],
        "font": f"/Subtype /Type0 /Encoding /{cmap.replace('/', '#2F')} /DescendantFonts [6 0 R]",
    }


def font_bomb() -> bytes:
    return page(
        font="/FontDescriptor 6 0 R",
        more=[b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 7 0 R >>", deflated(bytes(_BIG))],
    )


def locked(password: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(password, ownerPassword="owner", strength=128))
    canvas.drawString(72, 700, WORDS)
    canvas.save()
    return file.getvalue()


def lying(first: int) -> dict[str, object]:
    """A font whose table of letters calls them something else."""
    table = f"1 beginbfrange <20> <7e> <{first:04X}> endbfrange"
    return {
        "font": "/ToUnicode 6 0 R",
        "more": [
            stream(
                (
                    "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
                    f"{table} endcmap end"
                ).encode()
            )
        ],
    }


def rubbish(size: int) -> bytes:
    """Bytes without a pattern, the same every time."""
    return b"".join(zlib.crc32(b"%d" % number).to_bytes(4, "little") for number in range(size // 4))
