"""Who asks, and what they may do. Questions never know; pages, routes and exports ask here."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.reading.bounded import TextError, read_toml
from data.settings import current_settings

EVERYBODY = "所有人"
NOBODY = "未登录"


class Role(StrEnum):
    """What somebody may do: publish for the city, submit for their units, or look."""

    CITY = "city"
    DISTRICT = "district"
    VIEWER = "viewer"


class RolesError(Exception):
    """The roles file cannot be used; nobody may do anything until it is mended. The message is Chinese."""


@dataclass(frozen=True)
class Viewer:
    """Somebody looking: a name for the log, the reporting units they may see (``None``: all of them) and their role.

    ``is_let_in``: whether anything at all is shown to them, be it only what is public.
    """

    name: str
    units: tuple[str, ...] | None = None
    role: Role = Role.CITY
    is_let_in: bool = True

    @property
    def may_manage(self) -> bool:
        """Whether the group 管数据 is open to them."""
        return self.role is not Role.VIEWER

    @property
    def may_publish(self) -> bool:
        """Whether they review, publish, roll back and set deadlines."""
        return self.role is Role.CITY

    @property
    def sees_units(self) -> bool:
        """Whether any reporting unit is theirs to see."""
        return self.units is None or bool(self.units)

    def may_see(self, unit: str) -> bool:
        """Whether a reporting unit is theirs to see."""
        return self.units is None or unit in self.units

    def may_read(self, version: int, withdrawn: Collection[int]) -> bool:
        """Whether a version is theirs to read: those that a roll-back left behind are for those who publish."""
        return self.may_publish or version not in withdrawn


class _Person(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    role: Role
    units: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _units_fit_the_role(self) -> Self:
        if self.role is Role.DISTRICT and not self.units:
            raise ValueError(f"“{self.name}”是区级经办人，须用 units 写明单位代码")
        if self.role is Role.CITY and self.units is not None:
            raise ValueError(f"“{self.name}”是市级管理员，管理全部单位，不写 units")
        return self


class Roles(BaseModel):
    """The roles file: the people, and what is shown to everybody else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unnamed: Literal["nothing", "public"] = "nothing"
    person: tuple[_Person, ...] = ()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if not self.person:
            raise ValueError("没有写任何人（person）")
        names = [compared(person.name) for person in self.person]
        twice = sorted({person.name for person in self.person if names.count(compared(person.name)) > 1})
        if twice:
            raise ValueError(f"{'、'.join(twice)} 写了不止一次")
        return self

    @cached_property
    def people(self) -> dict[str, _Person]:
        """Who is named, by the name as it is compared."""
        return {compared(person.name): person for person in self.person}


def viewer(headers: Mapping[str, str]) -> Viewer:
    """The viewer of a request, by its headers.

    Without a proxy (settings ``viewer_header`` and ``roles`` empty) everybody may do everything. Behind one, its header
    says who asks and the roles file what they may do; who is not named there sees no unit, and unless the file says
    ``unnamed = "public"`` nothing at all.

    Raises:
        RolesError: there is a header without roles or roles without a header, or the roles file is missing, unreadable,
            wrong or empty.
    """
    settings = current_settings()
    roles = roles_in_force()
    if roles is None:
        return Viewer(EVERYBODY)
    name = _read(headers.get(settings.viewer_header, ""))
    person = roles.people.get(compared(name))
    if person is None:
        return Viewer(name or NOBODY, (), Role.VIEWER, is_let_in=roles.unnamed == "public")
    return Viewer(person.name, person.units, person.role)


def roles_in_force() -> Roles | None:
    """Who may do what as the roles file says now; None where nobody is told from another.

    Raises:
        RolesError: as for :func:`viewer`.
    """
    settings = current_settings()
    if settings.viewer_header and settings.roles:
        return _roles(settings.roles)
    if settings.viewer_header:
        raise RolesError(
            "设置了 DASHBOARD_VIEWER_HEADER（由请求头说明访问者身份），却没有设置 DASHBOARD_ROLES（谁可以做什么）。"
            "请管理员写好权限文件并设置 DASHBOARD_ROLES"
        )
    if settings.roles:
        raise RolesError(
            "设置了 DASHBOARD_ROLES（谁可以做什么），却没有设置 DASHBOARD_VIEWER_HEADER，看板不知道访问者是谁。"
            "请管理员设置代理写入姓名的请求头 DASHBOARD_VIEWER_HEADER"
        )
    return None


def compared(name: str) -> str:
    """A name as it is compared with another: without spaces around it, composed (NFC), and without regard to case.

    Nothing else is undone, least of all percent signs: whoever may choose their own name could choose another's so.
    """
    return unicodedata.normalize("NFC", name.strip()).casefold()


def _read(value: str) -> str:
    """A header's text, which arrives as UTF-8 that was read as Latin-1."""
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return value.strip()


def _roles(file: Path) -> Roles:
    """The roles file as it is now: it is read again where it has changed."""
    try:
        state = file.stat()
    except OSError:
        return _read_roles(file)  # which says what is wrong
    return _read_again(file, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=4)
def _read_again(file: Path, *_: int) -> Roles:
    return _read_roles(file)


def _read_roles(file: Path) -> Roles:
    try:
        return Roles.model_validate(read_toml(file))
    except OSError:
        raise RolesError(f"权限文件 {file.name} 无法读取，请管理员检查 DASHBOARD_ROLES 所指的文件") from None
    except TextError as error:
        raise RolesError(f"权限文件 {file.name}：{error}。请管理员改正后再试") from None
    except ValidationError as error:
        raise RolesError(f"权限文件 {file.name} 有误：{_fault(error)}。请管理员改正后再试") from None


def _fault(error: ValidationError) -> str:
    """The first fault in Chinese: our own words as they are, pydantic's by the place they concern."""
    first = error.errors()[0]
    if first["type"] == "value_error":
        return str(first["ctx"]["error"])
    place = [f"第 {part + 1} 个 person" if isinstance(part, int) else str(part) for part in first["loc"]]
    return f"{' 的 '.join(place[1:] if len(place) > 1 else place)} 写得不对或缺少"
