"""Office files without a clock: their archives carry the time of the version, so that the same version gives the same bytes."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from queries.reports.texts import clean

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
AUTHOR = "宁波市文明典范社区创建看板"
_EARLIEST = 1980  # the first year that an archive can hold


def describe(properties: Any, title: str, mark: str, at: datetime) -> None:  # noqa: ANN401 - no types
    """Set the properties of an office file: what it is, from whom, and the time of the version as its only time."""
    properties.title = clean(f"{title}{'（演示数据）' if mark else ''}")[:200]
    properties.author = properties.last_modified_by = AUTHOR
    properties.language, properties.revision = "zh-CN", 1
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def settled(content: bytes, at: datetime) -> bytes:
    """The same file with every time inside it set to ``at``; workbooks within it (the data of charts) as well."""
    at = at.astimezone(UTC)
    written = f"{at:%Y-%m-%dT%H:%M:%SZ}".encode()
    date = (at.year, at.month, at.day, at.hour, at.minute, at.second) if at.year >= _EARLIEST else (1980, 1, 1, 0, 0, 0)
    result = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(result, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            part = before.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _MOMENT.sub(rb"\g<1>" + written + rb"\g<2>", part)
            elif entry.filename.endswith(".xlsx"):
                part = settled(part, at)
            info = ZipInfo(entry.filename, date)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            after.writestr(info, part)
    return result.getvalue()
