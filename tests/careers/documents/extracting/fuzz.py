"""Changes honest files at random and reads them: python -m tests.careers.documents.extracting.fuzz COUNT [SEED]

Each reader runs in its own process, as uploads do. Prints every outcome with its number, and fails if a process ended
as none may: over the bars of time or memory, by reaching out, or by a fault of ours.
"""

import collections
import contextlib
import io
import json
import random
import signal
import sys
import zipfile
from collections.abc import Mapping

from careers.documents.extracting import Refused
from careers.documents.extracting.limits import FILE
from careers.documents.extracting.running import Ended
from tests.careers.documents.extracting import corpus, honest, measured
from tests.careers.documents.extracting.test_files import BAR, SECONDS

_AT_ONCE = 200
_SMALL = 300_000  # bytes of the hostile files that are changed too
_NUMBERS = (b"0", b"-1", b"65536", b"4294967295", b"99999999999999999999", b"1e30")


def changed(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """A file with one to eight changes; of an archive, as a rule, one of the files in it."""
    if content[:4] == b"PK\x03\x04" and chance.random() < 0.8:
        with contextlib.suppress(zipfile.BadZipFile, RuntimeError, NotImplementedError, IndexError, EOFError):
            return _inside(content, other, chance)
    out = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        _change(out, other, chance)
    return bytes(out[:FILE]) or b"x"


def _change(out: bytearray, other: bytes, chance: random.Random) -> None:
    at = chance.randrange(len(out) + 1)
    size = chance.choice((1, 4, 40, 400))
    match chance.randrange(6):
        case 0:
            out[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            del out[at : at + size]
        case 2:
            out[at:at] = out[at : at + size] * chance.choice((1, 2, 100))
        case 3:
            start = chance.randrange(len(other) + 1)
            out[at : at + size] = other[start : start + size]
        case 4:
            out[at : at + chance.randint(1, 5)] = chance.choice(_NUMBERS)
        case _:
            out[at : at + size] = chance.randbytes(size)


def _inside(content: bytes, other: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    part = bytearray(parts[name])
    for _ in range(chance.randint(1, 8)):
        _change(part, other, chance)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, before in parts.items():
            archive.writestr(one, bytes(part) if one == name else before)
    return file.getvalue()[:FILE]


def outcome(ended: Ended) -> str:
    """The kind that was read, the reason of a refusal, or what went wrong, in capitals."""
    if ended.cpu > SECONDS or ended.peak > BAR:
        return f"OVER A BAR: {ended.cpu:.2f} s, {ended.peak / 1e6:.0f} MB"
    if ended.code == -signal.SIGSYS:
        return "REACHED OUT"
    try:
        out = measured.outcome(ended)
    except RuntimeError as error:
        return f"FAULT OF OURS: {error}"
    if isinstance(out, Refused):
        return f"refused: {out.reason}" + (f", signal {-ended.code}" if ended.code else "")
    return f"read: {out.kind}"


def main(count: int, seed: int) -> int:
    chance = random.Random(seed)
    small = [content for one in corpus.hostile() if not one.is_bomb and len(content := one.make()) <= _SMALL]
    files = [*(one.make() for one in honest.files()), *filter(None, small)]
    told: collections.Counter[str] = collections.Counter()
    slowest, largest = 0.0, 0
    for start in range(0, count, _AT_ONCE):
        inputs: Mapping[str, bytes] = {
            str(number): changed(chance.choice(files), chance.choice(files), chance)
            for number in range(start, min(count, start + _AT_ONCE))
        }
        for ended in measured.measure(inputs).values():
            told[outcome(ended)] += 1
            slowest, largest = max(slowest, ended.cpu), max(largest, ended.peak)
    for words, number in told.most_common():
        print(f"{number:>6}  {words}")
    wrong = sum(number for words, number in told.items() if words[:2].isupper())
    print(json.dumps({"n": count, "seed": seed, "wrong": wrong, "slowest": round(slowest, 2), "largest": largest}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
