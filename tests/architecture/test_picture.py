"""The picture of the architecture shows the imports as they are."""

import ast

from tests.architecture.picture import PICTURE, drawn
from tests.architecture.subject_imports import Layer, layer_from, layers, subjects_in_order

ROOMS = frozenset({"awards", "families", "wellbeing"})
PAGES = Layer("pages", ROOMS, frozenset())


def _data(*arrows: tuple[str, str]) -> Layer:
    return Layer("data", ROOMS | {"cli", "core"}, frozenset(arrows))


def test_the_picture_is_current() -> None:
    advice = "Imports between subjects changed: run `python -m tests.architecture.picture`, and look at what it shows."
    assert PICTURE.read_text(encoding="utf-8") == drawn(layers()), advice


def test_an_import_is_found_wherever_it_stands() -> None:
    late = ast.parse("def later() -> None:\n    from data import families\n    import data.core.db, models.clock")
    files = [("awards", late), ("families", ast.parse("")), ("core", ast.parse("from data.core import db"))]
    assert layer_from("data", files).arrows == {("awards", "families"), ("awards", "core")}


def test_another_import_gives_another_picture() -> None:
    assert drawn([PAGES, _data()]) != drawn([PAGES, _data(("awards", "families"))])


def test_what_stands_on_least_comes_first() -> None:
    with_a_circle = _data(("awards", "families"), ("families", "wellbeing"), ("wellbeing", "awards"))
    assert subjects_in_order([PAGES, _data(("awards", "wellbeing"), ("wellbeing", "families"))])[0] == "families"
    assert drawn([PAGES, with_a_circle]).count("against") == drawn([PAGES, _data()]).count("against") + 1


def test_rooms_that_are_no_subject_stand_above_or_below() -> None:
    data = _data(("cli", "families"), ("families", "core"), ("core", "awards"))
    assert (data.above(ROOMS), data.below(ROOMS)) == (["cli"], ["core"])
