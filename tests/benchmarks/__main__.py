"""``python -m tests.benchmarks [NAME…] [--rounds N] [--json FILE]``: run, print a table, write the figures."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import exporting, importing, staging
from tests.benchmarks.measuring import Result

_BENCHMARKS = {"importing": importing.run, "exporting": exporting.run, "staging": staging.run}


def main() -> None:
    """Run what was named, everything by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", help="、".join(_BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args()
    results = []
    for name in options.names or _BENCHMARKS:
        for result in _BENCHMARKS[name](options.rounds):
            print(_line(result), flush=True)
            results.append(result)
    if options.json:
        figures = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "results": [asdict(result) for result in results],
        }
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")
    if any(result.is_reached is False for result in results):
        sys.exit(1)


def _line(result: Result) -> str:
    mark = {True: "✓", False: "✗", None: " "}[result.is_reached]
    beside = f"  {result.ratio:.2f} × {result.control} ({result.control_seconds:.2f} s)" if result.ratio else ""
    notes = "".join(f"  {name} {value:,.0f}" for name, value in result.notes.items())
    return f"{mark} {result.name}: {result.seconds:.2f} s{beside}  {result.spread}  {result.target}{notes}"


if __name__ == "__main__":
    main()
