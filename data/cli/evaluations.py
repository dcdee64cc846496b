"""The command that reports what changed between the answers before and after programmes."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.cli.output import AsJson, command, say_json

if TYPE_CHECKING:
    from data.evaluations.queries.evaluations import Evaluation, Measure
    from models.evaluations.change import Change

Programme = Annotated[str | None, typer.Option(help="A programme by its name or number; all of them without it.")]


def evaluations(*, programme: Programme = None, as_json: AsJson = False) -> None:
    """Report answers before and after: how many, how many pairs, and the change of each question and aim.

    Only people who answered both times are compared. There are no averages, and nothing is said of chance below
    thirty pairs.
    """
    with command(as_json=as_json):
        from data.evaluations.queries.choices import programmes_called
        from data.evaluations.queries.evaluations import evaluations as every
        from data.evaluations.scope import AnswerFilters
        from models.errors import NotFound
        from models.permissions import SYSTEM

        ids = programmes_called(said=programme, actor=SYSTEM) if programme else (None,)
        if not ids:
            raise NotFound
        reports = [
            _report(each) for id_ in ids for each in every(actor=SYSTEM, filters=AnswerFilters(programme_id=id_))
        ]
    if as_json:
        say_json({"programme": programme, **_total(reports), "questionnaires": reports})
        return
    for report in reports:
        _say(report)
    if not reports:
        typer.echo("There are no answers yet.")


def _total(reports: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: sum(report[name] for report in reports) for name in ("pre", "post", "pairs", "not_paired")}


def _report(evaluation: "Evaluation") -> dict[str, Any]:
    return {
        "questionnaire": evaluation.name,
        "pre": evaluation.before,
        "post": evaluation.after,
        "pairs": evaluation.pairs,
        "not_paired": sum(evaluation.not_paired),
        "questions": {one.words: _measure(one) for one in evaluation.measures},
        "scores": {one.words: _measure(one) for one in evaluation.scores},
        "aims": {aim: _change(change) for aim, change in evaluation.aims.items()},
        "answers": {count.words: dict(count.answers) for count in evaluation.counts},
        "by_programme": {
            f"{one.name} ({one.id})": {"pre": one.before, "post": one.after, "pairs": one.pairs, **_change(one.change)}
            for one in evaluation.programmes
        },
    }


def _change(change: "Change") -> dict[str, Any]:
    return {"improved": change.improved, "same": change.same, "lower": change.lower}


def _measure(one: "Measure") -> dict[str, Any]:
    return {
        "aim": one.aim,
        "n": one.change.pairs,
        "only_before": one.before_only,
        "only_after": one.after_only,
        **_change(one.change),
        "median_before": one.change.median_before,
        "median_after": one.change.median_after,
        "test": None
        if one.test is None
        else {
            "name": "Wilcoxon signed-rank",
            "changed": one.test.changed,
            "p_value": one.test.p_value,
            "effect": one.test.effect,
        },
    }


def _say(report: dict[str, Any]) -> None:
    typer.echo(
        f"{report['questionnaire']}: {report['pre']:,} before, {report['post']:,} after, {report['pairs']:,} pairs, "
        f"{report['not_paired']:,} not paired."
    )
    for words, found in report["questions"].items():
        typer.echo(
            f"  {words}: {found['improved']} improved, {found['same']} the same, {found['lower']} lower "
            f"of {found['n']} pairs"
        )
