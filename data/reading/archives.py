"""Archives (.zip, and workbooks, which are zips too): checked before anything is unpacked, never by their own names."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from data.reading.files import MEGABYTE, refusal
from data.reading.pictures import is_named_as_picture, too_many
from data.reading.problems import Refused
from data.settings import Settings

_HIGHEST_RATIO = 200  # tables shrink to a tenth, at most to a fiftieth
_UNSUSPICIOUS = 10 * MEGABYTE  # below, any ratio is harmless
_NAME_IN_UTF_8, _HAS_PASSWORD = 0x800, 0x1
_LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini"}
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def require_little_unpacked(size: int, settings: Settings, file: str) -> None:
    """Refuse what would unpack to too much."""
    if size > settings.largest_unpacked_mb * MEGABYTE:
        rule = f"解压后有 {size / MEGABYTE:,.0f} MB，超过 {settings.largest_unpacked_mb:,g} MB 的上限"
        raise refusal(file, rule, "拆成几个文件分别导入；确需更大时请管理员调高设置 DASHBOARD_LARGEST_UNPACKED_MB")


def require_harmless(path: Path, settings: Settings, file: str) -> list[zipfile.ZipInfo]:
    """The entries of a zip (that opens) which may be unpacked; unpacking itself never exceeds the sizes checked here.

    Raises:
        Refused: it has a password, or would unpack to too much or is made to.
    """
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    require_little_unpacked(sum(entry.file_size for entry in entries), settings, file)
    if any(entry.file_size > max(_UNSUSPICIOUS, _HIGHEST_RATIO * entry.compress_size) for entry in entries):
        raise refusal(file, "压缩比例异常，疑似恶意压缩包", "重新压缩原来的表格，或直接选择表格文件")
    if any(entry.flag_bits & _HAS_PASSWORD for entry in entries):
        raise refusal(file, "压缩包设有密码，不能读取", "去掉密码重新压缩，或直接选择其中的表格")
    return entries


def unpacked_members(path: Path, settings: Settings, file: str) -> Iterator[tuple[str, Path | Refused]]:
    """Each file in an archive: its name as the user knows it, and a temporary copy, which lives until the next one.

    In place of a copy comes the fault of a member that cannot be unpacked.

    Raises:
        Refused: the archive is harmful, empty or has too many files.
    """
    members = [entry for entry in require_harmless(path, settings, file) if _is_meant(_name(entry))]
    if not members:
        raise refusal(file, "压缩包里没有文件", "把需要报送的表格放进压缩包后再试")
    pictures = sum(is_named_as_picture(_name(entry)) for entry in members)
    if pictures > settings.most_photos:
        raise too_many(pictures, settings, file)
    if len(members) - pictures > settings.most_files:
        rule = f"压缩包里有 {len(members) - pictures:,} 个文件，超过 {settings.most_files:,} 个的上限"
        raise refusal(file, rule, "分成几次导入；确需更多时请管理员调高设置 DASHBOARD_MOST_FILES")
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "member"  # never the member's own name, which may lead anywhere
        for entry in members:
            shown = f"{file}/{_name(entry)}"
            try:
                with archive.open(entry) as source, copy.open("wb") as target:
                    shutil.copyfileobj(source, target)
            except _DAMAGED:
                yield shown, refusal(shown, "压缩包里的这个文件已损坏", "重新压缩或重新传送后再试")
            else:
                yield shown, copy


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name; programs in Chinese write it in GB18030 without saying so."""
    if entry.flag_bits & _NAME_IN_UTF_8:
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _is_meant(name: str) -> bool:
    """Whether a clerk put it there: no folder, nothing that systems and office programs leave beside files."""
    parts = PurePosixPath(name).parts
    return not (
        name.endswith("/")
        or "__MACOSX" in parts
        or parts[-1].startswith((".", "~$"))
        or parts[-1].lower() in _LEFT_BY_SYSTEMS
    )
