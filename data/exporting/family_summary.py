"""The summary a family takes home, as a page or two to print."""

from data.exporting.documents import document
from models.clock import day_text
from models.families.plans import ActionRow, ActionStatus, FamilySummary


def family_summary_document(summary: FamilySummary) -> bytes:
    """The summary as a PDF."""
    return document(
        "family_summary",
        {
            "name": summary.name,
            "made_on": day_text(summary.made_on),
            "matters_to_me": summary.matters_to_me,
            "agreed": [_agreed(action) for action in summary.agreed],
            "going": summary.going,
            "next_step": summary.next_step,
        },
    )


def _agreed(action: ActionRow) -> dict[str, str]:
    by_when = day_text(action.due_on) if action.due_on else "No date yet"
    return {
        "what": action.what,
        "who": action.who,
        "when": "Done" if action.status is ActionStatus.DONE else by_when,
        "good": action.good_looks_like,
        "service": action.service,
    }
