"""The two doors to the database: every public function of actions and queries, and what is wrong with it."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

from sqlmodel import Session

import data
from models.permissions import Actor

Door = Callable[..., object]


def _public(side: str) -> Iterator[tuple[str, Door]]:
    """Of `data/<subject>/actions.py`, named by the subject, and of every module of `data/<subject>/actions/`."""
    for module_info in pkgutil.walk_packages(data.__path__, "data."):
        _, subject, *below = module_info.name.split(".")
        if below[:1] != [side] or module_info.ispkg:
            continue
        module = importlib.import_module(module_info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{(subject, *below[1:])[-1]}.{name}", inspect.unwrap(function)


def _doors(side: str) -> dict[str, Door]:
    found: dict[str, Door] = {}
    for name, door in _public(side):
        if name in found:
            raise LookupError(f"Two modules hold a door called {name}: give one module another name.")
        found[name] = door
    return found


ACTIONS, QUERIES = _doors("actions"), _doors("queries")


def signature_problem(function: Door, identity: str, annotation: object) -> str | None:
    """Why a door cannot be trusted to know who asks, or None."""
    parameters = inspect.signature(function).parameters
    by_position = [name for name, parameter in parameters.items() if parameter.kind is not parameter.KEYWORD_ONLY]
    if by_position:
        return f"takes {by_position} by position: put `*` first"
    if identity not in parameters:
        return f"needs `{identity}: {getattr(annotation, '__name__', annotation)}`"
    if parameters[identity].annotation != annotation:
        return f"`{identity}` must be annotated {annotation}"
    if parameters[identity].default is not inspect.Parameter.empty:
        return f"`{identity}` must not have a default"
    return None


def is_part_of_another(function: Door) -> bool:
    """Whether it works in a session it is given. No page can hold one, so only a real door can call it."""
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation is Session


# Nobody is signed in yet when these are called, so there is no Actor to pass.
ACTIONS_WITHOUT_ACTOR: dict[str, str] = {
    "answer_links.open_link": "finds out who the actor is",
    "drafts.expire_drafts": "the server's own timed clearing, for nobody in particular",
    "set_up.make_set_up_code": "the server's own, at start",
    "set_up.create_first_administrator": "there is no account yet; the code stands in",
    "sign_in.sign_in": "finds out who the actor is",
    "sign_in.sign_in_external": "finds out who the actor is",
    "sign_in.trade_ticket": "the ticket stands in",
}
QUERIES_WITHOUT_ACTOR: dict[str, str] = {
    "accounts.token_hash": "pure: what is kept of a token",
    "accounts.current_visit": "finds out who the actor is",
    "accounts.current_actor": "finds out who the actor is",
    "accounts.is_set_up": "decides whether there can be an actor",
    "accounts.is_shared": "a fact of the installation, about an account whose name everyone is shown",
    "accounts.is_demonstration": "a fact of the installation, shown to everyone",
    "private_calendar.calendar_entries": "a calendar program asks; the private token stands in",
    "drafts.open_draft_of": "pure: the value of a row already found",
}


def wrong_doors(doors: dict[str, Door], excused: dict[str, str], identity: str) -> list[str]:
    """Every door that does not ask who is there, in words."""
    found = {
        name: signature_problem(door, identity, Actor)
        for name, door in doors.items()
        if name not in excused and not is_part_of_another(door)
    }
    return [f"{name} {problem}" for name, problem in sorted(found.items()) if problem]
