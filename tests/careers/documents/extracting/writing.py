"""Writers of files, down to single bytes: what a library that means well refuses to write."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "Builds data pipelines in Python and PostgreSQL."


def archive(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx_parts(body: str = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>", *, main: str = MAIN) -> dict[str, bytes]:
    """The parts that a DOCX file cannot do without."""
    return {
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ).encode(),
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ).encode(),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode(),
    }


def docx(body: str = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>", **parts: bytes) -> bytes:
    return archive(docx_parts(body) | {name.replace("__", "/"): content for name, content in parts.items()})


def odt(body: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A file as LibreOffice writes it, with this text."""
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return archive(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()} | dict(parts or {})
    )


def stream(content: bytes, keys: str = "") -> bytes:
    """A stream of a PDF, as it is."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), keys.encode(), content)


def deflated(content: bytes, keys: str = "") -> bytes:
    return stream(zlib.compress(content, 9), f"/Filter /FlateDecode {keys}")


def pdf(objects: Iterable[bytes], *, header: bytes = b"%PDF-1.7\n", trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = bytearray(header), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(places) + 1,
        trailer.encode(),
        start,
    )
    return bytes(out)


def shown(words: str = WORDS, more: str = "") -> bytes:
    """What paints words, and more, on a page."""
    return f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET {more}".encode("latin-1")


def page(
    content: bytes | None = None,
    *,
    more: Iterable[bytes] = (),
    catalogue: str = "",
    keys: str = "",
    resources: str = "",
    font: str = "",
    header: bytes = b"%PDF-1.7\n",
    trailer: str = "",
) -> bytes:
    """A PDF with one page. `content` is the object of its content, and objects of `more` are numbered from 6."""
    box = "" if "/MediaBox" in keys else "/MediaBox [0 0 595 842]"
    return pdf(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                f"<< /Type /Page /Parent 2 0 R {box} /Contents 5 0 R "
                f"/Resources << /Font << /F1 4 0 R >> {resources} >> {keys} >>"
            ).encode(),
            f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding {font} >>".encode(),
            content if content is not None else stream(shown()),
            *more,
        ],
        header=header,
        trailer=trailer,
    )


def directory(names: Iterable[bytes], *, size: int = 0, packed: int = 0, spread: bool = False) -> bytes:
    """A zip whose directory lists any number of files that all begin at the same place, or one after the other."""
    local = b"PK\x03\x04" + struct.pack("<HHHHHLLLHH", 20, 0, 0, 0, 0, 0, packed, size, 1, 0) + b"a"
    entries, count = bytearray(), 0
    for count, name in enumerate(names, 1):
        place = count * len(local) if spread else 0
        fields = (20, 20, 0, 0, 0, 0, 0, packed, size, len(name), 0, 0, 0, 0, 0, place)
        entries += b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", *fields) + name
    end = struct.pack("<HHHHLLH", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), len(entries), len(local), 0)
    return local + bytes(entries) + b"PK\x05\x06" + end
