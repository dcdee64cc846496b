"""The theme's colours: legible in light and dark, and charts that stand out for everyone."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

THEME = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
MODES = ("light", "dark")
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11
FADED = 0.6  # how strongly Streamlit draws a caption
WHITE = "#ffffff"
SURFACES = [
    pytest.param(THEME[mode], surface, id=f"{mode}-{name}")
    for mode in MODES
    for name, surface in {
        "page": THEME[mode]["backgroundColor"],
        "fields": THEME[mode]["secondaryBackgroundColor"],
        "sidebar": THEME[mode]["sidebar"]["backgroundColor"],
    }.items()
]


def _channels(colour: str) -> list[float]:
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def _linear(channels: list[float]) -> list[float]:
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def _luminance(channels: list[float]) -> float:
    red, green, blue = _linear(channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: list[float], other: list[float]) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def contrast(one: str, other: str) -> float:
    return _contrast(_channels(one), _channels(other))


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("theme", "surface"), SURFACES)
def test_text_is_legible(theme: dict, surface: str) -> None:
    assert contrast(theme["textColor"], surface) >= 7
    assert contrast(theme["linkColor"], surface) >= TEXT
    pairs = zip(_channels(theme["textColor"]), _channels(surface), strict=True)
    caption = [FADED * text + (1 - FADED) * behind for text, behind in pairs]
    assert _contrast(caption, _channels(surface)) >= TEXT, "A caption is a faded text."
    assert contrast(theme["borderColor"], surface) >= GRAPHIC, "The ring of a choice is all one sees of it."


@pytest.mark.parametrize("mode", MODES)
def test_buttons_and_headings_are_legible(mode: str) -> None:
    theme = THEME[mode]
    assert contrast(theme["primaryColor"], WHITE) >= TEXT, "White words on the main button."
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= GRAPHIC
    assert contrast(theme["dataframeHeaderTextColor"], theme["dataframeHeaderBackgroundColor"]) >= TEXT


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("colour", THEME["chartCategoricalColors"])
def test_chart_colours_stand_out(mode: str, colour: str) -> None:
    assert contrast(colour, THEME[mode]["backgroundColor"]) >= GRAPHIC


# Machado, Oliveira and Fernandes (2009), severity 1: what people without red, green or blue cones see.
COLOUR_BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def _seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> list[float]:
    light = _linear(_channels(colour))
    mixed = [min(1.0, max(0.0, sum(w * c for w, c in zip(row, light, strict=True)))) for row in matrix]
    return [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in mixed]


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
def test_the_first_four_chart_colours_differ_for_everyone(kind: str) -> None:
    """Lines also differ in dash and marker; this keeps the colours themselves from falling together."""
    for one, other in combinations(THEME["chartCategoricalColors"][:4], 2):
        seen = zip(_seen(one, COLOUR_BLINDNESS[kind]), _seen(other, COLOUR_BLINDNESS[kind]), strict=True)
        assert sum((a - b) ** 2 for a, b in seen) ** 0.5 > 0.1, (one, other)
