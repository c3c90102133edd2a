"""The state in the address, on a page of three lines."""

from streamlit.testing.v1 import AppTest

from views.url import Parameter, Refusal

PARAMETERS = (Parameter("a", ("1", "2", "3"), "3"), Parameter("b", ("x", "y"), "x"))


def page() -> None:
    import streamlit as st

    from tests.views.test_url import PARAMETERS
    from views import url

    refused = url.read(PARAMETERS)
    if not st.session_state.get("no_widget"):
        st.selectbox("a", PARAMETERS[0].allowed, key="a")
    for refusal in refused:
        st.warning(f"{refusal.key}={refusal.value}")
    url.write(PARAMETERS)


def app(**address: str) -> AppTest:
    made = AppTest.from_function(page)
    made.query_params.update(address)
    return made.run()


def state(one: AppTest) -> tuple[str, str]:
    return one.session_state["a"], one.session_state["b"]


def said(one: AppTest) -> list[str]:
    assert len(one.exception) == 0
    return [warning.value for warning in one.warning]


def test_defaults_are_written() -> None:
    one = app()
    assert (state(one), said(one), one.query_params) == (("3", "x"), [], {"a": "3", "b": "x"})


def test_what_is_allowed_is_taken_over() -> None:
    one = app(a="1", b="y")
    assert (state(one), said(one), one.query_params) == (("1", "y"), [], {"a": "1", "b": "y"})


def test_what_is_not_allowed_is_refused_and_mended() -> None:
    one = app(a="4", b="y")
    assert (state(one), said(one)) == (("3", "y"), ["a=4"])
    assert one.query_params == {"a": "3", "b": "y"}
    assert said(one.run()) == []


def test_a_bad_value_replaces_a_good_one_by_the_kept_one() -> None:
    one = app(a="1")
    one.query_params["a"] = "4"
    assert said(one.run()) == ["a=4"]
    assert (state(one), one.query_params) == (("1", "x"), {"a": "1", "b": "x"})


def test_a_widget_wins_over_the_address_that_was_written_before() -> None:
    one = app(a="1")
    one.selectbox(key="a").set_value("2").run()
    assert (state(one), one.query_params) == (("2", "x"), {"a": "2", "b": "x"})


def test_a_new_address_wins_over_the_widget() -> None:
    one = app(a="1")
    one.selectbox(key="a").set_value("2").run()
    one.query_params["a"] = "3"
    one.run()
    assert (state(one), one.query_params["a"]) == (("3", "x"), "3")


def test_an_address_that_is_late_does_not_undo_what_was_done_since() -> None:
    """Somebody moves a slider faster than the answers reach the browser."""
    one = app(a="1")
    one.selectbox(key="a").set_value("2").run()
    one.selectbox(key="a").set_value("3")
    one.query_params["a"] = "1"  # the browser has not had the answer to the first step
    one.run()
    assert (state(one), one.query_params["a"]) == (("3", "x"), "3")
    one.query_params["a"] = "2"  # nor that to the second
    one.run()
    assert (state(one), one.query_params["a"]) == (("3", "x"), "3")


def test_an_address_from_before_is_a_new_one_once_the_browser_was_further() -> None:
    """The reader goes back, or follows an old link."""
    one = app(a="1")
    one.selectbox(key="a").set_value("2").run()
    one.run()  # the browser has a=2
    one.query_params["a"] = "1"
    one.run()
    assert (state(one), one.query_params["a"]) == (("1", "x"), "1")


def test_the_state_outlives_a_page_without_its_widget_and_an_emptied_address() -> None:
    one = app(a="1", b="y")
    one.session_state["no_widget"] = True
    one.query_params.clear()
    one.run()
    assert one.run().query_params == {"a": "1", "b": "y"}
    one.session_state["no_widget"] = False
    assert one.run().selectbox(key="a").value == "1"


def test_a_repeated_key_counts_once() -> None:
    one = AppTest.from_function(page)
    one.query_params["a"] = ["1", "2"]
    one.run()
    assert (state(one), said(one)) == (("2", "x"), [])
    assert one.query_params == {"a": "2", "b": "x"}


def test_a_refused_value_is_quoted_as_text_and_cut_short() -> None:
    assert Refusal("a", "KZ-99").quoted == r"KZ\-99"
    assert Refusal("a", "![x](http://y)").quoted == r"\!\[x\]\(http\:\/\/y\)"
    assert Refusal("a", "жер ұ").quoted == "жер ұ"
    assert len(Refusal("a", "*" * 1000).quoted) < 100
