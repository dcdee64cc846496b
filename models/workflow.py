"""Moves between states: which there are, and a picture of them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from models.errors import InvalidTransition

State = TypeVar("State", bound=StrEnum)
Moves = Mapping[State, frozenset[State]]


def check_transition(moves: Moves[State], now: State, to: State) -> None:
    """Raise InvalidTransition unless the move is one of those allowed."""
    if to not in moves[now]:
        raise InvalidTransition(
            "That step is not possible from where this stands now; somebody may have moved it on. "
            "Nothing was changed: please look at the page again."
        )


def open_states(moves: Moves[State]) -> frozenset[State]:
    """The states from which there is still a way on."""
    return frozenset(state for state, onward in moves.items() if onward)


def state_diagram(moves: Moves[State], first: State) -> str:
    """The moves as a mermaid diagram, in the order the states are declared."""
    lines = [f"    [*] --> {first}"]
    for state, onward in moves.items():
        lines += [f"    {state} --> {to}" for to in moves if to in onward]
        lines += [] if onward else [f"    {state} --> [*]"]
    return "\n".join(["stateDiagram-v2", *lines])
