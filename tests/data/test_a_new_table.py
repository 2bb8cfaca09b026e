"""A ledger that is only a definition goes the whole way: no line of Python is about it.

Three invented ones: notices belong to a community, counts to a place that belongs to one, appeals of the city to nobody.
"""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from data import tables
from data.__main__ import main
from data.collecting.batches import table_file
from data.collecting.collection import Collection
from data.sample import write_sample
from data.settings import PROJECT
from data.versions.keys import repeated_keys
from data.versions.publishing import publish_folder
from data.versions.schema import create_schema
from data.versions.store import DATABASE, Store
from tests.data.small_city import FLAWLESS, LOW, MISSING_ONE, NEW, ON_THE_LINE, as_csv, small_city
from tests.data.submissions import write

EARLIER = PROJECT / "tests" / "data" / "stores" / "0.4.0"
HAISHU, YINZHOU = "330203", "330212"

COMMUNITY = """
[[column]]
name = "community_code"
title = "社区代码"
type = "text"
is_required = true
references = "communities.community_code"
remedy = "核对 12 位代码"
"""

NOTICES = (
    """
title = "公告台账"
help = "公告台账：一行一则公告。"
key = ["notice_code"]
is_key_of_unit = true
identity = ["community_code", "posted_on"]
stored_as = "notice"
is_ledger = true
thing = "公告"
counter = "则"

[[column]]
name = "notice_code"
title = "公告编号"
type = "text"
example = "GG-1"
is_required = true
"""
    + COMMUNITY
    + """
[[column]]
name = "posted_on"
title = "张贴日期"
type = "date"
example = "2026-11-01"
is_required = true
is_past = true
remedy = "写成 2026-11-01 的样子"
[[column]]
name = "topic"
title = "公告主题"
type = "text"
example = "停水"
is_required = true
suggests = "published"
[[column]]
name = "readers"
title = "阅读人数"
type = "integer"
unit = "人"
minimum = 0
"""
)

NOTICE_RULES = """
select row, 'readers' as column_name, cast(readers as varchar) as value, '人数不是整十数' as rule, '核对人数' as remedy
from staged_notices
where readers % 10 != 0
"""

PLACES = (
    """
title = "点位名册"
key = ["place_code"]
is_key_of_unit = true
stored_as = "place"
is_ledger = true

[[column]]
name = "place_code"
title = "点位编号"
type = "text"
is_required = true
[[column]]
name = "place_name"
title = "点位名称"
type = "text"
"""
    + COMMUNITY
)

COUNTS = """
title = "客流台账"
key = ["place_code", "counted_on"]
is_key_of_unit = true
stored_as = "count_of_people"
is_ledger = true
belongs_to = "place_code"

[[column]]
name = "place_code"
title = "点位编号"
type = "text"
is_required = true
references = "places.place_code"
remedy = "先报点位名册"
[[column]]
name = "counted_on"
title = "点数日期"
type = "date"
is_required = true
is_past = true
[[column]]
name = "passers"
title = "经过人数"
type = "integer"
is_required = true
minimum = 0
[[column]]
name = "unit_code"
title = "报送单位"
type = "text"
vocabulary = "units"
references = "units.unit_code"
"""

HEADLINES = """
title = "市级要闻"
key = ["headline_code"]
stored_as = "headline"
is_ledger = true

[[column]]
name = "headline_code"
title = "要闻编号"
type = "text"
is_required = true
[[column]]
name = "words"
title = "要闻摘要"
type = "text"
"""

Define = Callable[..., Path]


@pytest.fixture
def define(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Define:
    """Lets definitions in a folder of their own stand beside those of the project."""

    def defined(**texts: str) -> Path:
        folder = tmp_path / "definitions"
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(tables, "FOLDERS", (*tables.FOLDERS, folder))
        return folder

    return defined


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of an earlier program, which knew nothing of the new tables, as the default one."""
    return Store(Path(shutil.copytree(EARLIER, tmp_path / "store")))


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command that succeeds prints."""
    code = main([str(argument) for argument in arguments])
    output = capsys.readouterr()
    assert code == 0, output.err
    return output.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command that fails prints."""
    assert main([str(argument) for argument in arguments]) == 2
    return capsys.readouterr().err


def ask(store: Store, sql: str) -> list[tuple[object, ...]]:
    version = store.current()
    assert version is not None
    with duckdb.connect(store.folder(version) / DATABASE, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def notice(number: str, community: str, day: str = "2026-11-02", **columns: str) -> dict[str, str]:
    return {
        "notice_code": number,
        "community_code": community,
        "posted_on": day,
        "topic": "停水",
        "readers": "30",
        **columns,
    }


def test_it_goes_from_template_to_rollback(
    define: Define, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    define(notices=NOTICES)
    form = tmp_path / "公告.xlsx"
    told(capsys, "template", "notices", "--unit", "海曙区", "-o", form)
    book = load_workbook(form)
    sheet = book["公告台账"]
    (header,) = [row for row in sheet.iter_rows() if "公告编号" in [str(cell.value).split("\n")[0] for cell in row]]
    place = {str(cell.value).split("\n")[0]: cell.column for cell in header}
    assert [*place] == [
        "公告编号",
        "报送单位",
        "街道",
        "社区名称",
        "社区代码",
        "张贴日期",
        "公告主题",
        "阅读人数（人）",
    ]
    for row, (number, community, day, topic, readers) in enumerate(
        [("1", FLAWLESS, "2026-11-02", "停水", 30), ("2", LOW, "2026-07-01", "换届", 40)], header[0].row + 1
    ):
        for name, value in zip(
            ("公告编号", "社区代码", "张贴日期", "公告主题", "阅读人数（人）"),
            (number, community, day, topic, readers),
            strict=True,
        ):
            sheet.cell(row, place[name], value)
    book.save(form)

    assert told(capsys, "import", form, "--unit", "海曙区", "--dry-run").endswith("体检通过，没有保存\n")
    taken = told(capsys, "import", form, "--unit", "海曙区", "--by", "李四")
    assert "公告台账" in taken
    assert "2 行" in taken
    published = told(capsys, "publish", "--by", "市")
    assert "；公告：0 → 2 条" in published
    assert ask(store, "select notice_code, community_code, topic, readers from notice order by all") == [
        ("1", FLAWLESS, "停水", 30),
        ("2", LOW, "换届", 40),
    ]
    assert told(capsys, "verify").count("\n") > 0

    told(capsys, "export-all", tmp_path / "all")
    assert (tmp_path / "all" / "csv" / "notice.csv").read_text("utf-8") == (
        "notice_code,community_code,posted_on,topic,readers\n"
        f"1,{FLAWLESS},2026-11-02,停水,30\n2,{LOW},2026-07-01,换届,40\n"
    )
    assert (
        "create table notice (\n    notice_code text not null,\n    community_code text not null,\n"
        "    posted_on date not null,\n    topic text not null,\n    readers integer check (readers >= 0)\n);"
    ) in (tmp_path / "all" / "schema.sql").read_text("utf-8")
    assert "；公告：0 → 2 条" in told(capsys, "diff", "2", "3")
    assert "；公告：2 → 0 条" in told(capsys, "diff", "3", "2")

    told(capsys, "template", "notices", "--unit", "海曙区", "-o", form)
    (topics,) = [
        found.formula1
        for found in load_workbook(form)["公告台账"].data_validations.dataValidation
        if "停水" in str(found.formula1)
    ]
    assert topics == '"停水,换届"'

    assert told(capsys, "rollback", "2") == "现在使用第 2 版\n"
    told(capsys, "export-all", tmp_path / "earlier")
    assert (tmp_path / "earlier" / "csv" / "notice.csv").read_text("utf-8") == (
        "notice_code,community_code,posted_on,topic,readers\n"
    )
    told(capsys, "rebuild", "--by", "市")
    assert ask(store, "select count(*) from notice") == [(0,)]


def test_its_faults_are_named(define: Define, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = define(notices=NOTICES)
    (folder / "notices.rules.sql").write_text(NOTICE_RULES, encoding="utf-8")
    rows = [
        notice("1", FLAWLESS),
        notice("1", LOW),
        notice("2", "330203999999"),
        notice("3", FLAWLESS, "十一月"),
        notice("4", FLAWLESS, topic=""),
        notice("5", FLAWLESS, readers="-10"),
        notice("6", FLAWLESS, readers="31"),
        notice("1", MISSING_ONE),
    ]
    errors = refused(capsys, "import", write(tmp_path, "notices.csv", rows), "--dry-run")
    for fault in (
        "第 3 行 notice_code 列「1」：与第 2 行重复",
        "第 4 行 community_code 列「330203999999」：社区名册里没有这个代码；核对 12 位代码",
        "第 5 行 posted_on 列「十一月」：须为日期，如 2026-09-30；写成 2026-11-01 的样子",
        "第 6 行 topic 列：不能为空",
        "第 7 行 readers 列「-10」：不能小于 0",
        "第 8 行 readers 列「31」：人数不是整十数；核对人数",
    ):
        assert fault in errors
    assert "第 9 行" not in errors  # another unit numbers for itself

    errors = refused(
        capsys,
        "import",
        write(tmp_path, "notices.csv", [notice("1", MISSING_ONE), notice("2", FLAWLESS)]),
        "--unit",
        "海曙区",
    )
    assert (
        f"第 2 行 community_code 列「{MISSING_ONE}」：属于鄞州区，不属于本次报送的单位；删去这一行，或由鄞州区报送"
        in errors
    )
    assert "第 3 行" not in errors
    assert store.current() == 2


def test_a_number_that_is_taken_is_refused_and_a_correction_takes_it(
    define: Define, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    define(notices=NOTICES)
    told(capsys, "import", write(tmp_path / "1", "notices.csv", [notice("1", FLAWLESS), notice("2", LOW)]))
    told(capsys, "publish")
    other = write(tmp_path / "2", "notices.csv", [notice("1", ON_THE_LINE), notice("3", LOW)])
    errors = refused(capsys, "import", other)
    assert (
        f"编号 1 已是另一则：已发布的台账里是 {FLAWLESS} 2026-11-02，这里是 {ON_THE_LINE} 2026-11-02；"
        "换一个没有用过的编号；确实是更正原来那一则的"
    ) in errors
    told(capsys, "import", other, "--correct", "--reason", "编号弄错")
    told(capsys, "publish")
    assert ask(store, "select notice_code, community_code from notice order by all") == [
        ("1", ON_THE_LINE),
        ("2", LOW),
        ("3", LOW),
    ]
    told(capsys, "import", write(tmp_path / "3", "notices.csv", [notice("1", MISSING_ONE)]))  # 鄞州 numbers for itself
    told(capsys, "publish")
    assert ask(store, "select community_code from notice where notice_code = '1' order by all") == [
        (ON_THE_LINE,),
        (MISSING_ONE,),
    ]


def test_a_folder_may_have_it_or_not(define: Define, tmp_path: Path) -> None:
    define(notices=NOTICES)
    folder, store = small_city(tmp_path / "city"), Store(tmp_path / "new")
    publish_folder(store, folder.path)
    assert ask(store, "select count(*) from notice") == [(0,)]
    folder.tables["notices"] = [notice("1", FLAWLESS)]
    folder.write()
    manifest = publish_folder(store, folder.path)
    assert "notices.csv" in [source.name for source in manifest.sources]
    assert ask(store, "select * exclude (posted_on) from notice") == [("1", FLAWLESS, "停水", 30)]


def test_the_demonstration_has_its_sample_rows(define: Define, tmp_path: Path) -> None:
    folder = define(notices=NOTICES)
    write_sample(tmp_path / "plain", scale=0.02, file_format="csv")
    community = (tmp_path / "plain" / "communities.csv").read_text("utf-8").splitlines()[1].partition(",")[0].strip('"')
    assert not (tmp_path / "plain" / "notices.csv").exists()
    (folder / "notices.sample.csv").write_text(as_csv([notice("1", community)]), encoding="utf-8")
    write_sample(tmp_path / "with", scale=0.02, file_format="csv")
    with (tmp_path / "with" / "notices.csv").open(encoding="utf-8", newline="") as rows:
        assert [*csv.DictReader(rows)] == [notice("1", community)]


def test_a_key_that_came_twice_into_a_version_stops_it(define: Define) -> None:
    define(notices=NOTICES)
    with duckdb.connect() as connection:
        create_schema(connection)
        connection.execute((PROJECT / "tests" / "city.sql").read_text(encoding="utf-8"))
        codes = connection.execute("select min(community_code) from community group by unit_code order by 1").fetchall()
        row = "insert into notice values ('1', $code, date '2026-11-02', '停水', 30)"
        for (code,) in codes[:2]:
            connection.execute(row, {"code": code})
        repeated = repeated_keys()["notice"]
        assert connection.execute(repeated).fetchall() == []  # of two units
        connection.execute(row, {"code": codes[0][0]})
        unit = codes[0][0][:6]
        assert connection.execute(repeated).fetchall() == [(f"{unit} 1", 2)]


def place(code: str, community: str) -> dict[str, str]:
    return {"place_code": code, "place_name": f"点位{code}", "community_code": community}


def counted(code: str, unit: str = "", passers: int = 5) -> dict[str, str]:
    return {"place_code": code, "counted_on": "2026-11-03", "passers": str(passers), "unit_code": unit}


def test_a_path_leads_to_the_unit(
    define: Define, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    define(places=PLACES, counts=COUNTS)
    places = [place("K1", FLAWLESS), place("K2", LOW), place("K1", MISSING_ONE), place("K9", NEW)]
    told(capsys, "import", write(tmp_path, "places.csv", places))
    told(capsys, "publish")
    errors = refused(capsys, "import", write(tmp_path, "counts.csv", [counted("K1"), counted("K2"), counted("K3")]))
    assert "第 2 行 place_code 列「K1」：不止一个报送单位有这个编号；填上报送单位" in errors
    assert "第 4 行 place_code 列「K3」：点位名册里没有这个编号；先报点位名册" in errors
    assert "第 3 行" not in errors

    errors = refused(capsys, "import", write(tmp_path, "counts.csv", [counted("K1"), counted("K9")]), "--unit", HAISHU)
    assert "第 3 行 place_code 列「K9」：点位名册里没有这个编号" in errors
    errors = refused(
        capsys,
        "import",
        write(tmp_path, "counts.csv", [counted("K9", "鄞州区"), counted("K1", HAISHU)]),
        "--unit",
        HAISHU,
    )
    assert "第 2 行 place_code 列「K9」：属于鄞州区，不属于本次报送的单位" in errors
    assert "第 3 行" not in errors

    told(capsys, "import", write(tmp_path, "counts.csv", [counted("K1"), counted("K2", passers=6)]), "--unit", HAISHU)
    other = write(tmp_path, "counts.csv", [counted("K1", YINZHOU, passers=7), counted("K9", passers=8)])
    told(capsys, "import", other, "--unit", "鄞州区")
    told(capsys, "publish")
    assert ask(store, "select unit_code, place_code, passers from count_of_people order by all") == [
        (HAISHU, "K1", 5),
        (HAISHU, "K2", 6),
        (YINZHOU, "K1", 7),
        (YINZHOU, "K9", 8),
    ]
    told(capsys, "import", write(tmp_path, "counts.csv", [counted("K1", passers=9)]), "--unit", HAISHU)
    told(capsys, "publish")
    assert ask(store, "select unit_code, passers from count_of_people where place_code = 'K1' order by all") == [
        (HAISHU, 9),
        (YINZHOU, 7),
    ]


def test_rows_without_an_owner_are_the_citys(
    define: Define, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    define(headlines=HEADLINES)
    file = write(tmp_path, "headlines.csv", [{"headline_code": "1", "words": "开工"}])
    errors = refused(capsys, "import", file, "--unit", HAISHU)
    assert (
        "第 2 行 headline_code 列：是全市的数据，不属于本次报送的单位；删去这一行，或不选报送单位，由市级报送" in errors
    )
    told(capsys, "import", file)
    told(capsys, "publish")
    assert ask(store, "from headline") == [("1", "开工")]


def test_a_submission_of_before_a_column_was_added_is_still_published(
    define: Define, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = define(notices=NOTICES.partition('[[column]]\nname = "readers"')[0])
    rows = [{name: value for name, value in notice("1", FLAWLESS).items() if name != "readers"}]
    told(capsys, "import", write(tmp_path, "notices.csv", rows))
    batch = Collection(store).batches()[-1]
    assert table_file(store, batch, "notices").exists()
    later = folder.with_name("later")
    later.mkdir()
    (later / "notices.toml").write_text(NOTICES, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "FOLDERS", (tables.FOLDERS[0], later))
        told(capsys, "publish")
        assert ask(store, "select notice_code, readers from notice") == [("1", None)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (NOTICES.replace('key = ["notice_code"]', 'key = ["number"]'), "no column number"),
        (NOTICES.replace('stored_as = "notice"\n', ""), "a ledger has a key"),
        (
            NOTICES.replace("communities.community_code", "houses.house_code"),
            "refers to houses.house_code, which there is not",
        ),
        (COUNTS.partition('[[column]]\nname = "unit_code"')[0], "a column unit_code has to say which"),
        (NOTICES + '[[column]]\nname = "unit_code"\ntitle = "单位"\ntype = "text"\n', "nothing else may"),
        (NOTICES.replace('thing = "公告"', 'belongs_to = "topic"'), "topic leads nowhere"),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused(define: Define, text: str, wrong: str) -> None:
    define(places=PLACES, invented=text)
    with pytest.raises(ValueError, match=wrong):
        tables.definitions()
