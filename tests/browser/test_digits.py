"""The browser writes every number as Python does."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from gd_core import digits
from tests.browser.neuron import BASE

WRITE = """async ([base, cases]) => {
    const module = await import(base + "digits.mjs")
    return cases.map(([name, ...given]) => module[name](...given))
}"""

FLOATS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-2000, 2000).map(lambda v: round(8 * v) / 8),
    st.sampled_from((0.0, 1.0, 1e-4, 9.99996e-5, 999_999.5, 1e6, 434.2, 0.125, 2.5, -31.99876)),
)
DIGITS = st.integers(1, 7)
CASES = st.one_of(
    st.tuples(st.just("number"), FLOATS, DIGITS, st.booleans()),
    st.tuples(st.just("apart"), FLOATS, FLOATS, DIGITS),
    st.tuples(st.just("percent"), st.floats(0, 1000), DIGITS),
)


def test_the_browser_writes_numbers_as_python_does(neuron: Page) -> None:
    base = neuron.evaluate(BASE)

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(CASES, min_size=100, max_size=200))
    def same(cases: list[tuple[Any, ...]]) -> None:
        ours = [getattr(digits, name)(*given) for name, *given in cases]
        theirs = neuron.evaluate(WRITE, [base, [list(case) for case in cases]])
        assert [tuple(t) if isinstance(t, list) else t for t in theirs] == ours

    same()
