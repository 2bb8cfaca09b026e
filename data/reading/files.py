"""What a file really is, whatever its name says, and the faults of a file as a whole."""

from __future__ import annotations

import errno
import hashlib
import mmap
import re
import zipfile
from enum import Enum, auto
from pathlib import Path

from data.reading.problems import Problem, Refused
from data.settings import Settings

MEGABYTE = 1_000_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins, in either order of bytes."""
NO_TABLE = ("不是能识别的表格文件", "请报送 .xlsx、.csv、.zip 或 .parquet 文件")
"""Rule and remedy for what no program would show as a table."""
_HEAD = 1 << 16
_ENTRIES, _SIZE_OF_LIST = 4, 5
_SHORTEST_ENTRY, _LARGEST_LIST = 46, 5 * MEGABYTE
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r\x1a"})
_MOST_CONTROLS = 0.01  # share of a text's beginning; more is not text
_AS_WORKBOOK = "用 Excel 或 WPS 打开，另存为 .xlsx 后再试"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    rb"\s*(<(\?xml|!doctype|!--|html|head|meta|style|body|table|workbook)\b|<!--|mime-version:)", re.IGNORECASE
)
_FOREIGN = {
    b"%PDF": ("是 PDF 文件，不是表格", "请报送原来的表格"),
    b"Rar!": ("是 RAR 压缩包，不能读取", "解压后直接选择其中的表格，或改用 .zip 压缩"),
    b"7z\xbc\xaf": ("是 7z 压缩包，不能读取", "解压后直接选择其中的表格，或改用 .zip 压缩"),
    b"\x1f\x8b": ("是 gzip 压缩包，不能读取", "解压后直接选择其中的表格，或改用 .zip 压缩"),
    b"{\\rtf": ("是文字文档，不是表格", _AS_WORKBOOK),
}


# What a picture begins with, by its kind: at the first byte, or at another one.
_PICTURES = {
    "JPEG": ((0, b"\xff\xd8\xff"),),
    "PNG": ((0, b"\x89PNG"),),
    "WEBP": ((0, b"RIFF"), (8, b"WEBP")),
    "HEIC": ((4, b"ftyp"),),
    "GIF": ((0, b"GIF8"),),
    "BMP": ((0, b"BM"), (6, bytes(4))),
    "TIFF": ((0, b"II*\0"),),
}


class Kind(Enum):
    """The kinds of files that can be landed."""

    TEXT = auto()
    WORKBOOK = auto()
    ARCHIVE = auto()
    PARQUET = auto()
    PICTURE = auto()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refusal(file: str, rule: str, remedy: str, *, row: int | None = None, sheet: str = "") -> Refused:
    """A fault that lets nothing of the file be read, ready to be raised."""
    return Refused([Problem(file, row, None, None, rule, remedy, sheet=sheet)])


def system_refusal(file: str, error: OSError) -> Refused:
    """What the system said when the file was opened or a temporary copy written."""
    rules = {
        errno.ENOENT: ("找不到这个文件", "核对路径和文件名"),
        errno.ENOSPC: ("磁盘空间不足，无法读取", "清理磁盘后再试；已有数据没有改变"),
        errno.EACCES: ("没有读取这个文件的权限，或它正被其他程序占用", "关闭占用它的程序，或另存一份后再试"),
        errno.EPERM: ("没有读取这个文件的权限，或它正被其他程序占用", "关闭占用它的程序，或另存一份后再试"),
        errno.EROFS: ("临时文件夹只读，无法读取", "请管理员检查临时文件夹的权限；已有数据没有改变"),
    }
    return refusal(file, *rules.get(error.errno or 0, ("文件无法读取", "核对磁盘或网络位置，另存一份后再试")))


def kind_of(path: Path, name: str, settings: Settings) -> Kind:
    """What kind of file it is, by its content.

    Args:
        path: the file.
        name: as the user knows it.
        settings: how large a file may be.

    Raises:
        Refused: it cannot be opened, is empty or too large, or is nothing that rows can be read from.
    """
    try:
        head = _head_of(path, name, settings)
        if head.startswith(_OLE):
            raise refusal(name, *_old_office_fault(path, name))
    except OSError as error:
        raise system_refusal(name, error) from None
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path, name)
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if picture_kind(head):
        return Kind.PICTURE
    for signature, fault in _FOREIGN.items():
        if head.startswith(signature):
            raise refusal(name, *fault)
    _require_text(head, name)
    return Kind.TEXT


def picture_kind(head: bytes) -> str:
    """What kind of picture a file is that begins so; empty where it is none."""
    marks = _PICTURES.items()
    return next((kind for kind, told in marks if all(head.startswith(mark, at) for at, mark in told)), "")


def _head_of(path: Path, name: str, settings: Settings) -> bytes:
    if path.exists() and not path.is_file():
        raise refusal(name, "是文件夹，不是文件", "请选择其中的文件")
    size = path.stat().st_size
    if size > settings.largest_file_mb * MEGABYTE:
        rule = f"文件有 {size / MEGABYTE:,.1f} MB，超过 {settings.largest_file_mb:,g} MB 的上限"
        raise refusal(name, rule, "拆成几个文件分别导入；确需更大时请管理员调高设置 DASHBOARD_LARGEST_FILE_MB")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if size <= len(head) and not _as_utf8(head).strip(b"\xef\xbb\xbf \t\r\n\v\f"):
        raise refusal(name, "文件是空的", "核对是否选对了文件，填好后再试")
    return head


def _old_office_fault(path: Path, name: str) -> tuple[str, str]:
    """The container of old Office files also holds workbooks with a password and those of WPS."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return "工作簿设有打开密码，不能读取", "用 Excel 或 WPS 取消打开密码，保存后再试"
    suffix = Path(name).suffix.lower()
    if suffix in {".et", ".wps", ".ett"}:
        return f"是 WPS 格式（{suffix}），不能读取", "用 WPS 打开，另存为 .xlsx 后再试"
    said = "" if suffix in {".xls", ".xlt"} else f"，只是扩展名写成了 {suffix or '空'}"
    return f"是旧版 Office 文件（.xls）{said}，不能读取", _AS_WORKBOOK


def _kind_of_zip(path: Path, name: str) -> Kind:
    """A workbook is a zip too, as are documents of other programs."""
    _require_short_directory(path, name)
    try:
        with zipfile.ZipFile(path) as archive:
            names = {entry.lower().replace("\\", "/") for entry in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise refusal(name, "文件不完整或已损坏，打不开", "重新保存或重新传送这个文件后再试") from None
    if "[content_types].xml" not in names:
        if "mimetype" in names and "content.xml" in names:
            raise refusal(name, "是 OpenDocument 文件（.ods 等），不能读取", _AS_WORKBOOK)
        return Kind.ARCHIVE
    if "xl/workbook.bin" in names:
        raise refusal(name, "是二进制工作簿（.xlsb），不能读取", _AS_WORKBOOK)
    if not any(entry.startswith("xl/") for entry in names):
        raise refusal(name, "是 Office 文档，但不是工作簿", "请报送 .xlsx 或 .csv 表格")
    if any(entry.endswith("vbaproject.bin") for entry in names) or Path(name).suffix.lower() in {".xlsm", ".xltm"}:
        raise refusal(name, "工作簿带有宏，为安全起见不读取", "用 Excel 或 WPS 另存为不带宏的 .xlsx 后再试")
    return Kind.WORKBOOK


def _require_short_directory(path: Path, name: str) -> None:
    """Refuse a zip whose list of contents is no list of files that anybody has made: Python holds all of it."""
    with path.open("rb") as file:
        try:
            end = zipfile._EndRecData(file)  # type: ignore[attr-defined]  # noqa: SLF001 - it reads the list from there
        except (zipfile.BadZipFile, OSError, ValueError):
            return  # which opening it will say
    if end and max(end[_SIZE_OF_LIST], end[_ENTRIES] * _SHORTEST_ENTRY) > _LARGEST_LIST:
        raise refusal(name, "压缩包里的文件名目录过大，疑似恶意压缩包", "重新压缩原来的表格，或直接选择表格文件")


def _require_text(head: bytes, name: str) -> None:
    text = _as_utf8(head)
    if _MARKUP.match(text.removeprefix(b"\xef\xbb\xbf")):
        raise refusal(name, "内容是网页或 XML，不是表格（有的系统导出时把网页存成 .xls 或 .csv）", _AS_WORKBOOK)
    controls = len(text) - len(text.translate(None, _CONTROLS))
    if b"\0" in text or controls > _MOST_CONTROLS * len(text):
        raise refusal(name, *NO_TABLE)


def _as_utf8(head: bytes) -> bytes:
    """Text in UTF-16 has a zero in every Latin letter; what it says is looked at as UTF-8."""
    if head.startswith(UTF_16):
        return head.decode("utf-16", errors="ignore").encode(errors="ignore")
    return head
