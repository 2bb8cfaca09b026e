from pathlib import Path
from urllib.parse import quote

import pytest

from pages.serving.door import check_settings
from pages.shared.viewer import EVERYBODY, NOBODY, Role, RolesError, Viewer, viewer

ROLES = """
[[person]]
name = "市文明办"
role = "city"

[[person]]
name = "鄞州"
role = "district"
units = ["330212", "3302GX"]

[[person]]
name = "海曙领导"
role = "viewer"
units = ["330203"]
"""


@pytest.fixture
def roles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A proxy that says who asks, and a file that says what they may do."""
    file = tmp_path / "roles.toml"
    file.write_text(ROLES, encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_VIEWER_HEADER", "X-Remote-User")
    monkeypatch.setenv("DASHBOARD_ROLES", str(file))
    return file


def asking(name: str) -> Viewer:
    return viewer({"X-Remote-User": name})


def test_without_a_proxy_everybody_may_do_everything() -> None:
    everybody = viewer({"X-Remote-User": "somebody"})
    assert everybody == Viewer(EVERYBODY, None, Role.CITY)
    assert everybody.may_manage
    assert everybody.may_publish


@pytest.mark.usefixtures("roles")
def test_the_header_says_who_and_the_file_what_they_may_do() -> None:
    city, district, looking = asking("市文明办"), asking("鄞州"), asking("海曙领导")
    assert city == Viewer("市文明办", None, Role.CITY)
    assert district == Viewer("鄞州", ("330212", "3302GX"), Role.DISTRICT)
    assert looking == Viewer("海曙领导", ("330203",), Role.VIEWER)
    assert [person.may_manage for person in (city, district, looking)] == [True, True, False]
    assert [person.may_publish for person in (city, district, looking)] == [True, False, False]
    assert [district.may_see(unit) for unit in ("3302GX", "330203")] == [True, False]
    assert city.may_see("330203")


@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize("sent", ["鄞州", "鄞州".encode().decode("latin-1"), " 鄞州 "])
def test_a_chinese_name_is_understood_however_a_proxy_writes_it(sent: str) -> None:
    assert asking(sent).name == "鄞州"


@pytest.mark.parametrize("sent", ["Müller", "MÜLLER", "Mu\u0308ller", "Müller ".encode().decode("latin-1")])
def test_names_are_compared_composed_and_without_case(roles: Path, sent: str) -> None:
    roles.write_text('[[person]]\nname = "Müller"\nrole = "city"\n', encoding="utf-8")
    assert asking(sent) == Viewer("Müller", None, Role.CITY)


@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize("sent", [quote("鄞州"), quote(quote("鄞州")), "%E5%B8%82文明办", "市文明办%20", "市文明办%00"])
def test_a_name_is_not_decoded_into_another(sent: str) -> None:
    assert asking(sent) == Viewer(sent, (), Role.VIEWER, is_let_in=False)


@pytest.mark.parametrize(
    ("said", "is_let_in"), [("", False), ('unnamed = "nothing"\n', False), ('unnamed = "public"\n', True)]
)
def test_who_is_not_named_sees_no_unit_and_at_most_what_is_public(roles: Path, said: str, *, is_let_in: bool) -> None:
    roles.write_text(said + ROLES, encoding="utf-8")
    for somebody, name in ((asking("路人"), "路人"), (viewer({}), NOBODY), (asking("鄞州2"), "鄞州2")):
        assert somebody == Viewer(name, (), Role.VIEWER, is_let_in=is_let_in)
        assert not somebody.sees_units


def test_who_is_struck_from_the_file_is_nobody_at_once(roles: Path) -> None:
    assert asking("鄞州").units == ("330212", "3302GX")
    roles.write_text(ROLES.replace('"鄞州"', '"别人"'), encoding="utf-8")
    assert asking("鄞州") == Viewer("鄞州", (), Role.VIEWER, is_let_in=False)


def test_an_empty_list_of_units_is_none_of_them(roles: Path) -> None:
    roles.write_text('[[person]]\nname = "甲"\nrole = "viewer"\nunits = []\n', encoding="utf-8")
    assert asking("甲") == Viewer("甲", (), Role.VIEWER)
    assert not asking("甲").sees_units


@pytest.mark.usefixtures("roles")
def test_a_version_that_was_withdrawn_is_for_those_who_publish() -> None:
    assert [asking("市文明办").may_read(version, {3}) for version in (1, 3)] == [True, True]
    assert [asking("鄞州").may_read(version, {3}) for version in (1, 3)] == [True, False]


@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("DASHBOARD_ROLES", "却没有设置 DASHBOARD_ROLES"),
        ("DASHBOARD_VIEWER_HEADER", "却没有设置 DASHBOARD_VIEWER_HEADER"),
    ],
)
def test_roles_and_the_header_go_together(monkeypatch: pytest.MonkeyPatch, missing: str, said: str) -> None:
    monkeypatch.setenv(missing, "")
    with pytest.raises(RolesError, match=said):
        asking("市文明办")
    monkeypatch.setenv("DASHBOARD_PROXY_TOKEN", "nobody-guesses-this")
    with pytest.raises(SystemExit, match=f"无法启动：.*{said}"):
        check_settings()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[person", "不是有效的 TOML"),
        ("", "没有写任何人（person）"),
        ('unnamed = "all"\n[[person]]\nname = "甲"\nrole = "city"\n', "unnamed 写得不对或缺少"),
        ('[[person]]\nname = "甲"\nrole = "district"\n', "“甲”是区级经办人，须用 units 写明单位代码"),
        ('[[person]]\nname = "甲"\nrole = "city"\nunits = ["330212"]\n', "“甲”是市级管理员"),
        ('[[person]]\nname = "甲"\nrole = "boss"\n', "第 1 个 person 的 role 写得不对或缺少"),
        ('[[person]]\nname = "甲"\nrole = "city"\nrights = 1\n', "第 1 个 person 的 rights 写得不对或缺少"),
        ("people = 1\n", "people 写得不对或缺少"),
        (2 * '[[person]]\nname = "甲"\nrole = "city"\n', "甲 写了不止一次"),
        ("".join(f'[[person]]\nname = "{name}"\nrole = "city"\n' for name in ("Li", "LI")), "LI、Li 写了不止一次"),
    ],
)
def test_a_broken_roles_file_is_said_and_gives_nobody_anything(roles: Path, content: str, said: str) -> None:
    roles.write_text(content, encoding="utf-8")
    with pytest.raises(RolesError, match=r"权限文件 roles\.toml") as refused:
        asking("甲")
    assert said in str(refused.value)


def test_a_missing_roles_file_is_said(roles: Path) -> None:
    roles.unlink()
    with pytest.raises(RolesError, match=r"权限文件 roles\.toml 无法读取"):
        asking("市文明办")
