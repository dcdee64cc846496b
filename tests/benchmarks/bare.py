"""The floor: a plain Streamlit page that draws a recorded page from constants, with nothing behind it."""

import base64
import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pyarrow.ipc
import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from tests.benchmarks.recording import Node

Draw = Callable[[dict[str, Any], str], object]


@lru_cache
def constants() -> dict[str, Any]:
    """Read once for the life of the server, with their tables and figures made."""
    loaded: dict[str, Any] = json.loads(Path(os.environ["BARE_CONSTANTS"]).read_text(encoding="utf-8"))
    for node in loaded["pages"].values():
        _make_constants(node)
    return loaded


def _make_constants(node: Node) -> None:
    values = node["values"]
    if "arrow" in values:
        values["frame"] = pyarrow.ipc.open_stream(io.BytesIO(base64.b64decode(values["arrow"]))).read_pandas()
    if "spec" in values:
        values["figure"] = json.loads(values["spec"])
    for child in node["children"]:
        _make_constants(child)


def _index(values: dict[str, Any]) -> int | None:
    return int(values["default"]) if "default" in values else None


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    return {"label_visibility": values.get("label_visibility", {}).get("value", "VISIBLE").lower()}


def _alert(values: dict[str, Any], _key: str) -> object:
    show = {"ERROR": st.error, "WARNING": st.warning, "INFO": st.info, "SUCCESS": st.success}
    return show[values["format"]](values["body"], icon=values.get("icon"))


def _heading(values: dict[str, Any], _key: str) -> object:
    return {"h1": st.title, "h2": st.header, "h3": st.subheader}[values["tag"]](values["body"])


def _markdown(values: dict[str, Any], _key: str) -> object:
    is_caption = values.get("element_type") == "CAPTION"
    return (st.caption if is_caption else st.markdown)(values.get("body", ""))


def _choice(values: dict[str, Any], key: str) -> object:
    draw = st.pills if values.get("style") == "PILLS" else st.segmented_control
    options = [option.get("content", "") for option in values.get("options", [])]
    chosen = [options[index] for index in values.get("default", [])]
    many = values.get("click_mode") == "MULTI_SELECT"
    default = chosen if many else next(iter(chosen), None)
    mode = "multi" if many else "single"
    return draw(values["label"], options, selection_mode=mode, default=default, key=key)


def _multiselect(values: dict[str, Any], key: str) -> object:
    options = values.get("options", [])
    chosen = [options[int(index)] for index in values.get("default", [])]
    return st.multiselect(values["label"], options, default=chosen, key=key)


def _button(values: dict[str, Any], key: str) -> object:
    draw = st.form_submit_button if values.get("is_form_submitter") else st.button
    kind = values.get("type", "secondary")
    return draw(values["label"], help=values.get("help"), type=kind, icon=values.get("icon"), key=key)


def _dataframe(values: dict[str, Any], key: str) -> object:
    return st.dataframe(values["frame"], alt=values.get("alt"), hide_index=True, key=key)


def _chart(values: dict[str, Any], key: str) -> object:
    figure = go.Figure(values["figure"])  # from constants, but built on each run: a figure is what the page draws
    return st.plotly_chart(figure, alt=values.get("alt"), theme=values.get("theme") or None, key=key)


def _metric(values: dict[str, Any], _key: str) -> object:
    return st.metric(values["label"], values["body"], values.get("delta") or None, help=values.get("help"))


def _page_link(values: dict[str, Any], _key: str) -> object:
    # A page of a one-page app has nowhere to link to, so the same kind of element points outside.
    return st.page_link("https://example.org", label=values["label"], icon=values.get("icon"))


def _number(values: dict[str, Any], key: str) -> object:
    return st.number_input(values["label"], value=values.get("default"), key=key)


DRAW: dict[str, Draw] = {
    "heading": _heading,
    "markdown": _markdown,
    "alert": _alert,
    "button_group": _choice,
    "multiselect": _multiselect,
    "button": _button,
    "dataframe": _dataframe,
    "plotly_chart": _chart,
    "metric": _metric,
    "page_link": _page_link,
    "number_input": _number,
    "text": lambda v, _: st.text(v.get("body", "")),
    "empty": lambda *_: st.empty(),
    "space": lambda *_: st.space(),
    "code": lambda v, _: st.code(v["code_text"]),
    "table": lambda v, _: st.table(v["frame"], alt=v.get("alt")),
    "progress": lambda v, _: st.progress(v.get("value", 0), v.get("text")),
    "link_button": lambda v, _: st.link_button(v["label"], v["url"]),
    "selectbox": lambda v, k: st.selectbox(v["label"], v.get("options", []), index=_index(v), key=k, **_shown(v)),
    "radio": lambda v, k: st.radio(v["label"], v.get("options", []), index=_index(v), key=k, **_shown(v)),
    "checkbox": lambda v, k: st.checkbox(v["label"], v.get("default", False), help=v.get("help"), key=k),
    "text_input": lambda v, k: st.text_input(v["label"], v.get("default"), help=v.get("help"), key=k, **_shown(v)),
    "text_area": lambda v, k: st.text_area(v["label"], v.get("default"), key=k, **_shown(v)),
    "date_input": lambda v, k: st.date_input(v["label"], value=next(iter(v.get("default", [])), None), key=k),
    "file_uploader": lambda v, k: st.file_uploader(v["label"], type=v.get("type"), help=v.get("help"), key=k),
    "download_button": lambda v, k: st.download_button(v["label"], lambda: b"", icon=v.get("icon"), key=k),
}


def _container(node: Node, key: str) -> AbstractContextManager[object]:
    values = node["values"]
    match node["kind"]:
        case "root":
            return nullcontext()
        case "expandable":
            return st.expander(values.get("label", ""), expanded=values.get("expanded", False), icon=values.get("icon"))
        case "form":
            return st.form(key, border=values.get("border", False))
        case "popover":
            return st.popover(values.get("label", ""))
        case _:
            return st.container()


def _columns(children: list[Node]) -> list[AbstractContextManager[object]]:
    return list(st.columns([child["values"].get("weight", 1) for child in children]))


def draw(node: Node, keys: Iterator[int]) -> None:
    """Draw a node and everything below it, as its own page would have been written."""
    key = f"bare.{next(keys)}"
    if node["kind"] in DRAW:
        DRAW[node["kind"]](node["values"], key)
        return
    children = node["children"]
    if children and all(child["kind"] == "column" for child in children):
        _draw_in(_columns(children), children, keys)
    elif node["kind"] == "tab_container":
        _draw_in(list(st.tabs([child["values"].get("label", "") for child in children])), children, keys)
    else:
        with _container(node, key):
            for child in children:
                draw(child, keys)


def _draw_in(places: list[AbstractContextManager[object]], nodes: list[Node], keys: Iterator[int]) -> None:
    for place, node in zip(places, nodes, strict=True):
        with place:
            for child in node["children"]:
                draw(child, keys)


def page() -> None:
    """The whole script of the bare app: the page settings, menu and logo of the product, and one page drawn."""
    known = constants()
    st.set_page_config(page_title="Bare", page_icon=known["icon"], layout="wide")
    chosen = st.navigation([st.Page(_draw_page, default=True, **known["menu"][0]), *map(_other, known["menu"][1:])])
    st.logo(known["logo"], size="large")
    chosen.run()


def _draw_page() -> None:
    draw(constants()["pages"][st.query_params["page"]], count())


def _other(entry: dict[str, Any]) -> StreamlitPage:
    return st.Page(lambda: None, **entry)
