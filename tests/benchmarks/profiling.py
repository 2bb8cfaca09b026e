"""Where the time of a page goes: ``uv run poe profile`` writes profile.md beside this file.

Every page is run by Streamlit's own script runner without a browser, under cProfile: for the first time, which imports;
then with empty caches, as whoever opens it first after a publication meets it; then with full ones, as a rerun does. The
time of a function is its own and counts for the nearest caller that belongs to a part below.
"""

from __future__ import annotations

import cProfile
import os
import platform
import pstats
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from pages.shared.drawn import forget_all
from tests.benchmarks.cities import COMMUNITIES, kept, opened, published
from tests.benchmarks.listening import PAGES, default_arguments, page_runner

REPORT = Path(__file__).with_name("profile.md")
_RERUNS = 5
# What time is spent for, by the paths of the code that is run; the first that fits wins.
_PARTS = {
    "imports": ("importlib._bootstrap",),
    "questions": ("/queries/", "duckdb", "/pyarrow/"),
    "figures": ("/plotly/", "/pydeck/", "charts.py", "/pages/shared/radar.py"),
    "frames": ("/pandas/", "/numpy/"),
    "Streamlit": ("/streamlit/", "/google/"),
    "pages": ("/pages/",),
}
_OTHER = "other"

Function = tuple[str, int, str]


def main() -> None:
    """Profile every page of the demonstration city and write the report."""
    with kept() as folder:
        store = published(folder, 1)
        community = default_arguments(opened(store), "community_profile")["community"]
        with page_runner(store) as app:
            app.query_params["code"] = community
            rows = [row for page in PAGES for row in _profiled(app, page)]
    parts = [*_PARTS, _OTHER]
    lines = [
        "# Where the time of a page goes",
        "",
        f"Milliseconds of one run in a city of {COMMUNITIES} communities, by `uv run poe profile`: for the first time in a",
        "process (imports), with empty caches, with full ones. cProfile makes Python slower, but not DuckDB.",
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores.",
        "",
        f"| Page | Run | {' | '.join(parts)} | all |",
        "|---" * 2 + "|---:" * (len(parts) + 1) + "|",
    ]
    lines += [
        f"| {title} | {run} | {' | '.join(f'{spent[part]:.0f}' for part in parts)} | {spent.total():.0f} |"
        for title, run, spent in rows
    ]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


def _profiled(app: Any, page: str) -> Iterator[tuple[str, str, Counter[str]]]:
    """The runs of a page: title, which run, and milliseconds by part."""
    with _profile() as first:
        app.switch_page(f"{page}/page.py").run()
    yield PAGES[page], "first", milliseconds(first)
    forget_all()
    with _profile() as cold:
        app.run()
    yield PAGES[page], "empty caches", milliseconds(cold)
    with _profile() as warm:
        for _ in range(_RERUNS):
            app.run()
    yield PAGES[page], "full caches", milliseconds(warm, _RERUNS)
    assert not app.exception, app.exception


@contextmanager
def _profile() -> Iterator[cProfile.Profile]:
    """Profile what the script runner does meanwhile, which it does in a thread of its own."""
    profile, run = cProfile.Profile(), ScriptRunner._run_script
    ScriptRunner._run_script = lambda runner, data: profile.runcall(run, runner, data)  # type: ignore[method-assign]
    try:
        yield profile
    finally:
        ScriptRunner._run_script = run  # type: ignore[method-assign]


def milliseconds(profile: cProfile.Profile, runs: int = 1) -> Counter[str]:
    """Milliseconds of a run by part."""
    stats: dict[Function, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    known: dict[Function, Counter[str]] = {}

    def shares(function: Function) -> Counter[str]:
        """For which parts a function works, adding up to one: its own part, else those of its callers by their time."""
        if function not in known:
            known[function] = Counter({_OTHER: 1.0})  # what only calls itself
            part = next((name for name, paths in _PARTS.items() if any(path in function[0] for path in paths)), None)
            callers = {caller: times[3] for caller, times in stats[function][4].items() if times[3] > 0}
            mixed: Counter[str] = Counter({part: 1.0} if part else {})
            for caller, time in () if part else callers.items():
                for name, share in shares(caller).items():
                    mixed[name] += share * time / sum(callers.values())
            known[function] = mixed or known[function]
        return known[function]

    spent: Counter[str] = Counter()
    for function, (_, _, own, _, _) in stats.items():
        for name, share in shares(function).items():
            spent[name] += 1000 * own * share / runs
    return spent


if __name__ == "__main__":
    main()
