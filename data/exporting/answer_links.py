"""Links to hand out: a poster for a group, or a sheet of cards to cut out, each with its QR code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import segno

from data.exporting.documents import document
from models.clock import day_text
from models.evaluations.questionnaires import STAGE_WORDS, Stage


@dataclass(frozen=True, slots=True)
class Card:
    """One link. No name: it is for everybody in the group."""

    name: str
    link: str

    @property
    def code(self) -> str:
        """The link as a QR code, an SVG picture: black on white also where the page is dark."""
        drawn = BytesIO()
        segno.make(self.link, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, light="white")
        return drawn.getvalue().decode()


def answer_links_document(cards: Sequence[Card], *, programme: str, stage: Stage, expires_at: datetime) -> bytes:
    """The poster or the cards as a PDF."""
    return document(
        "answer_links",
        {
            "title": f"A few questions {STAGE_WORDS[stage].lower()} {programme}",
            "until": day_text(expires_at.date()),
            "cards": [{"name": card.name, "link": card.link, "code": card.code} for card in cards],
        },
    )
