"""Commands for accounts. A password is never an argument: other people of the server could read it there."""

import secrets
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from data.cli.output import AsJson, command, refuse, say_json

if TYPE_CHECKING:
    from models.access import AccountCreate

app = typer.Typer(help="Add, list and close accounts.", no_args_is_help=True)
RoleName = Literal["worker", "lead", "headteacher", "administrator", "viewer"]
_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aeiou"


Username = Annotated[str, typer.Argument(help="What the person signs in with, in small letters.")]
Job = Annotated[RoleName, typer.Option(help="The person's job.")]
DisplayName = Annotated[str, typer.Option(help="The name others see. The username when not given.")]
WorkerName = Annotated[str, typer.Option(help="The worker's name as the tracker has it, for the caseload.")]
Seeds = Annotated[list[str] | None, typer.Option(help="SEED code of a headteacher's school; repeat for more.")]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and print it once.")]


@app.command()
def add(
    username: Username,
    *,
    role: Job,
    name: DisplayName = "",
    school: Seeds = None,
    worker: WorkerName = "",
    password_stdin: FromInput = False,
    generate: Generate = False,
    as_json: AsJson = False,
) -> None:
    """Add an account. The password is asked for, read from standard input, or made here.

    It must be changed at the first sign-in.
    """
    if password_stdin and generate:
        raise typer.BadParameter("Choose --password-stdin or --generate, not both.")
    password = _password(password_stdin=password_stdin, generate=generate)
    with command(as_json=as_json):
        from data.access.actions.accounts import add_account
        from models.permissions import SYSTEM

        who = {"username": username, "display_name": name or username, "role": role, "password": password}
        links = {"school_ids": frozenset(_school_ids(school or [])), "worker_id": _worker_id(worker)}
        account_id = add_account(account=_account(who | links), by=SYSTEM)
    if as_json:
        say_json({"done": True, "id": account_id, "username": username} | ({"password": password} if generate else {}))
        return
    typer.echo(f"Added {username}." + (f" The first password is: {password}" if generate else ""))


def _account(values: dict[str, Any]) -> "AccountCreate":
    from pydantic import ValidationError

    from models.access import AccountCreate
    from models.errors import InvalidInput

    try:
        return AccountCreate.model_validate(values)
    except ValidationError as error:
        faults = "; ".join(f"{fault['loc'][0]}: {fault['msg']}" for fault in error.errors())
        raise InvalidInput(f"That account cannot be: {faults}. Nothing was saved.") from error


def _password(*, password_stdin: bool, generate: bool) -> str:
    if generate:
        return "-".join(_word() for _ in range(3))
    if password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _word() -> str:
    """A word that can be said aloud; three of them are one of 10^17."""
    return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(3))


def _school_ids(seed_codes: list[str]) -> list[int]:
    """Every school with one of the SEED codes: a code may name a primary and a secondary."""
    from data.attendance.queries.schools import list_schools
    from models.errors import InvalidInput
    from models.permissions import SYSTEM

    schools = list_schools(actor=SYSTEM)
    if unknown := set(seed_codes) - {school.seed_code for school in schools}:
        raise InvalidInput(
            f"No school here has the SEED code {', '.join(sorted(unknown))}. Bring the schools in first."
        )
    return [school.id for school in schools if school.seed_code in seed_codes]


def _worker_id(name: str) -> int | None:
    if not name:
        return None
    from data.access.queries.accounts import list_worker_names
    from models.errors import InvalidInput
    from models.permissions import SYSTEM

    known = list_worker_names(actor=SYSTEM)
    for worker_id, known_name in known.items():
        if known_name.casefold() == name.strip().casefold():
            return worker_id
    raise InvalidInput(f"There is no worker called {name}. The workers are: {', '.join(known.values()) or 'none yet'}.")


@app.command("list")
def list_all(*, as_json: AsJson = False) -> None:
    """List every account, those in use first."""
    with command(as_json=as_json):
        from data.access.queries.accounts import list_accounts
        from models.permissions import SYSTEM

        accounts = list_accounts(actor=SYSTEM)
    rows = [
        {
            "id": account.id,
            "username": account.username,
            "name": account.display_name,
            "role": account.role.value,
            "active": account.is_active,
            "schools": list(account.school_names),
            "worker": account.worker_name,
            "last_signed_in_at": account.last_signed_in_at,
        }
        for account in accounts
    ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['username']}: {row['name']}, {row['role']}{'' if row['active'] else ', closed'}")
    if not rows:
        typer.echo("There are no accounts yet.")


@app.command()
def deactivate(
    username: Annotated[str, typer.Argument(help="Whose account to close.")], *, as_json: AsJson = False
) -> None:
    """Close an account: the person is signed out everywhere at once and cannot sign in again."""
    with command(as_json=as_json):
        from data.access.actions.accounts import deactivate_account
        from data.access.queries.accounts import list_accounts
        from models.permissions import SYSTEM

        ids = {account.username: account.id for account in list_accounts(actor=SYSTEM)}
        if username not in ids:
            refuse([f"There is no account called {username}."], as_json=as_json)
        deactivate_account(account_id=ids[username], by=SYSTEM)
    say_json({"done": True, "username": username}) if as_json else typer.echo(f"Closed {username}.")
