"""Rules a file of code must keep. Each takes a parsed file and returns what is wrong, in words."""

import ast
import re
from collections.abc import Callable, Iterator
from itertools import chain

from components.access.navigation import PAGES
from tests.architecture.source import functions

Rule = Callable[[ast.Module], list[str]]

_DATABASE_LIBRARIES = {"sqlmodel", "sqlalchemy", "sqlite3", "psycopg"}
_PICTURES = {"dataframe", "table", "plotly_chart"}
_ARITHMETIC = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the last part of the name called: `st.dataframe(...)` gives `dataframe`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield node, function.attr
            elif isinstance(function, ast.Name):
                yield node, function.id


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every module imported anywhere in the file, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def _imports_of(libraries: set[str], tree: ast.Module, advice: str) -> list[str]:
    return [f"line {line} imports {name}: {advice}" for line, name in imported(tree) if name.split(".")[0] in libraries]


def guard_comes_first(tree: ast.Module) -> list[str]:
    body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    first = body[0] if body else None
    value = first.value if isinstance(first, ast.Assign | ast.Expr) else None
    is_guard = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "require"
    return [] if is_guard else ["the first statement after the imports must be `actor = require(Permission.X)`"]


def no_database_in_pages(tree: ast.Module) -> list[str]:
    return _imports_of(_DATABASE_LIBRARIES, tree, "ask a query or an action of data/<subject> instead")


def no_session_on_screen(tree: ast.Module) -> list[str]:
    """Whoever can open a session can go round the two doors."""
    return [
        f"line {line} imports {name}: ask a query or an action instead"
        for line, name in imported(tree)
        if name == "data.core.db"
    ]


def no_transaction_in_queries(tree: ast.Module) -> list[str]:
    """The database refuses what a reader would change; nobody need find that out on a screen."""
    return [
        f"line {node.lineno} names transaction: a query only reads; what writes is an action"
        for node in ast.walk(tree)
        if (isinstance(node, ast.alias) and node.name == "transaction")
        or (isinstance(node, ast.Attribute) and node.attr == "transaction")
    ]


def _is_address() -> re.Pattern[str]:
    words = "|".join(page.url_path for page in PAGES)
    files = "|".join(re.escape(page.path) for page in PAGES)
    unmistakable = "|".join(page.url_path for page in PAGES if "-" in page.url_path)  # no other word has a hyphen
    return re.compile(rf"(?:.*/)?(?:{words})\?\w+=.*|/(?:{words})|/?(?:{unmistakable})|.*(?:{files}).*", re.DOTALL)


def _names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Attributes, keywords and the fields of classes; `page: str` is an address, `page: int` a place in a long list."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                yield node.lineno, name
            case ast.AnnAssign(target=ast.Name(id="page"), annotation=ast.Name(id="str")):
                yield node.lineno, "url_path"
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield node.lineno, name


def no_page_address(tree: ast.Module) -> list[str]:
    """Data says what kind of thing it is and which one; components know where things are shown."""
    address, fields = _is_address(), {"url_path", "query_params", "switch_page", "page_link"}
    held = [
        f"line {node.lineno} holds the address of a page: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and address.fullmatch(node.value)
    ]
    return held + [f"line {line} names {name}, the address of a page" for line, name in _names(tree) if name in fields]


def no_arithmetic_in_pages(tree: ast.Module) -> list[str]:
    return [
        f"line {node.lineno} calculates: move it to a pure function in models/"
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, _ARITHMETIC)
    ]


def charts_do_not_import_streamlit(tree: ast.Module) -> list[str]:
    return _imports_of({"streamlit"}, tree, "a chart takes values and returns a figure; the page draws it")


def plotly_only_in_charts(tree: ast.Module) -> list[str]:
    return _imports_of({"plotly"}, tree, "build the figure in the subject's charts.py and call that")


def pictures_have_alt_and_key(tree: ast.Module) -> list[str]:
    problems = []
    for call, name in _calls(tree):
        if name not in _PICTURES or not isinstance(call.func, ast.Attribute):
            continue
        given = {keyword.arg for keyword in call.keywords}
        wanted = {"alt"} if name == "table" else {"alt", "key"}  # st.table takes no key
        problems += [f"line {call.lineno}: {name}() needs {missing}=" for missing in sorted(wanted - given)]
    return problems


def _transactions(tree: ast.AST) -> Iterator[ast.With]:
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and any(
            name == "transaction" for item in node.items for _, name in _calls(item.context_expr)
        ):
            yield node


def nothing_on_screen_inside_a_transaction(tree: ast.Module) -> list[str]:
    """Streamlit may end the run at any call, so neither `st` nor a progress callback may be named inside."""
    inside = chain.from_iterable(ast.walk(statement) for block in _transactions(tree) for statement in block.body)
    problems = [
        f"line {node.lineno} uses `{node.id}` inside `with transaction()`: it could end the run half way"
        for node in inside
        if isinstance(node, ast.Name) and node.id in {"st", "progress"}
    ]
    for function in functions(tree):
        arguments = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
        if {"session", "progress"} <= arguments:
            problems.append(f"{function.name}() takes a session and a progress callback: report progress outside")
    return problems


def no_print(tree: ast.Module) -> list[str]:
    return [f"line {call.lineno} prints: log, or show it on the page" for call, name in _calls(tree) if name == "print"]


def no_unsafe_html(tree: ast.Module) -> list[str]:
    problems = [
        f"line {call.lineno} allows HTML: use Streamlit's own elements and the theme"
        for call, _ in _calls(tree)
        if any(keyword.arg == "unsafe_allow_html" for keyword in call.keywords)
    ]
    return problems + [
        f"line {node.lineno} writes a style or script: use the theme"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(tag in node.value for tag in ("<style", "<script"))
    ]


def no_write(tree: ast.Module) -> list[str]:
    return [
        f"line {call.lineno}: st.write guesses how to show its argument; say st.text, st.dataframe or what it is"
        for call, name in _calls(tree)
        if name == "write"
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "st"
    ]


def no_streamlit_cache(tree: ast.Module) -> list[str]:
    return [
        f"line {node.lineno} uses {node.attr}: caches are shared by everyone, so they live in components/ only"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"cache_data", "cache_resource"}
    ]


def components_do_not_steer(tree: ast.Module) -> list[str]:
    """Which record, where next and where it ends is the page's to say: docs/decisions/pages-hold-the-flow.md."""
    steps = [
        f"line {node.lineno} uses st.{node.attr}: the page reads the address and says where next"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"query_params", "switch_page", "stop", "rerun"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "st"
    ]
    address = "components.kit.address"
    return steps + [
        f"line {line} imports {address}: it is for pages" for line, name in imported(tree) if name == address
    ]


def no_role_compared(tree: ast.Module) -> list[str]:
    return [
        f"line {node.lineno} compares a role: ask for a permission with `actor.can(...)`"
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(
            isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "Role"
            for part in ast.walk(node)
        )
    ]


def keys_are_dotted(tree: ast.Module) -> list[str]:
    problems = []
    for call, _ in _calls(tree):
        for keyword in call.keywords:
            text = keyword.value.values[0] if isinstance(keyword.value, ast.JoinedStr) else keyword.value
            is_plain = isinstance(text, ast.Constant) and isinstance(text.value, str)
            if keyword.arg == "key" and is_plain and "." not in text.value:
                problems.append(f"line {call.lineno}: the key {text.value!r} must read `<page>.<widget>`")
    return problems


def no_positional_boolean(tree: ast.Module) -> list[str]:
    return [
        f"{function.name}() takes `{argument.arg}: bool` by position: make it keyword-only"
        for function in functions(tree)
        for argument in (*function.args.posonlyargs, *function.args.args)
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool"
    ]


def no_future_annotations(tree: ast.Module) -> list[str]:
    return [f"line {line}: __future__ breaks SQLModel's types" for line, name in imported(tree) if name == "__future__"]
