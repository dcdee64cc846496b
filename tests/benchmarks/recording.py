"""What a page drew, taken from the frames it sent, as plain values another page can draw again."""

import base64
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.proto.Delta_pb2 import Delta

Node = dict[str, Any]  # {"kind": …, "values": {…}, "children": […]}


def record(deltas: list[tuple[tuple[int, ...], Delta]]) -> Node:
    """The tree of everything drawn, in the order it stands on the page."""
    root: dict[tuple[int, ...], Node] = {(): _block("root", {})}
    for path, delta in deltas:
        kind = delta.WhichOneof("type")
        if kind == "new_element":
            root[path] = _element(delta)
        elif kind == "add_block":
            block = delta.add_block
            root[path] = _block(block.WhichOneof("type") or "vertical", _values(block))
    return _assemble(root)


def _values(message: Any) -> dict[str, Any]:
    return MessageToDict(message, preserving_proto_field_name=True)


def _block(kind: str, values: dict[str, Any]) -> Node:
    return {"kind": kind, "values": values.get(kind, {}), "children": []}


def _element(delta: Delta) -> Node:
    kind = delta.new_element.WhichOneof("type") or "empty"
    message = getattr(delta.new_element, kind)
    values = _values(message)
    if kind in ("dataframe", "table"):
        values.pop("arrow_data", None)
        values["arrow"] = base64.b64encode(message.arrow_data.data).decode()
    return {"kind": kind, "values": values, "children": []}


def _assemble(found: dict[tuple[int, ...], Node]) -> Node:
    """Hang every node below its nearest drawn ancestor; the first number of a path is main, sidebar or event."""
    for path in sorted(path for path in found if path):
        parent = path[:-1]
        while parent not in found:
            parent = parent[:-1]
        found[parent]["children"].append(found[path])
    return found[()]


def kinds(node: Node) -> list[str]:
    """Every kind of element in the tree, in order, for comparing two drawings."""
    return [node["kind"], *(kind for child in node["children"] for kind in kinds(child))]
