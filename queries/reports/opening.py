"""The one way to a file: for the button, the route and the command line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import queries
from data.acts import Kind, act
from data.versions.store import Store, StoreError
from queries import catalogue
from queries.database import Database, open_database
from queries.filter_words import filter_words
from queries.parameters import BadParameter, Filters, Withdrawn, read_filters, restrict
from queries.question import Asked
from queries.reports.documents import brief_file, slides_file
from queries.reports.facts import facts
from queries.reports.finding_sheet import finding_sheet
from queries.reports.rows.answers import Answer, is_demonstration
from queries.reports.rows.features import geojson
from queries.reports.rows.parquets import parquet_file
from queries.reports.rows.separated import csv_pieces
from queries.reports.rows.sheets import single_workbook
from queries.reports.rows.whole import Tally, whole_workbook
from queries.reports.subject import NothingToSay

if TYPE_CHECKING:
    import pandas as pd

    from data.versions.photographs import Photo

_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_NAME_LENGTH = 80  # characters: 240 bytes, what file systems allow
_LONGEST_ENDING = max(map(len, catalogue.FORMATS)) + 1


@dataclass(frozen=True)
class Export:
    """A file on its way: its name and its bytes, which are read once."""

    name: str
    chunks: Iterator[bytes]


def open_export(
    store: Store,
    question: str,
    given: Mapping[str, Sequence[str]],
    *,
    who: str,
    units: tuple[str, ...] | None = None,
    ending: str = "csv",
    are_withdrawn_closed: bool = False,
) -> Export:
    """The file that an address or a command line asks for; the log of acts has it before its first byte is read.

    Args:
        store: Where the versions are.
        question: A key of ``EXPORTS`` or ``DOCUMENTS``.
        given: The parameters as texts; besides those of the question ``version``, by default the current one.
        who: The viewer's name, for the log.
        units: The reporting units the viewer may see, all of them if ``None``.
        ending: A key of ``FORMATS``.
        are_withdrawn_closed: Whether versions that were withdrawn are closed to the viewer.

    Raises:
        UnknownQuestion: no such question.
        UnknownFormat: not in this format.
        BadParameter: a parameter or value that does not exist.
        NotAllowed: nothing of it may be seen.
        StoreError: no such version, or the log of acts cannot be written.
        NothingToSay: slides of an area without a score.
        OrdersError: slides, while the running orders cannot be used.
    """
    catalogue.check(question, ending)
    version, database, filters = _asked(
        store, catalogue.asked(question), given, units, are_withdrawn_closed=are_withdrawn_closed
    )
    name = export_name(database, question, filters, ending)
    entry = {
        "version": database.version,
        "question": question,
        "format": ending,
        "filters": _without_empty(filters),
    }
    counted, chunks = _chunks(store, version, database, question, filters, ending)
    return Export(name, _logged(chunks, store, who, name, entry, lambda: counted.rows))


def projected(
    store: Store,
    given: Mapping[str, Sequence[str]],
    *,
    units: tuple[str, ...] | None = None,
    are_withdrawn_closed: bool = False,
) -> bytes:
    """The slides as the server shows them: the bytes of their file.

    Arguments and errors are those of :func:`open_export`.
    """
    version, database, filters = _asked(
        store, catalogue.slides, given, units, are_withdrawn_closed=are_withdrawn_closed
    )
    with act(
        store,
        Kind.STAGE,
        export_name(database, catalogue.slides.name, filters, "html"),
        version=version,
        filters=_without_empty(filters),
    ):
        return slides_file(store, version, database, filters, "html")[1]


def opened_photo(
    store: Store,
    given: Mapping[str, Sequence[str]],
    *,
    units: tuple[str, ...] | None = None,
    are_withdrawn_closed: bool = False,
) -> tuple[str, bytes]:
    """A photo of a problem, for whoever may see the problem: what tells it from what may take its place, and its JPEG.

    Args:
        store: Where the versions and the photos are.
        given: ``finding``, ``units`` (of which it is), ``stage`` and ``number``, which the version names the photo by;
            ``shown`` is not looked at.
        units: The reporting units the viewer may see, all of them if ``None``.
        are_withdrawn_closed: Whether versions that were withdrawn are closed to the viewer.

    Raises:
        BadParameter: a parameter or value that does not exist.
        NotAllowed: nothing of it may be seen.
        StoreError: no such version.
        NothingToSay: there is no such photo, or it is kept no more.
    """
    from data.versions.photographs import Decided

    asked = {name: values for name, values in given.items() if name not in {"stage", "number", "shown"}}
    _, database, filters = _asked(
        store, catalogue.QUESTIONS["finding_photos"], asked, units, are_withdrawn_closed=are_withdrawn_closed
    )
    rows = queries.finding_photos(database, **filters)
    stage, number = ("".join(given.get(name, ())) for name in ("stage", "number"))
    rows = rows[(rows["photo_stage"] == stage) & (rows["photo_number"].astype(str) == number)]
    decided = Decided(store)
    photo = next(photos_in(rows), None) if filters["finding"] and len(rows) == 1 else None
    content = decided.read(photo) if photo else None
    if photo is None or content is None:
        raise NothingToSay("没有这张照片，或已过保存期")
    return decided.content(photo), content


def photos_in(rows: pd.DataFrame) -> Iterator[Photo]:
    """The photos of rows of :func:`queries.finding_photos`, in order."""
    from data.versions.photographs import Photo

    columns = (rows[name] for name in ("unit_code", "finding_code", "content"))
    return (Photo(*map(str, names)) for names in zip(*columns, strict=True))


def _logged(
    chunks: Iterator[bytes], store: Store, who: str, name: str, entry: Mapping[str, Any], rows: Callable[[], int]
) -> Iterator[bytes]:
    """The same bytes; the log says who takes what before the first, and how much of it after the last.

    Raises:
        StoreError: the log cannot be written: then nothing leaves.
    """
    stack = ExitStack()
    doing = stack.enter_context(act(store, Kind.EXPORT, name, who=who, **entry))

    def drained() -> Iterator[bytes]:
        size, digest = 0, hashlib.sha256()
        with stack:
            try:
                for chunk in chunks:
                    size += len(chunk)
                    digest.update(chunk)
                    yield chunk
            finally:
                doing.details |= {"rows": rows(), "bytes": size, "sha256": digest.hexdigest()}

    return drained()


def _asked(
    store: Store,
    asked: Asked[Any],
    given: Mapping[str, Sequence[str]],
    units: tuple[str, ...] | None,
    *,
    are_withdrawn_closed: bool,
) -> tuple[int, Database, Filters]:
    """The version that is asked for, opened, and the filters within what the viewer may see."""
    version = read_version(store, given.get("version", ()))
    if are_withdrawn_closed and version in store.withdrawn():
        raise Withdrawn(f"第 {version} 版已经撤回，只有负责发布的人可以查看。请刷新看板，改用现行版本")
    database = open_database(store, version)
    given = {name: values for name, values in given.items() if name != "version"}
    return version, database, restrict(database, asked, read_filters(database, asked, given, units), units)


def _chunks(
    store: Store, version: int, database: Database, question: str, filters: Filters, ending: str
) -> tuple[Answer | Tally, Iterator[bytes]]:
    """The bytes of a file and what counts its rows; the question is asked before the first byte is taken."""
    if question in catalogue.DOCUMENTS:
        return _document(store, version, database, question, filters, ending)
    answer = Answer(database, question, filters)
    if ending == "csv":
        return answer, csv_pieces(answer)
    about = facts(database, question, filters, store.manifest(version))
    if ending == "geojson":
        return answer, geojson(answer, about, store.folder(version) / "districts.geojson")
    return answer, (single_workbook if ending == "xlsx" else parquet_file)(answer, about)


def _document(
    store: Store, version: int, database: Database, question: str, filters: Filters, ending: str
) -> tuple[Tally, Iterator[bytes]]:
    """The same of what is not the rows of one question."""
    tally = Tally()
    if question == catalogue.slides.name:
        tally.rows, content = slides_file(store, version, database, filters, ending)
        return tally, iter([content])
    if question in (catalogue.brief.name, catalogue.community_brief.name):
        tally.rows = 1  # page
        return tally, iter([brief_file(store, version, database, filters, ending)])
    about = facts(database, question, filters, store.manifest(version))
    if question == catalogue.workbook.name:
        return tally, whole_workbook(database, filters, about, tally)
    tally.rows, chunks = finding_sheet(database, filters, about)
    return tally, chunks


def export_address(question: str, filters: Mapping[str, Any], version: int, ending: str = "csv") -> str:
    """The address of a file on this server: what a button links to; empty filters are left out."""
    given = {"version": version, **_without_empty(filters)}
    return f"/export/{question}.{ending}?" + urlencode(given, doseq=True)


def export_name(database: Database, question: str, filters: Filters, ending: str = "csv") -> str:
    """The Chinese name of a file: page, 演示 if it is, period, filters; as 排行榜_演示_2026Q3_鄞州区.csv."""
    demonstration = ["演示"] if is_demonstration(database) else []
    period = [filters["period"]] if "period" in filters else []
    asked = catalogue.asked(question)
    words = filter_words(database, asked, filters)
    name = "_".join([asked.title, *demonstration, *period, *words])
    return _NOT_IN_A_NAME.sub("-", name)[: _NAME_LENGTH - _LONGEST_ENDING] + f".{ending}"


def read_version(store: Store, given: Sequence[str]) -> int:
    """The version that is asked for, by default the current one.

    Raises:
        BadParameter: it is not a number.
        StoreError: nothing has been published yet.
    """
    if not given:
        current = store.current()
        if current is None:
            raise StoreError("尚未发布任何版本")
        return current
    if len(given) > 1 or not re.fullmatch(r"[0-9]{1,9}", given[0]):
        raise BadParameter(f"参数“version”的值“{'、'.join(given)}”不是版本号")
    return int(given[0])


def _without_empty(filters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in filters.items() if value not in ("", (), None)}
