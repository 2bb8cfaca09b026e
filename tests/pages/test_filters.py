import pytest

from tests.pages.conftest import Open


@pytest.mark.usefixtures("shown")
def test_a_link_whose_code_is_its_own_name_opens(open_page: Open) -> None:
    kind = open_page("league/page.py").multiselect(key="kind").options[0]
    app = open_page("league/page.py", kind=kind)
    assert not app.exception
    assert app.multiselect(key="kind").value == [kind]
