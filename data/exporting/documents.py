"""Documents to print, set by Typst. What people typed goes in as data and is never read as markup."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

_TEMPLATES = Path(__file__).parent / "templates"


def document(template: str, content: Mapping[str, Any]) -> bytes:
    """A tagged PDF from a template of this folder and its content."""
    return bytes(typst.compile(_TEMPLATES / f"{template}.typ", sys_inputs={"content": json.dumps(content)}))
