"""The field log: write its records out, send a table of them in, count them, publish the counts."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli import PROMPT, UserError
from cli.output import put, put_bytes
from cli.validate import describe, one_line
from i18n import Translator, translator

if TYPE_CHECKING:
    from assessment.field_counts import FieldCounts
    from indicators.field_records import FieldContent
    from intake.field.table import FieldTable
    from scenarios import Actor, Store

SHOWN = 20
EPILOG = f"""\
Records are districts, councils of elders and other bodies, their meetings and cases, and monthly
returns; the words that they may use stand in indicators/field_scheme.yaml. They are kept in
workspace/kelisim.sqlite beside the program, or in the database that KELISIM_DATABASE_URL names.
Whoever runs this command acts as an analyst, under the name of the system's user or of --author.

A table has one record a row: .csv, .tsv, .txt or .xlsx, with words in English, Russian, Kazakh or
as ids. All rows are sent in for a review, or none. Rows that the log has already are passed over.
Only accepted records are counted and exported; private notes never are.

publish shows what the counts of the years that are over would change, and with --note takes them
over as a vintage of figures; {PROMPT} load --undo takes it back.

examples:
  {PROMPT} field template --lang ru --out records.xlsx    a workbook to fill in
  {PROMPT} field import records.xlsx --dry-run            what would be sent in or is refused
  {PROMPT} field import records.xlsx                      send it in
  {PROMPT} field export --out log.csv                     all accepted records (.csv or .xlsx)
  {PROMPT} field counts                                   the 12 months to today, by region
  {PROMPT} field counts --to 2025-12-31 --format csv      a calendar year
  {PROMPT} field publish --dry-run                        the difference to the figures
  {PROMPT} field publish --note "Field log, 2025"         take it over

exit code: 0 done, 1 rows are refused, 2 wrong arguments, nothing to publish, a file or database that
cannot be used
"""
COUNTS = (
    "region",
    "first",
    "last",
    "rating",
    "completeness",
    "returns",
    "returns_expected",
    "districts",
    "districts_active",
    "councils",
    "councils_active",
    "activities",
    "cases",
    "settled",
    "followed_up_90",
    "settled_90",
)


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "field",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION")

    def action(name: str, words: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=words, description=words.capitalize() + ".")

    export = action("export", "write all accepted records as a table")
    take = action("import", "send in a table of records")
    template = action("template", "make a workbook to fill in")
    counts = action("counts", "count the accepted records by region")
    publish = action("publish", "take the counts over as figures")
    export.add_argument(
        "--lang", choices=("en", "ru", "kk"), help="of columns and words; default: their ids"
    )
    take.add_argument("file", type=Path, metavar="FILE", help="the table")
    counts.add_argument("--to", type=_day, metavar="DAY", help="the last day; default: today")
    counts.add_argument("--format", choices=("text", "csv"), default="text")
    publish.add_argument("--note", default="", metavar="TEXT", help="why they are taken over")
    for one in (export, template):
        one.add_argument("--out", "--output", type=Path, metavar="FILE", help="write there")
    for one in (take, publish):
        one.add_argument("--dry-run", action="store_true", help="only show what it would do")
        one.add_argument("--author", metavar="NAME", help="default: the system's user")
    for one in (take, template, publish):
        one.add_argument("--lang", choices=("en", "ru", "kk"), default="en", help="default: en")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked and return the exit code."""
    from scenarios import open_store

    if args.action is None:
        raise UserError(f"field: say what to do: {', '.join(ACTIONS)}")
    if args.action == "template":
        return _template(args)
    store = open_store()
    try:
        return ACTIONS[args.action](store, args)
    finally:
        store.close()


def _template(args: argparse.Namespace) -> int:
    from reports.field_template import field_template

    if args.out is None or args.out.suffix.lower() != ".xlsx":
        raise UserError("field: template needs --out FILE.xlsx")
    put_bytes(field_template(translator(args.lang)), args.out)
    return 0


def _export(store: Store, args: argparse.Namespace) -> int:
    from intake.field.writing import as_csv, as_workbook

    records = _counted(store)
    if args.out is not None and args.out.suffix.lower() == ".xlsx":
        put_bytes(as_workbook(records, args.lang), args.out)
    else:
        put(as_csv(records, args.lang), None if args.out == Path("-") else args.out)
    return 0


def _import(store: Store, args: argparse.Namespace) -> int:
    from indicators.faults import DataFaults
    from intake.field.table import read_table
    from intake.loading.tables import Source
    from scenarios.ids import new_id

    _, actor = translator(args.lang), _actor(args)
    try:
        found = read_table(
            Source(args.file, args.file.name), _existing(store, actor), _today(), new_id
        )
    except DataFaults as problem:
        print("\n".join(describe(fault, _) for fault in problem.faults))
        return 1
    print("\n".join(_told(found, _)))
    if found.faults:
        return 1
    if not args.dry_run and found.given:
        store.submit_many(
            actor,
            [(one.content, one.note) for one in found.given],
            ids=[one.id for one in found.given],
        )
        print(_("Sent in for a review: {count}.").format(count=len(found.given)))
    return 0


def _told(found: FieldTable, _: Translator) -> Iterator[str]:
    from indicators.record_notes import WARNINGS

    for fault in found.faults:
        yield one_line(f"{fault.place}: {fault.message(_, _.language)}")
    for row, warning in found.warnings:
        yield one_line(f"{found.file}:{row}: {_(WARNINGS[warning])}")
    yield _("Records: {read}. New: {new}. In the log already: {known}. Refused: {refused}.").format(
        read=found.read,
        new=len(found.given),
        known=found.known,
        refused=len({fault.row for fault in found.faults}),
    )
    if found.faults:
        yield _("Nothing is sent in while something is refused.")


def _counts(store: Store, args: argparse.Namespace) -> int:
    from assessment.field_counts import count_to
    from cli.score import aligned

    last = args.to or _today()
    rows = [_row(one) for one in count_to(_counted(store), last).values()]
    if args.format == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, COUNTS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        put(text.getvalue(), None)
    elif not rows:
        print("no accepted records")
    else:
        cells = [[str(row[name]) for name in COUNTS] for row in rows]
        put("\n".join(aligned([list(COUNTS), *cells], left=COUNTS[:3])) + "\n", None)
    return 0


def _row(counts: FieldCounts) -> dict[str, str | int]:
    from assessment.field_counts import rating

    rated, councils = rating(counts), counts.councils
    complete = counts.completeness
    return {
        "region": counts.region,
        "first": counts.window.first.isoformat(),
        "last": counts.window.last.isoformat(),
        "rating": "" if rated is None else rated,
        "completeness": "" if complete is None else f"{complete:.4f}",
        "returns": counts.returns,
        "returns_expected": counts.returns_expected,
        "districts": counts.districts,
        "districts_active": counts.districts_active,
        "councils": councils.bodies,
        "councils_active": councils.active,
        "activities": councils.activities,
        "cases": councils.cases,
        "settled": councils.settled,
        "followed_up_90": councils.due_90,
        "settled_90": councils.settled_90,
    }


def _publish(store: Store, args: argparse.Namespace) -> int:
    from cli.load import told
    from intake.field.publish import look, take_over
    from intake.loading.known import load_known

    _ = translator(args.lang)
    known = load_known()
    found = look(_counted(store), known, _today())
    print("\n".join(told(found, _)))
    if found.faults:
        return 1
    if not args.dry_run:
        made = take_over(found, known, author=_actor(args).name, note=args.note, language=args.lang)
        print(_("Taken over as vintage {id}.").format(id=made.id))
    return 0


def _counted(store: Store) -> list[tuple[str, FieldContent]]:
    from indicators.field_records import FIELD_CONTENTS

    return [(one.id, one.content) for one in store.counted(tuple(FIELD_CONTENTS))]  # type: ignore[misc]


def _existing(store: Store, actor: Actor) -> Iterator[tuple[str, FieldContent]]:
    """All records of the log that still stand, as they were written last."""
    from indicators.field_records import FIELD_CONTENTS

    for one in store.every_submission(actor, kinds=tuple(FIELD_CONTENTS)):
        if one.standing is not None:
            yield one.id, one.standing  # type: ignore[misc]


def _actor(args: argparse.Namespace) -> Actor:
    from cli.scenario import actor

    return actor(args, "field")


def _today() -> date:
    """Return the day that it is in Kazakhstan, as the store takes it."""
    from scenarios.submission_rules import KAZAKHSTAN

    return datetime.now(KAZAKHSTAN).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day such as 2025-12-31") from None


ACTIONS: Mapping[str, Callable[..., int]] = {
    "export": _export,
    "import": _import,
    "template": _template,
    "counts": _counts,
    "publish": _publish,
}
