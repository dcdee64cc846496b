"""Each rule of code against the files it is for, and against an example of what it must find."""

import inspect

import pytest

from tests.architecture import rules
from tests.architecture.rules import Rule
from tests.architecture.source import ROOT, name_of, product_files, tree_of

PRODUCT = product_files()
PAGES, COMPONENTS = product_files("pages"), product_files("components")
CHARTS = tuple(path for path in COMPONENTS if "charts" in (path.stem, path.parent.name))
QUERIES = tuple(path for path in product_files("data") if "queries" in (path.stem, path.parent.name))
SCREEN = (ROOT / "app.py", *PAGES, *COMPONENTS)

# Where the address is kept, and the one place that draws a page afresh.
STEERING = {ROOT / "components" / "kit" / f"{name}.py" for name in ("address", "editing", "layout", "links", "opening")}
DRAWING = [path for path in set(COMPONENTS) - STEERING if path.parent.name != "access"]

WHERE: dict[Rule, tuple] = {
    rules.guard_comes_first: PAGES,
    rules.no_database_in_pages: (*PAGES, *COMPONENTS),
    # start.py brings the schema up to date before the first visitor
    rules.no_session_on_screen: tuple({*PAGES, *COMPONENTS} - {ROOT / "components" / "access" / "start.py"}),
    rules.no_transaction_in_queries: QUERIES,
    rules.no_page_address: product_files("data"),  # a kind of record says its page beside its table, in models
    rules.no_arithmetic_in_pages: PAGES,
    rules.charts_do_not_import_streamlit: CHARTS,
    # app.py imports it in the main thread, so that two first visitors do not race to do so
    rules.plotly_only_in_charts: tuple(set(PAGES) | set(COMPONENTS) - set(CHARTS)),
    rules.pictures_have_alt_and_key: SCREEN,
    rules.nothing_on_screen_inside_a_transaction: PRODUCT,
    rules.no_print: PRODUCT,
    rules.no_unsafe_html: SCREEN,
    rules.no_write: SCREEN,
    rules.no_streamlit_cache: tuple(set(PRODUCT) - set(COMPONENTS)),
    rules.components_do_not_steer: tuple(DRAWING),
    rules.no_role_compared: (*SCREEN, *product_files("data")),
    rules.keys_are_dotted: SCREEN,
    rules.no_positional_boolean: PRODUCT,
    rules.no_future_annotations: product_files("models"),
}

# (rule, code it must find fault with, code it must pass)
EXAMPLES = [
    (rules.guard_comes_first, "import a\nst.title('x')\nrequire(P.X)", "'''Doc.'''\nactor = require(P.X)"),
    (rules.guard_comes_first, "actor = signed_in()", "import a\nrequire(P.X)"),
    (rules.guard_comes_first, "", "require(P.X)"),
    (rules.no_database_in_pages, "from sqlmodel import select", "from data.attendance.queries.pupils import find"),
    (rules.no_database_in_pages, "def f():\n    import sqlite3", "import sqlite_like"),
    (rules.no_session_on_screen, "from data.core.db import reading", "from data.attendance.queries.pupils import find"),
    (
        rules.no_transaction_in_queries,
        "from data.core.db import reading, transaction",
        "from data.core.db import reading",
    ),
    (rules.no_transaction_in_queries, "with db.transaction() as session: ...", "with db.reading() as session: ..."),
    (rules.no_page_address, "link = f'contact?id={row.id}'", "line = f'contact {row.id}'"),
    (rules.no_page_address, "page = 'hand-over'", "form = 'hand_over'"),
    (rules.no_page_address, "link = f'{host}/answer?k={token}'", "way = 'answer'"),
    (rules.no_page_address, "script = '../../pages/families/my_week.py'", "name = 'my_week'"),
    (rules.no_page_address, "class Item:\n    page: str", "class Wanted:\n    page: int"),
    (rules.no_page_address, "show(row, url_path=path)", "show(row, about=row.id)"),
    (rules.no_arithmetic_in_pages, "st.metric('x', 100 * a / b)", "st.text('a' + 'b')"),
    (rules.charts_do_not_import_streamlit, "import streamlit as st", "import plotly.graph_objects as go"),
    (rules.plotly_only_in_charts, "from plotly import graph_objects", "from components.awards.charts import x"),
    (rules.pictures_have_alt_and_key, "st.dataframe(rows, key='a.b')", "st.dataframe(rows, alt='x', key='a.b')"),
    (rules.pictures_have_alt_and_key, "left.plotly_chart(f, alt='x')", "left.plotly_chart(f, alt='x', key='a.b')"),
    (rules.pictures_have_alt_and_key, "st.table(rows)", "st.table(rows, alt='x')"),
    (
        rules.nothing_on_screen_inside_a_transaction,
        "with transaction() as session:\n    if x:\n        st.toast('Saved')",
        "with transaction() as session:\n    save(session)\nst.toast('Saved')",
    ),
    (rules.nothing_on_screen_inside_a_transaction, "with db.transaction() as s:\n    f(s, progress)", "progress(1)"),
    (rules.nothing_on_screen_inside_a_transaction, "def f(session, *, progress): ...", "def f(progress): ..."),
    (rules.no_print, "def f():\n    print('x')", "log.info('x')"),
    (rules.no_unsafe_html, "st.markdown(x, unsafe_allow_html=True)", "st.markdown('plain')"),
    (rules.no_unsafe_html, "st.html('<style>p {}</style>')", "st.text('<b>')"),
    (rules.no_write, "st.write(row)", "stream.write(row)"),
    (rules.no_streamlit_cache, "@st.cache_data(ttl=60)\ndef f(): ...", "@lru_cache\ndef f(): ..."),
    (rules.components_do_not_steer, "if asked:\n    st.stop()", "event.stop()"),
    (rules.components_do_not_steer, "page = st.query_params['id']", "st.selectbox('x', bind='query-params')"),
    (rules.components_do_not_steer, "st.switch_page('x.py')", "to_page('x', 'X', actor=actor)"),
    (rules.components_do_not_steer, "with saved('x'):\n    st.rerun()", "with saved('x', then=then): ..."),
    (
        rules.components_do_not_steer,
        "from components.kit.address import go_to",
        "from components.kit.links import to_page",
    ),
    (rules.no_role_compared, "if actor.role == Role.LEAD: ...", "if actor.can(Permission.X): ..."),
    (rules.no_role_compared, "if role in (Role.LEAD, Role.WORKER): ...", "role = Role.LEAD"),
    (rules.keys_are_dotted, "st.text_input('x', key='name')", "st.text_input('x', key='account.name')"),
    (rules.keys_are_dotted, "st.button('x', key=f'close{i}')", "st.button('x', key=f'account.close.{i}')"),
    (rules.no_positional_boolean, "def f(a, is_new: bool): ...", "def f(a, *, is_new: bool): ..."),
    (rules.no_future_annotations, "from __future__ import annotations", "import datetime"),
]


@pytest.mark.parametrize("rule", WHERE, ids=lambda rule: rule.__name__)
def test_the_code_keeps(rule: Rule) -> None:
    broken = [f"{name_of(path)}: {problem}" for path in WHERE[rule] for problem in rule(tree_of(path))]
    assert not broken, "\n".join(broken)


def test_every_rule_has_an_example_and_a_place() -> None:
    written = {
        rule
        for rule in vars(rules).values()
        if inspect.isfunction(rule) and inspect.signature(rule) == inspect.signature(rules.no_print)
    }
    assert {rule for rule, _, _ in EXAMPLES} == set(WHERE) == written
