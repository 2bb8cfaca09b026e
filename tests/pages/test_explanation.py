"""计算说明: words, SQL, values and rows, drawn as a page draws them."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import queries
from data.settings import PROJECT
from pages.shared.explanation import sections
from tests.pages.conftest import Open, exports


def _page() -> None:
    import streamlit as st

    import queries
    from data.versions.store import default_store
    from pages.shared.ask import hold_database
    from pages.shared.explanation import explained, explanations

    hold_database(default_store(), 1)
    page = str(st.session_state["page"])
    product = explained(
        "积", queries.band_counts, {"b": "乙"}, period="2026Q3", standard="example-2026", units=("330212",)
    )
    explanations(page, product, explained("等次", queries.bands, standard="`x`"))
    st.write("完")


@pytest.mark.usefixtures("shown")
def test_an_explanation_has_words_sql_values_and_rows(tmp_path: Path) -> None:
    (tmp_path / "explanations.md").write_text("## 积\n\n甲乘以{b}\n\n## 等次\n\n无行可导\n", encoding="utf-8")
    app = AppTest.from_function(_page, default_timeout=60)
    app.session_state["page"] = tmp_path / "page.py"
    app.run()
    assert not app.exception
    (box,) = app.expander
    assert [box.label, box.proto.expanded] == ["计算说明", False]
    assert not box.children, "nothing is drawn before somebody looks"
    app.session_state["explanations-band_counts"] = True
    (box,) = app.run().expander
    assert box.markdown[0].value == "甲乘以乙"
    assert box.code[0].value == queries.band_counts.sql.strip()
    assert "`$units` = `330212`" in box.caption[0].value
    links = exports(app)
    assert len(links) == 2, "CSV and Excel"
    assert links[0].startswith("/export/band_counts.csv?version=1&period=2026Q3")
    assert links[1] == links[0].replace(".csv", ".xlsx")
    app.pills(key="explained-band_counts").set_value("bands")
    (box,) = app.run().expander
    assert box.caption[0].value == "本页的取值：`$standard` = `′x′`"
    assert not exports(app), "a question that is not exportable has no link"


@pytest.mark.parametrize(
    "page", sorted((PROJECT / "pages").glob("*/explanations.md")), ids=lambda file: file.parent.name
)
def test_every_section_is_shown_by_its_name(page: Path) -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in page.parent.glob("*.py"))
    assert [name for name in sections(page) if f'"{name}"' not in code] == []


@pytest.mark.usefixtures("shown")
def test_the_league_table_explains_itself(open_page: Open) -> None:
    app = open_page("league/page.py", unit="330212")
    app.session_state["explanations-league_table"] = True
    app.run()
    assert app.expander[-1].code[0].value == queries.league_table.sql.strip()
    assert "户数" in app.expander[-1].markdown[0].value
