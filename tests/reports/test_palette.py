"""The colours hold what WCAG and colour-blind readers ask of them."""

import numpy as np
import pytest

from reports.palette import CHANGE_STEPS, CHANGES, CLASSES, DARK, LIGHT, ON_CLASSES, Ink
from reports.palette import step_of_change as step
from tests.test_theme import SHAPE, TEXT, channels, contrast, luminance

# Viénot, Brettel & Mollon 1999: what is left of linear RGB for who lacks one kind of cone.
BLINDNESS = {
    "protanopia": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deuteranopia": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ @ np.ones(3)


def lab(colour: str, blindness: str | None = None) -> np.ndarray:
    rgb = np.array(channels(colour)) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    if blindness is not None:
        linear = np.clip(np.array(BLINDNESS[blindness]) @ linear, 0, 1)
    xyz = TO_XYZ @ linear / WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(first: str, second: str, blindness: str | None) -> float:
    """Distance as an eye sees it (CIE 1976); 2.3 is just noticeable."""
    return float(np.linalg.norm(lab(first, blindness) - lab(second, blindness)))


def test_the_measure_of_distance_is_the_known_one() -> None:
    assert apart("#000000", "#ffffff", None) == pytest.approx(100, abs=0.1)
    # Red and green of one brightness: far apart for most, alike for some.
    assert apart("#d00000", "#006f00", None) > 100
    assert apart("#d00000", "#5a5a00", "deuteranopia") < 35


def test_a_higher_class_is_a_darker_colour() -> None:
    brightness = [luminance(channels(colour)) for colour in CLASSES]
    assert brightness == sorted(brightness, reverse=True)
    assert len(CLASSES) == len(ON_CLASSES) == 5


@pytest.mark.parametrize("blindness", [None, *BLINDNESS])
def test_every_colour_is_told_from_every_other(blindness: str | None) -> None:
    for scheme in (CLASSES, CHANGES):
        for i, first in enumerate(scheme):
            for second in scheme[i + 1 :]:
                assert apart(first, second, blindness) > 15, (first, second)


def test_words_on_a_class_are_readable() -> None:
    for colour, ink in zip(CLASSES, ON_CLASSES, strict=True):
        assert contrast(channels(colour), channels(ink)) >= TEXT


@pytest.mark.parametrize("ink", [LIGHT, DARK], ids=["light", "dark"])
def test_inks_on_their_page(ink: Ink) -> None:
    page = channels(ink.page)
    for colour in (ink.text, ink.soft):
        assert contrast(channels(colour), page) >= TEXT
    assert contrast(channels(ink.accent), page) >= SHAPE
    assert contrast(channels(ink.hatch), channels(ink.unrated)) >= SHAPE


def test_change_is_symmetrical_around_no_change() -> None:
    assert list(CHANGE_STEPS) == [-edge for edge in reversed(CHANGE_STEPS)]
    assert [step(points) for points in (-9, -5, -4.9, -1.1, -1, 0, 1, 1.1, 4.9, 5, 9)] == [
        *(0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4)
    ]
    for points in np.arange(0, 8, 0.05):
        assert step(points) == 4 - step(-points)
