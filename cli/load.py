"""Load a table of new figures: shows the difference first, takes it over, takes it back."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cli import PROMPT, UserError
from cli.output import put, put_bytes
from cli.validate import Translate, describe, inert, one_line
from i18n import Translator, translator

if TYPE_CHECKING:
    from intake.loading.known import Known
    from intake.loading.preview import Preview

SHOWN = 20  # figures of each kind that are listed
EPILOG = f"""\
FILE is a table with one figure a row: .csv, .tsv or .txt (UTF-8 or Windows-1251; comma, semicolon
or tab; decimal point or comma) or .xlsx. It needs the columns indicator, region, period, value and
unit, and may have borders, source, detail, status and note; their names may be English, Russian or
Kazakh. Regions, series and units may be ids or names. A comma in a number is always a decimal comma.

Without --confirm nothing is written: you see what is new, what changes and what is refused, with
the row and the reason. With --confirm all of it is taken over, or nothing, as a new vintage in
workspace/figures (or the folder that KELISIM_FIGURES names). The package in data/ is never changed.

examples:
  {PROMPT} load --template --indicators poverty_share --period 2024 --lang ru --out F.xlsx
  {PROMPT} load F.xlsx                       the difference
  {PROMPT} load F.xlsx --format csv          the same as a table
  {PROMPT} load F.xlsx --confirm --note "Poverty, 2024" --source bns_taldau
  {PROMPT} load F.csv --confirm --note "Crime, 2025" --title "Committee on Legal Statistics" \\
      --url https://qamqor.gov.kz --licence "Free use with a link to the source"
  {PROMPT} load --list                       what was loaded, and what counts
  {PROMPT} load --undo                       back to the vintage before
  {PROMPT} load --use 0123456789ab           to any vintage that is kept (base: data/ alone)

exit code: 0 done, or nothing is refused; 1 rows are refused; 2 wrong arguments, or a folder that
cannot be written
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "load",
        help="load a table of new figures",
        description=__doc__,
        epilog=EPILOG,
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the table")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--confirm", action="store_true", help="take over what the table changes")
    what.add_argument("--template", action="store_true", help="make a workbook to fill in")
    what.add_argument("--list", action="store_true", help="show what was loaded")
    what.add_argument("--undo", action="store_true", help="go back to the vintage before")
    what.add_argument("--use", metavar="ID", help="let this vintage count; base: none")
    parser.add_argument("--note", default="", metavar="TEXT", help="why the figures are loaded")
    parser.add_argument("--source", default="", metavar="ID", help="a source of data/sources.csv")
    parser.add_argument("--title", default="", metavar="TEXT", help="title of another source")
    parser.add_argument("--url", default="", metavar="URL", help="its address")
    parser.add_argument("--licence", default="", metavar="TEXT", help="its terms of use")
    parser.add_argument("--author", metavar="NAME", help="default: the system's user")
    parser.add_argument("--indicators", default="", metavar="A,B", help="indicators or series")
    parser.add_argument("--regions", default="", metavar="A,B", help="default: all, and KZ")
    parser.add_argument("--period", default="", metavar="A,B", help="such as 2026 or 2026-Q1")
    parser.add_argument(
        "--out", "--output", type=Path, metavar="FILE", help="where the template goes"
    )
    parser.add_argument(
        "--format", choices=("text", "csv"), default="text", help="of the difference"
    )
    parser.add_argument("--lang", choices=("en", "ru", "kk"), default="en", help="default: en")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked and return the exit code."""
    _ = translator(args.lang)
    without_file = args.template or args.list or args.undo or args.use is not None
    if without_file == (args.file is not None):
        raise UserError("load: name one FILE, or one of --template, --list, --undo, --use")
    if args.template:
        return _template(args, _)
    if args.list:
        return _list()
    if args.undo:
        return _undo(_author(args))
    if args.use is not None:
        return _use(args.use, _author(args))
    return _load(args, _)


def _load(args: argparse.Namespace, _: Translator) -> int:
    from intake.loading.known import load_known
    from intake.loading.preview import preview
    from intake.loading.tables import Source
    from intake.loading.vintages import confirm

    known = load_known()
    found = preview(Source(args.file, args.file.name), known)
    if args.format == "csv":
        put(_as_csv(found, _), None)
    else:
        lines = [
            *told(found, _),
            *(_effect(found, known, args.lang) if found.may_be_taken else ()),
        ]
        put("\n".join(lines) + "\n", None)
    if found.faults:
        return 1
    if args.confirm:
        made = confirm(
            found,
            known,
            author=_author(args),
            note=args.note,
            source=args.source,
            title=args.title,
            url=args.url,
            licence=args.licence,
        )
        print(_("Taken over as vintage {id}.").format(id=made.id))
    return 0


def told(found: Preview, _: Translator) -> Iterator[str]:
    """Say a difference in lines of text."""
    for fault in found.faults:
        yield describe(fault, _)
    for change in found.changes[:SHOWN]:
        series, region, borders, period, value, unit, *_rest = change.cells
        where = f"{series} {region} {period}" + ("" if borders == "current" else f" ({borders})")
        if change.old:
            words = _("row {row}: {where}: {old} becomes {value} {unit}")
        else:
            words = _("row {row}: {where}: {value} {unit} is new")
        yield one_line(
            words.format(row=change.row, where=where, old=change.old, value=value, unit=unit)
        )
    if len(found.changes) > SHOWN:
        yield _("and {count} more; all of them: --format csv").format(
            count=len(found.changes) - SHOWN
        )
    yield _(
        "Rows: {read}. New: {new}. Changed: {changed}. Unchanged: {unchanged}. Refused: {refused}. "
        "Without a value: {empty}."
    ).format(
        read=found.read,
        new=found.new,
        changed=found.changed,
        unchanged=found.unchanged,
        refused=found.refused,
        empty=found.empty,
    )
    if found.faults:
        yield _("Nothing can be taken over while something is refused.")


def _effect(found: Preview, known: Known, language: str) -> Iterator[str]:
    """Say what the table would do to the scores."""
    from assessment import assess
    from intake.loading.effect import effect_of
    from reports.effect_words import answer, move_text, reasons
    from reports.wording import Wording

    before = assess(observations=known.observations)
    effect = effect_of(found, known, before)
    words = Wording(before, language)
    yield answer(effect, words)
    for move in effect.moves[:SHOWN]:
        yield f"  {move.period}: {move_text(move, words)}"
    if len(effect.moves) > SHOWN:
        yield words._("and {count} more").format(count=len(effect.moves) - SHOWN)
    if why := reasons(effect, words):
        yield words._("Figures of this table that move no score, and why:")
        yield from (f"  {line}" for line in why)


CSV_COLUMNS = (
    "what",
    "row",
    "column",
    "series",
    "region",
    "borders",
    "period",
    "old",
    "value",
    "unit",
    "wrong",
    "allowed",
)


def _as_csv(found: Preview, _: Translate) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for change in found.changes:
        row: dict[str, str | int | None] = {"what": "changed" if change.old else "new"}
        row |= {"row": change.row, "old": change.old}
        row |= dict(
            zip(
                ("series", "region", "borders", "period", "value", "unit"),
                change.cells,
                strict=False,
            )
        )
        writer.writerow(row)
    for fault in found.faults:
        row = {"what": "refused", "row": fault.row, "column": fault.column, "value": fault.value}
        row |= {"series": fault.series, "region": fault.region}
        row |= {"wrong": fault.message(_), "allowed": fault.rule(_)}
        writer.writerow({key: inert(cell) for key, cell in row.items()})
    return text.getvalue()


def _template(args: argparse.Namespace, _: Translator) -> int:
    from indicators.registry import load_registry
    from reports.load_template import choose, template

    if args.out is None:
        raise UserError("load: --template needs --out FILE.xlsx")
    choice = choose(
        load_registry(), _split(args.indicators), _split(args.regions), _split(args.period)
    )
    put_bytes(template(choice, _), args.out)
    return 0


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _list() -> int:
    from indicators import additions

    now = additions.current()
    for switch in additions.switches():
        words = "data/ alone" if switch.vintage is None else switch.vintage
        print(one_line(f"{switch.at}  {words:<12}  {switch.by}"))
    if now is None:
        print("what counts: data/ alone")
        return 0
    print(f"what counts: {now.id}, {len(now.rows)} figures on the package {now.base}")
    for load in now.loads:
        print(
            one_line(
                f"  {load.at}  {load.file}: {load.new} new, {load.changed} changed; "
                f"source {load.source}; {load.author}: {load.note}"
            )
        )
    return 0


def _undo(author: str) -> int:
    from intake.loading.vintages import undo

    before = undo(author)
    print(f"what counts: {'data/ alone' if before is None else before.id}")
    return 0


def _use(vintage: str, author: str) -> int:
    from intake.loading.vintages import use

    use(None if vintage == "base" else vintage, author)
    print(f"what counts: {'data/ alone' if vintage == 'base' else vintage}")
    return 0


def _author(args: argparse.Namespace) -> str:
    import getpass

    if args.author is not None:
        return str(args.author)
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError) as error:
        raise UserError("load: the system names no user; give --author NAME") from error
