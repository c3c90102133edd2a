"""Remake the pictures of the README from the app as it is now."""

from __future__ import annotations

import argparse
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli import PROMPT, UserError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
EPILOG = f"""\
Starts the app at a free port of this computer, opens its pages in Chromium, Chrome or Edge, and
writes one PNG a page. Needs the development packages, which `{PROMPT} test` installs.

examples:
  {PROMPT} pictures                   all pictures, into docs/pictures
  {PROMPT} pictures --out elsewhere   into another folder
  {PROMPT} pictures --only region-ru  one of them

exit code: 0 done, 2 wrong arguments, no development packages or no browser
"""


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the page's address, and how it is looked at."""

    name: str
    address: str
    width: int = 1400
    tallest: int = 1600
    dark: bool = False


PICTURES = (
    Picture("overview-en", "/?lang=en"),
    Picture("overview-kk-dark", "/?lang=kk", tallest=900, dark=True),
    Picture("region-ru", "/region?lang=ru", tallest=2000),
    Picture("signals-en", "/signals?lang=en", tallest=1500),
    Picture("incidents-ru", "/incidents?lang=ru&incident=2020-masanchi", tallest=1300),
    Picture("validation-en", "/validation?lang=en", tallest=1400),
    Picture("weights-ru", "/weights?lang=ru&weights=migration:40", tallest=1400),
    Picture(
        "what-if-en",
        "/what_if?lang=en&region=KZ-31"
        "&changes=KZ-31.poverty_share:add2~KZ-31.population_growth:add1",
        tallest=1600,
    ),
    Picture("compare-ru", "/compare?lang=ru&regions=KZ-61~KZ-31~KZ-71", tallest=1600),
    Picture("robustness-en", "/robustness?lang=en", tallest=1600),
    Picture("data-en", "/data?lang=en", tallest=1200),
    Picture("methodology-en", "/methodology?lang=en", tallest=1200),
    Picture("overview-kk-phone", "/?lang=kk", width=390, tallest=1000),
)


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "pictures",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
    )
    names = [picture.name for picture in PICTURES]
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER", help="write there")
    parser.add_argument("--only", choices=names, metavar="NAME", help=f"one of: {', '.join(names)}")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Make the pictures and return 0; what the user can mend is raised with its message."""
    try:
        import browser.pages  # noqa: F401 - only to see whether it is there
    except ModuleNotFoundError as error:
        raise UserError(
            f"pictures: {error.name} is missing, one of the development packages: "
            f"{PROMPT} test installs them"
        ) from error
    from scenarios.database import VARIABLE

    try:
        args.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{args.out}: cannot be made: {error.strerror}") from error
    # A store of its own: nobody's work is in a picture.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ[VARIABLE] = f"sqlite:///{folder}/store.sqlite"
        _take_all(args)
    return 0


def _take_all(args: argparse.Namespace) -> None:
    from browser.pages import chromium
    from browser.server import served

    with served() as server, chromium() as browser:
        for picture in PICTURES:
            if args.only in (None, picture.name):
                path = args.out / f"{picture.name}.png"
                path.write_bytes(smaller(take(browser, server.url, picture)))
                print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)


def take(browser: Browser, url: str, picture: Picture) -> bytes:
    """Picture a page from its top, whole unless it is taller than ``picture.tallest``."""
    from browser.pages import settle_whole, wait_ready

    context = browser.new_context(
        base_url=url,
        viewport={"width": picture.width, "height": 800},
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(picture.address)
    wait_ready(page, moment=800, timeout=120_000)
    settle_whole(page, tallest=picture.tallest)
    wait_ready(page, moment=800)
    taken = page.screenshot(animations="disabled")
    context.close()
    return taken


def smaller(png: bytes) -> bytes:
    """Return the same picture with at most 256 colours: a third of the size, to the eye the same."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, format="PNG", optimize=True)
    return written.getvalue()
