"""List, show, export, import and archive the scenarios that analysts have saved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cli import PROMPT, UserError
from cli.output import put

if TYPE_CHECKING:
    from scenarios import Actor, Scenario, Store

EPILOG = f"""\
A scenario is a way to make the index, with figures changed or not, that somebody saved under a name.
They are kept in workspace/kelisim.sqlite beside the program, or in the database that
KELISIM_DATABASE_URL names (sqlite:///FILE or postgresql://...). Whoever runs this command acts as
an analyst, under the name of the system's user or of --author; the audit trail says so.

A file that is exported holds the scenario, the scores when it was saved, and its history. Imported,
it is a new scenario of whoever imports it; what the file says of its author and dates is kept in
the audit trail as a claim. A file that is not whole and right is refused, and nothing is written.

examples:
  {PROMPT} scenario list                       the last changed first
  {PROMPT} scenario list --text aral           with this in name, description or author
  {PROMPT} scenario show ID                    what it says
  {PROMPT} scenario show ID --version 2        what an earlier version said
  {PROMPT} scenario history ID                 who changed what when
  {PROMPT} scenario export ID --out mine.json  as a file, for a colleague
  {PROMPT} scenario import mine.json           from a file (- for standard input)
  {PROMPT} scenario archive ID                 out of the list; nothing is deleted
  {PROMPT} scenario restore ID                 back into the list

exit code: 0 done, 2 wrong arguments, no such scenario, a file or database that cannot be used
"""
MINUTE = "%Y-%m-%d %H:%M UTC"


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "scenario",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION")

    def action(name: str, words: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=words, description=words.capitalize() + ".")

    listing = action("list", "list the scenarios, the last changed first")
    listing.add_argument("--archived", action="store_true", help="those that are archived")
    listing.add_argument("--text", default="", metavar="WORDS", help="only those that have this")
    listing.add_argument("--limit", type=_count, default=50, metavar="N", help="default: 50")
    show = action("show", "show what a scenario says")
    show.add_argument(
        "--version",
        type=_count,
        metavar="N",
        help="an earlier version, as the history numbers them",
    )
    history = action("history", "show who changed a scenario when")
    history.add_argument("--limit", type=_count, default=50, metavar="N", help="default: 50")
    export = action("export", "write a scenario as a JSON file")
    export.add_argument(
        "--out", "--output", type=Path, metavar="FILE", help="write there, not to the screen"
    )
    take = action("import", "make a scenario of a JSON file")
    take.add_argument("file", metavar="FILE", help="- for standard input")
    archive = action("archive", "take a scenario out of the list")
    restore = action("restore", "take an archived scenario back into the list")
    for one in (show, history, export, archive, restore):
        one.add_argument("id", metavar="ID", help="as the list shows it")
    for one in (take, archive, restore):
        one.add_argument("--author", metavar="NAME", help="default: the system's user")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked and return 0; what the user can mend is raised with its message."""
    from scenarios import open_store

    # Asked here: argparse would speak of it before it speaks of an argument that it does not know.
    if args.action is None:
        raise UserError(f"scenario: say what to do: {', '.join(ACTIONS)}")
    store = open_store()
    try:
        text = ACTIONS[args.action](store, args)
    finally:
        store.close()
    out = getattr(args, "out", None)
    put(text, None if out == Path("-") else out)
    return 0


def _list(store: Store, args: argparse.Namespace) -> str:
    from cli.score import aligned

    found = store.list(archived=args.archived, text=args.text, limit=args.limit)
    if not found.total:
        return "no scenarios\n"
    rows = [["id", "version", "changed", "by", "name"]]
    rows += [
        [one.id, str(one.version), one.changed.strftime(MINUTE), one.changed_by, one.name]
        for one in found
    ]
    lines = aligned(rows, left=("id", "changed", "by", "name"))
    if found.total > len(found):
        lines.append(f"... {found.total - len(found)} more; see --limit and --text")
    return "\n".join(lines) + "\n"


def _show(store: Store, args: argparse.Namespace) -> str:
    scenario = store.get(args.id)
    if args.version is not None:
        scenario = _version(store, scenario, args.version)
    return "\n".join(_told(scenario)) + "\n"


def _version(store: Store, scenario: Scenario, version: int) -> Scenario:
    for line in store.history(scenario.id, limit=1, before=version + 1):
        before = store.event(line.id).scenario
        if before is not None and before.version == version:
            return before
    raise UserError(
        f"scenario: '{scenario.id}' has no version {version}; the newest is {scenario.version}"
    )


def _told(one: Scenario) -> Iterable[str]:
    content = one.content
    yield one.name
    if one.description:
        yield f"\n{one.description}\n"
    yield f"id: {one.id}, version {one.version}" + (", archived" if one.archived else "")
    if one.copied_from is not None:
        yield f"copied from: {one.copied_from}"
    yield f"made: {one.created.strftime(MINUTE)} by {one.author}"
    yield f"changed: {one.changed.strftime(MINUTE)} by {one.changed_by}"
    yield f"scores of: {content.year} (method {one.method_version}, data {one.data_version})"
    yield f"scale: {content.scale}"
    yield f"mean: {content.mean}"
    yield f"coverage: {content.coverage}"
    yield f"capacity: {content.capacity}"
    for heading, table in (("weights", content.weights), ("spread", content.spread)):
        if table:
            yield f"{heading}:"
            yield from (f"  {name} {points:g}" for name, points in table.items())
    if content.changes:
        yield "changed figures:"
        yield from (f"  {c.region} {c.indicator} {c.kind} {c.amount:g}" for c in content.changes)
    yield "scores:"
    for region, score in one.scores.items():
        yield f"  {region} " + ("not rated" if score is None else f"{score:.1f}")


def _history(store: Store, args: argparse.Namespace) -> str:
    from cli.score import aligned

    store.get(args.id)  # says so when there is none
    rows = [["version", "when", "action", "by", "name"]]
    rows += [
        [str(one.version), one.at.strftime(MINUTE), one.action, one.actor, one.label]
        for one in store.history(args.id, limit=args.limit)
    ]
    return "\n".join(aligned(rows, left=("when", "action", "by", "name"))) + "\n"


def _export(store: Store, args: argparse.Namespace) -> str:
    from scenarios import write

    return write(store.get(args.id), store.whole_history(args.id))


def _import(store: Store, args: argparse.Namespace) -> str:
    from scenarios import Fault, read

    try:
        text = _bytes(args.file)
    except OSError as error:
        raise UserError(f"{args.file}: cannot be read: {error.strerror}") from error
    try:
        made = store.add_imported(actor(args), read(text))
    except Fault as error:
        raise UserError(f"{args.file}: {error.user_message}") from error
    return f"{made.id}: imported, '{made.name}'\n"


def _bytes(name: str) -> bytes:
    from scenarios.file import LARGEST

    # One byte more than can be: enough to see that it is too many.
    if name == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(name).open("rb") as handle:
        return handle.read(LARGEST + 1)


def _archive(store: Store, args: argparse.Namespace) -> str:
    made = store.archive(actor(args), args.id, store.get(args.id).version)
    return f"{made.id}: archived, '{made.name}'\n"


def _restore(store: Store, args: argparse.Namespace) -> str:
    made = store.restore(actor(args), args.id, store.get(args.id).version)
    return f"{made.id}: restored, '{made.name}'\n"


def actor(args: argparse.Namespace, command: str = "scenario") -> Actor:
    """Return whoever runs a command: an analyst with the name that was given, or the system's."""
    import getpass

    from scenarios import ANALYST, Actor

    name = args.author
    if name is None:
        try:
            name = getpass.getuser()
        except (ImportError, KeyError, OSError) as error:
            raise UserError(f"{command}: the system names no user; give --author NAME") from error
    return Actor(name, ANALYST)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 to 10000")
    return int(text)


ACTIONS = {
    "list": _list,
    "show": _show,
    "history": _history,
    "export": _export,
    "import": _import,
    "archive": _archive,
    "restore": _restore,
}
