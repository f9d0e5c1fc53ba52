"""The parts of an XLSX file, unpacked under a cap and free of what could run, refer elsewhere or swell."""

import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import NoReturn
from zipfile import ZipFile, ZipInfo

from django.utils.translation import gettext as _

from .kinds import password_asked
from .limits import MAX_INFLATED_BYTES, MAX_PARTS, MAX_RATIO, RATIO_COUNTS_FROM_BYTES
from .table import BadTable

_CHUNK = 1024 * 1024
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
_PLAIN_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def damaged() -> BadTable:
    """The refusal of a workbook whose inside is not as the format has it."""
    return BadTable(
        _(
            "The workbook is damaged and cannot be read. "
            "Open it in Excel, save it as an Excel workbook (.xlsx) again, and send that."
        )
    )


class Archive:
    """A zip file whose directory has been judged; parts are inflated one by one, and counted while they are.

    The directory of a zip may lie about sizes: it is summed before anything is unpacked, and what comes
    out is counted as well, over all parts of the file.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise damaged() from error
        self._left = MAX_INFLATED_BYTES
        self._parts: dict[str, ZipInfo] = {}
        entries = self._zip.infolist()
        _judge_sizes(entries, len(data))
        for entry in entries:
            name = entry.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or ":" in name or name in self._parts:
                raise damaged()
            if entry.flag_bits & 0x1:
                raise password_asked()
            self._parts[name] = entry
        _judge_names(self)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> list[str]:
        """The names of all parts, with forward slashes."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """One part of XML, inflated within what is left of the cap; BadTable if absent, broken or unsafe."""
        entry = self._parts.get(name)
        if entry is None or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise damaged()
        pieces = []
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        _refuse_swelling()
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            if isinstance(error, BadTable):
                raise
            raise damaged() from error
        return _safe_xml(b"".join(pieces))


def _judge_sizes(entries: list[ZipInfo], packed: int) -> None:
    inflated = sum(entry.file_size for entry in entries)
    swollen = inflated > RATIO_COUNTS_FROM_BYTES and inflated > packed * MAX_RATIO
    if len(entries) > MAX_PARTS or inflated > MAX_INFLATED_BYTES or swollen:
        _refuse_swelling()


def _refuse_swelling() -> NoReturn:
    raise BadTable(
        _(
            "The workbook unpacks to more than %(limit)s MB, which no list needs. "
            "Copy the list alone into a new workbook and send that."
        )
        % {"limit": MAX_INFLATED_BYTES // _CHUNK}
    )


def _judge_names(archive: Archive) -> None:
    names = archive.names()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        refuse_macros()
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise BadTable(
            _(
                "The workbook refers to other files. In Excel choose Data, Edit Links, Break Link, "
                "save it, and send it again."
            )
        )
    if "xl/workbook.bin" in archive:
        raise BadTable(
            _("This is a binary workbook (.xlsb). Open it in Excel and save it as an Excel workbook (.xlsx).")
        )
    if "content.xml" in archive and "mimetype" in archive:
        raise BadTable(
            _("This is an OpenDocument file (.ods). Open it and save it as an Excel workbook (.xlsx) or as CSV.")
        )
    if "[Content_Types].xml" not in archive or any(name.startswith(("word/", "ppt/")) for name in names):
        raise BadTable(
            _(
                "This is not a spreadsheet but another kind of document or a folder of files. "
                "Send the list itself, as an Excel workbook (.xlsx) or CSV."
            )
        )


def refuse_macros() -> NoReturn:
    """Macros are never run; a file that carries them is not taken at all."""
    raise BadTable(
        _("The workbook holds macros (.xlsm). Save it as an Excel workbook without macros (.xlsx), and send that.")
    )


def _safe_xml(part: bytes) -> bytes:
    """The part, if it is UTF-8 and declares nothing: entities that expand need a declaration to do so."""
    part = part.removeprefix(b"\xef\xbb\xbf")
    encoding = _ENCODING.match(part)
    if encoding and encoding[1].lower() not in _PLAIN_ENCODINGS:
        raise damaged()
    if b"\x00" in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise damaged()
    return part
