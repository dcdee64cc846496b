"""The hand-over pack: a caseload in order, each family on a page of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from data.exporting.documents import document
from models.clock import day_text, local_text, today
from models.families.handover import HandoverFamily


def handover_pack(families: Sequence[HandoverFamily], *, worker: str, kinds: Mapping[str, str]) -> bytes:
    """The pack as a PDF; `kinds` are the labels of kinds of contact."""
    content = {
        "worker": worker,
        "made_on": day_text(today()),
        "families": [_family(family, kinds) for family in families],
    }
    return document("handover_pack", content)


def _family(family: HandoverFamily, kinds: Mapping[str, str]) -> dict[str, Any]:
    return {
        **asdict(family),
        "contacts": [
            ". ".join(filter(None, (f"{local_text(at)}: {kinds.get(kind, kind)}", line)))
            for at, kind, line in family.contacts
        ],
        "next_due": [f"{day_text(on)}: {what}" for on, what in family.next_due],
    }
