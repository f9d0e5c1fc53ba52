"""What a file is, by its first bytes and never by its name; and a sentence for each kind that is refused."""

import re
from typing import Literal, NoReturn

from django.utils.translation import gettext as _

from .limits import MAX_FILE_BYTES
from .table import BadTable

_MEGABYTE = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"SQLite format 3",
)
_BINARY_IF_ZEROS = (b"BM", b"RIFF", b"MZ", b"OggS", b"ID3")  # which a heading may begin with as well
_HTML = re.compile(rb"\s*(<!doctype\s+html|<html|<head|<body|<table|<meta|<script|<!--|mime-version:)", re.IGNORECASE)


def refuse_if_too_big(size: int) -> None:
    """Refuse by size alone, so that an upload can be turned away before it is read."""
    if size > MAX_FILE_BYTES:
        raise BadTable(
            _(
                "The file has %(size)s MB; a list may have at most %(limit)s MB. "
                "Remove pictures and sheets that are not needed, or divide the list."
            )
            % {"size": f"{size / _MEGABYTE:.1f}", "limit": MAX_FILE_BYTES // _MEGABYTE}
        )


def kind_of(data: bytes) -> Literal["zip", "text"]:
    """Say how `data` is to be read; raise BadTable for what is no list, or one in a form not taken."""
    refuse_if_too_big(len(data))
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xfe\xff") and not data.startswith(b"PK"):
        raise BadTable(_("The file is empty. Choose the file that holds the list."))
    if data.startswith(b"PK"):
        return "zip"
    if data.startswith(_OLE):
        _refuse_ole(data)
    if data.startswith(b"%PDF"):
        raise BadTable(
            _("This is a PDF file. Send the list as an Excel workbook (.xlsx) or as CSV, not as a print of it.")
        )
    media = data[4:8] == b"ftyp" or (data.startswith(_BINARY_IF_ZEROS) and b"\x00" in data[:64])
    if media or data.startswith(_BINARY):
        raise BadTable(
            _("This is not a spreadsheet but a file of another kind. Send an Excel workbook (.xlsx) or CSV.")
        )
    _refuse_markup(data)
    return "text"


def password_asked() -> BadTable:
    """The refusal of a workbook that opens by a password alone."""
    return BadTable(
        _("The workbook is protected by a password. Remove the password in Excel, save it, and send it again.")
    )


def _refuse_ole(data: bytes) -> NoReturn:
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        raise password_asked()
    raise BadTable(
        _(
            "This is a file of an old version of Excel (.xls) or another old document. "
            "Open it in Excel and save it as an Excel workbook (.xlsx)."
        )
    )


def _refuse_markup(data: bytes) -> None:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\x00", b"")[2:]
    if _HTML.match(start):
        raise BadTable(
            _(
                "This is a web page that carries the name of a spreadsheet. "
                "Open it in Excel and save it as an Excel workbook (.xlsx)."
            )
        )
    if start.lstrip().startswith((b"<?xml", b"{\\rtf")):
        raise BadTable(
            _(
                "This is not a spreadsheet that can be read here. "
                "Open it in Excel and save it as an Excel workbook (.xlsx)."
            )
        )
