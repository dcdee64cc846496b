"""`python -m data`: the commands that look after an installation. docs/operations.md lists them."""

import typer

from data.cli import accounts, database, evaluations, figures, files, webs

app = typer.Typer(
    help="Look after Home Link: its database, files, accounts and figures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(database.migrate)
app.command()(database.demo)
app.command()(database.check)
app.command("import")(files.bring_in)
app.command("imports")(files.list_all)
app.command()(files.undo)
app.command()(figures.attendance)
app.command()(webs.webs)
app.command()(evaluations.evaluations)
app.add_typer(accounts.app, name="account")

if __name__ == "__main__":
    app()
