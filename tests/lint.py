"""The checks of SQL and of imports, with what the project says once: ``python -m tests.lint``.

sqlfluff reads a sample in place of each parameter (queries/parameters.toml), and pages do not import each other
(queries/pages.toml); the rest of both settings stands in pyproject.toml.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from data.settings import PROJECT
from queries.definitions import parameters
from queries.sitemap import pages

# Parameters of statements that are no question.
_OTHERS: dict[str, Any] = {"after": 0, "unit": "330212", "folder": ".", "may_move": "true", "starts_on": "2026-07-01"}


def _written(value: object) -> str:
    """A value as SQL."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _sql_settings() -> str:
    samples = {name: parameter.sample for name, parameter in parameters().items()} | _OTHERS
    lines = [f"{name} = {_written(value)}" for name, value in samples.items()]
    return "\n".join(["[sqlfluff:templater:placeholder]", *lines, ""])


def _import_settings() -> str:
    linter = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    lines = [
        "[importlinter]",
        f"root_packages = {_listed(linter['root_packages'])}",
        "include_external_packages = true",
    ]
    apart = {"name": "Pages do not import each other", "type": "independence"}
    apart_modules = [f"pages.{name}" for name in pages()]
    for number, contract in enumerate([*linter["contracts"], {**apart, "modules": apart_modules}]):
        lines += ["", f"[importlinter:contract:{number}]"]
        lines += [f"{key} = {_listed(value) if isinstance(value, list) else value}" for key, value in contract.items()]
    return "\n".join([*lines, ""])


def _listed(values: list[str]) -> str:
    return "".join(f"\n    {value}" for value in values)


def main() -> int:
    """Run both; 0 where neither finds anything."""
    with tempfile.TemporaryDirectory() as folder:
        sql, imports = Path(folder, "sql.cfg"), Path(folder, "imports.ini")
        sql.write_text(_sql_settings(), encoding="utf-8")
        imports.write_text(_import_settings(), encoding="utf-8")
        beside = Path(sys.executable).parent  # where the tools of this environment are
        commands = (
            ["sqlfluff", "lint", "data", "queries", "--config", str(sql), "--disable-progress-bar", "--processes", "0"],
            ["lint-imports", "--config", str(imports)],
        )
        return max(
            subprocess.run([beside / command[0], *command[1:]], cwd=PROJECT, check=False).returncode
            for command in commands
        )


if __name__ == "__main__":
    sys.exit(main())
