"""Archives and DOCX files that mean harm, each with what has to come of it: a reason, or None if its text is read."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from careers.documents.extracting import Reason
from tests.careers.documents.extracting.writing import MAIN, WORDS, W, archive, directory, docx, docx_parts

Case = tuple[str, Callable[[], bytes], Reason | None]
_HTTP = "http://127.0.0.1:9/canary"


def cases() -> Iterator[Case]:
    yield "classic bomb", lambda: document(b"<a>" + bytes(51_000_000)), Reason.TOO_MUCH_INSIDE
    yield (
        "overlapping files",
        lambda: directory((b"word/%d" % n for n in range(150)), size=10, packed=10),
        Reason.UNSAFE,
    )
    yield "50,000 files", lambda: directory(b"%d" % n for n in range(50_000)), Reason.TOO_MUCH_INSIDE
    yield "nested archives", nested, Reason.OTHER
    yield "size that lies", lambda: lied(size=100), Reason.BROKEN
    yield "size that boasts", lambda: lied(size=0xFFFF_FFF0), Reason.TOO_MUCH_INSIDE
    yield "zip64", zip64, None
    yield "name that climbs", lambda: archive(docx_parts() | {"../../etc/passwd": b"x"}), Reason.UNSAFE
    yield "name that climbs in Windows", lambda: archive(docx_parts() | {"..\\..\\x": b"x"}), Reason.UNSAFE
    yield "absolute name", lambda: archive(docx_parts() | {"/etc/passwd": b"x"}), Reason.UNSAFE
    yield "name with a drive", lambda: archive(docx_parts() | {"C:/x": b"x"}), Reason.UNSAFE
    yield "link", link, Reason.UNSAFE
    yield "same name twice", twice, Reason.UNSAFE
    yield "encrypted", encrypted, Reason.LOCKED
    yield "truncated", lambda: docx()[:-40], Reason.BROKEN
    yield "wrong checksum", lambda: lied(checksum=1), Reason.BROKEN
    yield "directory and files disagree", disagreeing, Reason.BROKEN
    yield "unknown packing", lambda: archive(docx_parts(), method=zipfile.ZIP_LZMA), Reason.UNSAFE
    yield "PDF and archive in one", lambda: b"%PDF-1.7\n" + docx(), Reason.BROKEN
    yield "HTML and archive in one", lambda: b"<html><script>alert(1)</script>" + docx(), Reason.OTHER
    yield "GIF and archive in one", lambda: b"GIF89a" + docx(), Reason.PICTURE
    yield "rubbish before the archive", lambda: b"\0rubbish" + docx(), Reason.OTHER
    yield "macros", macros, None
    yield "template elsewhere", lambda: related("attachedTemplate", f"{_HTTP}.dotm"), None
    yield "picture elsewhere", lambda: related("image", f"{_HTTP}.png"), None
    yield "embedded object", lambda: docx(word__embeddings__a_bin=b"\xd0\xcf\x11\xe0" + bytes(500)), None
    yield "HTML chunk", chunk, None
    yield "entity from a file", lambda: entity('<!ENTITY a SYSTEM "file:///etc/passwd">'), Reason.UNSAFE
    yield "entity from the network", lambda: entity(f'<!ENTITY a SYSTEM "{_HTTP}">'), Reason.UNSAFE
    yield "parameter entity", lambda: entity(f'<!ENTITY % a SYSTEM "{_HTTP}"> %a;'), Reason.UNSAFE
    yield "document type elsewhere", lambda: document(f'<!DOCTYPE a SYSTEM "{_HTTP}"><a/>'.encode()), Reason.UNSAFE
    yield "billion laughs", lambda: entity(laughs()), Reason.UNSAFE
    yield "quadratic blow-up", lambda: document(quadratic()), Reason.UNSAFE
    yield (
        "document type in UTF-7",
        lambda: document(b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4'),
        Reason.BROKEN,
    )
    yield "document type in UTF-16", lambda: document(_declared("utf-16")), Reason.UNSAFE
    yield "a million deep", lambda: document(b"<a>" * 1_000_000), Reason.UNSAFE
    yield "attribute of 51 MB", lambda: document(b'<a b="' + b"b" * 51_000_000 + b'"/>'), Reason.TOO_MUCH_INSIDE
    yield "attribute of 45 MB", lambda: document(b'<a b="' + b"b" * 45_000_000 + b'"/>'), Reason.TOOK_TOO_LONG
    yield "a million runs", lambda: docx("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 1_000_000 + "</w:p>"), Reason.TOO_LONG
    yield (
        "a million empty runs",
        lambda: docx("<w:p>" + "<w:r><w:t/></w:r>" * 1_000_000 + "</w:p>"),
        Reason.TOOK_TOO_LONG,
    )
    yield (
        "a million attributes",
        lambda: document(b"<a " + b" ".join(b'a%d=""' % n for n in range(1_000_000)) + b"/>"),
        Reason.TOOK_TOO_LONG,
    )
    yield "no document", lambda: archive({"[Content_Types].xml": docx_parts()["[Content_Types].xml"]}), Reason.OTHER
    yield "types that lie", lambda: archive(docx_parts(main="image/png")), Reason.OTHER
    yield "types that bite", lambda: archive(docx_parts() | {"[Content_Types].xml": _declared("utf-8")}), Reason.UNSAFE
    yield (
        "spreadsheet",
        lambda: archive(docx_parts(main=MAIN.replace("wordprocessing", "spreadsheet").replace("document.", "sheet."))),
        Reason.OTHER,
    )
    yield "Pages", lambda: archive({"Index/Document.iwa": b"\0" * 100}), Reason.PAGES


def document(content: bytes) -> bytes:
    """A DOCX whose document is this."""
    return archive(docx_parts() | {"word/document.xml": content})


def entity(declaration: str) -> bytes:
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    return document(f"<!DOCTYPE w:document [{declaration}]>{body}".encode())


def _declared(encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY a "b">]><a>&a;</a>'.encode(encoding)


def laughs() -> str:
    lines = ['<!ENTITY l0 "ha">', *(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))]
    return "".join(lines) + '<!ENTITY a "&l9;">'


def quadratic() -> bytes:
    return b'<!DOCTYPE a [<!ENTITY a "' + b"a" * 100_000 + b'">]><a>' + b"&a;" * 100_000 + b"</a>"


def nested() -> bytes:
    content = b"x" * 1000
    for depth in range(5):
        content = archive({f"{depth}-{n}.zip": content for n in range(10)})
    return content


def lied(*, size: int | None = None, checksum: int | None = None) -> bytes:
    """A DOCX whose document has another size, or checksum, than it says."""
    content = bytearray(archive(docx_parts("<w:p/>" * 1_000_000 if size == 100 else "<w:p/>")))
    for mark, place in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        at = content.rindex(mark) + place
        packed, said = struct.unpack_from("<LL", content, at + 4)
        real = struct.unpack_from("<L", content, at)[0]
        struct.pack_into(
            "<LLL", content, at, real if checksum is None else checksum, packed, said if size is None else size
        )
    return bytes(content)


def zip64() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for name, content in docx_parts().items():
            with zipped.open(name, "w", force_zip64=True) as part:
                part.write(content)
    return file.getvalue()


def link() -> bytes:
    file = io.BytesIO(docx())
    with zipfile.ZipFile(file, "a") as zipped:
        info = zipfile.ZipInfo("word/link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(info, "/etc/passwd")
    return file.getvalue()


def twice() -> bytes:
    return docx(wordXdocument_xml=b"<a/>").replace(b"wordXdocument_xml", b"word/document.xml")


def encrypted() -> bytes:
    content = bytearray(docx())
    content[content.index(b"PK\x03\x04") + 6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def disagreeing() -> bytes:
    content = docx()
    at = content.index(b"word/document.xml")
    return content[:at] + b"word/another1.xml" + content[at + 17 :]


def macros() -> bytes:
    return archive(
        docx_parts(main="application/vnd.ms-word.document.macroEnabled.main+xml")
        | {"word/vbaProject.bin": b"\xd0\xcf" + zlib.compress(WORDS.encode())}
    )


def related(kind: str, target: str) -> bytes:
    """A DOCX that wants something from elsewhere."""
    return docx(
        word____rels__document_xml_rels=(
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" '
            f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
            'TargetMode="External"/></Relationships>'
        ).encode()
    )


def chunk() -> bytes:
    return docx(f"<w:altChunk/><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>", word__chunk_html=b"<script>alert(1)</script>")
