"""What each parameter of the questions is, as parameters.toml says it: light enough for a command line that only helps."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("parameters.toml")


class Parameter(BaseModel):
    """One entry of parameters.toml, which says what each field means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    label: str
    help: str
    takes_several: bool = False
    option: str = ""
    kind: Literal["choice", "text", "day", "whole", "community", "areas", "weights"] = "choice"
    choices: tuple[str, str, str] | None = None
    words: Mapping[str, str] = {}
    extra: Mapping[str, str] = {}
    said: str = "{}"
    sample: Any


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by its name, in the order in which they stand in a file's name."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: Parameter.model_validate({"name": name, **part}) for name, part in content.items()}
