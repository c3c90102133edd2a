"""The colours of .streamlit/config.toml reach WCAG AA wherever Streamlit sets them on each other."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / ".streamlit" / "config.toml"
PAGE = ROOT / "static" / "page" / "page.css"
THEMES = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
SETTINGS = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11


def channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def luminance(rgb: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in map(_unit, rgb)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _unit(channel: float) -> float:
    return channel / 255


def contrast(first: list[float], second: list[float]) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white_is_the_standards() -> None:
    assert contrast(channels("#000000"), channels("#ffffff")) == pytest.approx(21)
    assert contrast(channels("#777777"), channels("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_on_its_grounds(name: str, ground: str) -> None:
    theme = THEMES[name]
    back = channels(theme[ground])
    for colour in ("textColor", "linkColor", "primaryColor"):
        assert contrast(channels(theme[colour]), back) >= TEXT, colour
    # Captions and placeholders are the text colour at 60 %.
    text = channels(theme["textColor"])
    faded = [0.6 * ink + 0.4 * paper for ink, paper in zip(text, back, strict=True)]
    assert contrast(faded, back) >= TEXT


def test_white_on_the_accent() -> None:
    # Streamlit draws white on the accent: words on primary buttons and on the chips of
    # st.multiselect, ticks of checkboxes. On a dark ground no accent is readable as text (a
    # slider's value, a chosen tab) and carries white words too, so that page.css gives buttons and
    # chips a ground of their own; ticks need only the contrast of a shape.
    assert contrast(channels(THEMES["light"]["primaryColor"]), [255, 255, 255]) >= TEXT
    assert contrast(channels(THEMES["dark"]["primaryColor"]), [255, 255, 255]) >= SHAPE
    filled = re.search(r"--k-filled: (#[0-9a-f]{6})", PAGE.read_text(encoding="utf-8"))
    assert filled is not None
    assert contrast(channels(filled[1]), [255, 255, 255]) >= TEXT


def test_settings_that_keep_the_app_quiet_and_to_itself() -> None:
    assert SETTINGS["browser"]["gatherUsageStats"] is False
    assert SETTINGS["client"]["showErrorDetails"] == "none"
    assert SETTINGS["server"]["address"] == "127.0.0.1"
    assert SETTINGS["server"]["headless"] is True
    assert SETTINGS["server"]["enableXsrfProtection"] is True
    assert SETTINGS["server"]["maxUploadSize"] <= 5
    assert not any("font" in key.lower() for theme in THEMES.values() for key in theme)
