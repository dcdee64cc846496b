"""The command that reports wellbeing webs."""

from typing import TYPE_CHECKING, Any

import typer

from data.cli.output import AsJson, command, say_json

if TYPE_CHECKING:
    from data.wellbeing.queries import ScaleFigures, WebFigures


def webs(*, as_json: AsJson = False) -> None:
    """Report wellbeing webs: how many, and the change from the first to the latest of the same child and voice.

    Only readings on one scale are compared. `change` is of the scale used most; `scales` holds each.
    """
    with command(as_json=as_json):
        from data.wellbeing.queries import web_figures
        from models.permissions import SYSTEM

        figures = web_figures(actor=SYSTEM)
    if as_json:
        say_json(_report(figures))
        return
    typer.echo(
        f"{figures.readings:,} readings of {figures.children:,} children, "
        f"with {figures.scores_not_given:,} scores not given."
    )
    for scale in figures.scales:
        typer.echo(f"Scale {scale.lowest} to {scale.highest}: {scale.pairs:,} paired, {scale.not_paired:,} not paired.")
        for indicator, change in scale.change.items():
            mean = "no pairs" if change.mean is None else f"{change.mean:+.2f} in {change.n:,} pairs"
            typer.echo(f"  {indicator.value.capitalize()}: {mean}")


def _report(figures: "WebFigures") -> dict[str, Any]:
    scales = [_scale(each) for each in figures.scales]
    return {
        "readings": figures.readings,
        "children": figures.children,
        "scores_not_given": figures.scores_not_given,
        "pairs": sum(each.pairs for each in figures.scales),
        "not_paired": sum(each.not_paired for each in figures.scales),
        "change": scales[0]["change"] if scales else {},
        "scales": scales,
    }


def _scale(figures: "ScaleFigures") -> dict[str, Any]:
    return {
        "lowest": figures.lowest,
        "highest": figures.highest,
        "readings": figures.readings,
        "pairs": figures.pairs,
        "not_paired": figures.not_paired,
        "change": {
            indicator.value.capitalize(): {
                "mean_change": None if change.mean is None else round(change.mean, 3),
                "n": change.n,
            }
            for indicator, change in figures.change.items()
        },
    }
