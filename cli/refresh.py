"""Ask a live source for new figures and show what they would change."""

from __future__ import annotations

import argparse
import ipaddress
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from cli import PROMPT, UserError
from cli.output import put_bytes
from indicators.observations import DATA

if TYPE_CHECKING:
    from indicators.layout import Row
    from intake.sources.client import Time
    from intake.sources.difference import Difference
    from intake.sources.refresh import Result
    from intake.sources.spec import Spec

WORKSPACE: Final = Path(__file__).resolve().parents[1] / "workspace"
SPECS: Final = Path(__file__).resolve().parents[1] / "intake" / "sources" / "specs"
DAY: Final = 86_400.0
SHOWN: Final = 20

EPILOG = f"""\
Only this command asks live sources, and it never changes data/: without --dry-run the
new and the changed figures are written into a table, to be looked at and loaded with
{PROMPT} load FILE.

UCDP and ACLED need keys, from the environment: KELISIM_UCDP_TOKEN; KELISIM_ACLED_USER and
KELISIM_ACLED_PASSWORD. Of their events only counts by region and year are kept, beside the number
of incidents in our log; such a table is for comparison and cannot be loaded. A proxy is taken from
HTTPS_PROXY and NO_PROXY.

Answers are kept for a day in workspace/sources (never those of ACLED), so that a run that was broken
off goes on where it stopped; --fresh asks anew. What is asked for is declared in
intake/sources/specs; how to add a source: docs/sources.md.

examples:
  {PROMPT} refresh --source worldbank --dry-run      what would be new or other
  {PROMPT} refresh --source bns --out new.csv        the same, and a table of it
  {PROMPT} refresh --source taldau --series poverty_share --dry-run --all

exit code: 0 done, 1 the source gave figures that are refused (the others are in the table), 2 wrong
arguments, the source cannot be read, or it has another form than it had
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "refresh", help=(__doc__ or "").rstrip("."), description=__doc__, epilog=EPILOG
    )
    names = sorted(path.stem for path in SPECS.glob("*.yaml"))
    parser.add_argument("--source", choices=names, help="the source to ask")
    parser.add_argument("--dry-run", action="store_true", help="only show; write no table")
    parser.add_argument("--series", action="append", metavar="ID", help="only this series; repeat")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the table; default: workspace/")
    parser.add_argument("--all", action="store_true", help=f"show all rows, not {SHOWN} of a kind")
    parser.add_argument("--fresh", action="store_true", help="do not use kept answers")
    parser.add_argument("--base-url", metavar="URL", help="ask this server instead of the source")
    parser.set_defaults(func=run, data=DATA, workspace=WORKSPACE, specs=SPECS, clock=None)


def run(args: argparse.Namespace) -> int:
    """Ask, show, and write the table unless it is a dry run."""
    from intake.sources.cache import Cache
    from intake.sources.client import Client
    from intake.sources.refresh import refresh
    from intake.sources.spec import load_spec

    if args.source is None:
        raise UserError("refresh: name the source, for example --source worldbank")
    spec = _chosen(load_spec(args.source, args.specs), args.series)
    base = _base(args.base_url) if args.base_url else spec.base_url
    clock: Time | None = args.clock
    cache = Cache(args.workspace / "sources" / spec.id, max_age=-1 if args.fresh else DAY)
    today = datetime.now(UTC).date()
    with Client(
        spec.id,
        base,
        every=spec.every,
        secrets=spec.secrets(),
        hosts=spec.hosts,
        cache=cache if spec.keep else None,
        clock=clock,
        tell=lambda line: print(line, file=sys.stderr, flush=True),
    ) as client:
        result = refresh(spec, client, today)
    print(
        f"{spec.id}: {len(result.checked.rows) + len(result.checked.refused)} rows, read on "
        f"{today.isoformat()} ({result.requests} requests, {result.from_cache} kept answers)"
    )
    if spec.counts:
        _show_counts(result, args.data)
        rows = result.checked.rows
    else:
        rows = _show(result, args.data, None if args.all else SHOWN)
    if not args.dry_run:
        name = f"{spec.id}-{today.isoformat()}.csv"
        _write(result, rows, args.out or args.workspace / "refresh" / name)
    return 1 if result.checked.refused else 0


def _chosen(spec: Spec, series: list[str] | None) -> Spec:
    """Return the source with only the series that were asked for."""
    if not series:
        return spec
    unknown = sorted(set(series) - set(spec.series))
    if unknown:
        known = ", ".join(spec.series) or "none, it gives counts"
        raise UserError(f"refresh: {spec.id} has no series {', '.join(unknown)}; it has: {known}")
    kept = {name: binding for name, binding in spec.series.items() if name in series}
    return spec.model_copy(update={"series": kept})


def _base(url: str) -> str:
    """Return another server's address; plain HTTP is for this computer only: keys would show."""
    parts = urlsplit(url)
    try:
        local = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        local = parts.hostname == "localhost"
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        raise UserError(
            f"refresh: --base-url {url}: must begin with https:// (http: this computer)"
        )
    return url


def _show(result: Result, data: Path, limit: int | None) -> tuple[Row, ...]:
    """Print the difference to the figures that count; return the rows that a table for loading holds."""
    from intake.sources.difference import check_scale, difference

    checked = result.checked
    found: Difference = difference(checked.rows, data)
    check_scale(found, result.spec.id)
    print(
        f"new {len(found.new)}, changed {len(found.changed)}, unchanged {len(found.unchanged)}, "
        f"refused {len(checked.refused)}"
    )
    _list(
        "changed",
        [
            f"{c.row.indicator} {c.row.region} {c.row.borders} {c.row.period}: "
            f"{c.old} → {c.row.value} (was: {c.old_source})"
            for c in found.changed
        ],
        limit,
    )
    new = [f"{r.indicator} {r.region} {r.borders} {r.period}: {r.value}" for r in found.new]
    _list("new", new, limit)
    _list(
        "refused",
        [f"{r.row.indicator} {r.row.region} {r.row.period}: {r.why}" for r in checked.refused],
        None,
    )
    _list("to look at", list(checked.doubts), None)
    return found.to_load


def _show_counts(result: Result, data: Path) -> None:
    """Print counts beside the number of incidents in our log."""
    from intake.sources.difference import logged

    spec, checked = result.spec, result.checked
    ours = logged(data)
    counts = {(row.region, row.period, row.indicator): row.value for row in checked.rows}
    print(f"{'region':<8}{'year':<6}{'events':>8}{'deaths':>8}{'our log':>9}")
    for region, year in sorted({(region, year) for region, year, _ in counts}):
        events = counts.get((region, year, spec.counts.get("events", "")), "")
        deaths = counts.get((region, year, spec.counts.get("deaths", "")), "")
        print(f"{region:<8}{year:<6}{events:>8}{deaths:>8}{ours[region, year]:>9}")
    if checked.rows:
        print("KZ counts all, also what no region is known for.")
        print(checked.rows[0].detail)
    _list("refused", [f"{r.row.region} {r.row.period}: {r.why}" for r in checked.refused], None)
    _list("to look at", list(checked.doubts), None)


def _list(title: str, lines: Sequence[str], limit: int | None) -> None:
    if not lines:
        return
    print(f"\n{title}:")
    for line in lines[:limit]:
        print(f"  {line}")
    if limit is not None and len(lines) > limit:
        print(f"  … and {len(lines) - limit} more (--all)")


def _write(result: Result, rows: Sequence[Row], path: Path) -> None:
    from intake.sources.refresh import table

    if not rows:
        print("\nNothing to load: no table was written.")
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{path.parent}: cannot be made: {error.strerror}") from error
    put_bytes(table(rows, result.spec), path)
    what = "a table for comparison" if result.spec.counts else f"to load it: {PROMPT} load {path}"
    print(f"\n{path}: {len(rows)} rows; {what}")
