"""Find out by its content, never by its name, what kind of list a file is."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path

from msgspec import Struct

from setter.domain.errors import Wrong

SAMPLE = 1 << 16
_MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
)
_TEXT_MAGIC = (("<", "a web page or XML"), ("BEGIN:VCARD", "a vCard file"), ("BEGIN:VCALENDAR", "a calendar"))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JSON = re.compile(r'\s*(?:\[\s*(?:[\[{\]]|$)|\{\s*(?:["}]|$))')
_SINGLE = re.compile(r'-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|"(?:[^"\\\n]|\\.)*"')
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_HINT = "Give a CSV, TSV, JSON, NDJSON or spreadsheet file."


class Sniffed(Struct, frozen=True):
    """What the first 64 kB say: `kind` is "sheet", "json" or "delimited"; `size` is the file's bytes."""

    path: Path
    kind: str
    size: int
    encoding: str = ""
    guessed: bool = True
    sample: str = ""
    old_mac: bool = False


def sniff(path: Path, encoding: str | None = None) -> Sniffed:
    """Look at a file's beginning; raises Wrong where it cannot be read or cannot be a list."""
    size, head = _head(path)
    if not head.strip(b" \t\r\n\f\xef\xbb\xbf"):
        raise Wrong("empty_file", "The file is empty.", str(path), _HINT)
    if head.startswith((_ZIP, _OLE)):
        return Sniffed(path, "sheet", size)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise Wrong("not_a_list", f"The file is {name}, not a list.", str(path), _HINT)
    found = _known_encoding(encoding, head, path) if encoding else _guessed_encoding(head, path)
    sample = _decoded(head, found, whole=size <= SAMPLE)
    start = sample.lstrip("\ufeff \t\r\n")
    for mark, name in _TEXT_MAGIC:
        if start[:20].upper().startswith(mark):
            raise Wrong("not_a_list", f"The file is {name}, not a list.", str(path), _HINT)
    if size <= SAMPLE and _is_single_value(start):
        raise Wrong("not_a_list", "The JSON holds no list of objects.", str(path), 'Give [{"name": …}, …].')
    kind = "json" if _JSON.match(start) else "delimited"
    old_mac = "\r" in sample and "\n" not in sample
    return Sniffed(path, kind, size, found, encoding is None, sample.removeprefix("\ufeff"), old_mac)


def _is_single_value(text: str) -> bool:
    """Say whether the whole text is one JSON value that holds nothing: 42, true, null or a word in quotes."""
    return bool(_SINGLE.fullmatch(text.strip()))


def unreadable(path: Path, error: OSError | ValueError) -> Wrong:
    """Say in a sentence why the system does not give us a file."""
    reasons: dict[type[Exception], str] = {
        FileNotFoundError: "There is no such file.",
        IsADirectoryError: "This is a folder, not a file.",
        PermissionError: "The file may not be read: permission denied.",
    }
    reason = reasons.get(type(error)) or f"The file cannot be read: {getattr(error, 'strerror', '') or 'bad name'}."
    return Wrong("unreadable_file", reason, str(path).replace("\0", "�"), "Check the path and who may read it.")


def _head(path: Path) -> tuple[int, bytes]:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(status.st_mode):
            raise Wrong("unreadable_file", "This is no regular file.", str(path), "Save the list to a file first.")
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_size, file.read(SAMPLE)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def _known_encoding(encoding: str, head: bytes, path: Path) -> str:
    try:
        if not getattr(codecs.lookup(encoding), "_is_text_encoding", True):
            raise LookupError
        head.decode(encoding, "replace")
    except (LookupError, UnicodeError, ValueError):
        hint = "Try utf-8, cp1252, latin-1 or utf-16-le."
        raise Wrong("unknown_encoding", f"«{encoding}» is no encoding for text.", str(path), hint) from None
    return codecs.lookup(encoding).name


def _guessed_encoding(head: bytes, path: Path) -> str:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    wide = _wide_encoding(head)
    if wide:
        return wide
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls >= 4 and controls > len(head) / 20:
        hint = f"{_HINT} If it is text, say in which encoding: --encoding utf-16-le, for example."
        raise Wrong("not_a_list", "The file is binary data, not a list.", str(path), hint)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _wide_encoding(head: bytes) -> str:
    """Find UTF-16 without a byte order mark by its NULs, which stand in every other place; "" where it is not that."""
    half = len(head) // 2
    first, second = head[: 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if half >= 4 and second > half * 0.4 and first < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if half >= 4 and first > half * 0.4 and second < half * 0.05 else ""


def _decoded(head: bytes, encoding: str, whole: bool) -> str:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return decoder.decode(head, final=whole)
