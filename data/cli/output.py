"""How every command begins and ends: the newest schema first, plain words or JSON, exit code 1 for a refusal."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Report as JSON, for another program to read.")]


@contextmanager
def command(*, as_json: bool = False) -> Iterator[None]:
    """Bring the database up to date, do the work, and turn a refusal into its reasons and exit code 1."""
    os.environ.setdefault("STREAMLIT_LOGGER_LEVEL", "error")  # the password library brings Streamlit's warnings along
    from alembic.util import CommandError
    from sqlalchemy.exc import OperationalError

    from data.core.db import migrate
    from models.errors import HomeLinkError

    try:
        migrate()
        yield
    except HomeLinkError as refusal:
        refuse([str(refusal)], as_json=as_json)
    except CommandError:
        refuse(["This database was made by a newer version of Home Link. Use that version."], as_json=as_json)
    except OperationalError as error:
        refuse([f"The database could not be used, and nothing was changed: {error.orig}"], as_json=as_json)


def say_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Write one JSON value to standard output; dates as YYYY-MM-DD."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def refuse(reasons: Sequence[str], *, as_json: bool) -> NoReturn:
    """Say why nothing was done, on standard error and, when asked, as JSON; end with exit code 1."""
    for reason in reasons:
        typer.echo(f"Refused: {reason}", err=True)
    if as_json:
        say_json({"done": False, "reasons": list(reasons)})
    raise typer.Exit(1)
