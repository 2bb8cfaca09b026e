"""The pages of the dashboard, as pages.toml says them: navigation, routes, and links in files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_FILE = Path(__file__).with_name("pages.toml")


class Page(BaseModel):
    """A page: its group in the navigation, its title, for whom it is, and what it calls the parameters of questions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    group: str
    title: str
    audience: Literal["everybody", "managers", "public"] = Field(default="everybody", alias="for")
    filters: Mapping[str, str] = {}

    @property
    def address(self) -> str:
        """Its address below the server's; the first page opens there."""
        return "" if self.name == next(iter(pages())) else self.name


@cache
def pages() -> Mapping[str, Page]:
    """Every page by its name, which is its folder below pages/, in the order of the navigation."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: Page.model_validate({"name": name, **page}) for name, page in content.items()}
