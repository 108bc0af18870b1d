"""The plain form reads back: the property, every block by itself, the menu, and captures of the reference's form."""

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies

from broadsheet.model import Article
from broadsheet.pages.article import page
from broadsheet.render import Setting, plain
from broadsheet.render.readback import article, printed


def as_data(value: Article) -> object:
    return msgspec.to_builtins(value)


@given(strategies.articles, st.integers(40, 120))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_was_printed_is_what_is_read(one: Article, width: int) -> None:
    text = plain.render(page(one), Setting(width=width))
    assert as_data(article(text)) == as_data(printed(one))
