"""Commands that look after the database itself."""

import typer

from data.cli.output import AsJson, command, say_json


def migrate() -> None:
    """Bring the database to the newest schema. Safe to run at any time, also twice at once."""
    with command():
        from data.core.db import migrate as to_newest

        typer.echo(f"The database is up to date, at revision {to_newest()}.")


def demo() -> None:
    """Fill an empty database with invented demonstration data. Refused beside real records."""
    with command():
        from data.demo.demonstration import load_demonstration
        from data.reference.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
        from models.permissions import SYSTEM

        load_demonstration(by=SYSTEM)
        names = ", ".join(username for _, username, _ in DEMO_ACCOUNTS)
        typer.echo(f"The demonstration is ready. Sign in as {names}; the password of each is: {DEMO_PASSWORD}")


def check(*, as_json: AsJson = False) -> None:
    """Check the database, its links, the audit log's chain and the attendance summaries.

    Ends with exit code 1, and each problem in words, when something is wrong.
    """
    with command(as_json=as_json):
        from data.access.queries.checks import check_database
        from models.permissions import SYSTEM

        report = check_database(actor=SYSTEM)
    if as_json:
        say_json(
            {
                "ok": not report.problems,
                "revision": report.revision,
                "events": report.events,
                "head_hash": report.head_hash,
                "problems": list(report.problems),
            }
        )
    for problem in report.problems:
        typer.echo(problem, err=True)
    if report.problems:
        raise typer.Exit(1)
    if not as_json:
        typer.echo(f"All is well: revision {report.revision}, {report.events:,} events in the log, in order.")
        typer.echo(f"Seal of the newest event: {report.head_hash}")
