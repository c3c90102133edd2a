"""Show, rebuild or replace the boundaries of the map."""

import argparse
import shutil
from pathlib import Path

from cli import UserError
from geodata.boundaries import (
    BUILT,
    DESCRIPTION,
    LAYER_FILES,
    OWN,
    current_folder,
    load_boundaries,
    read_description,
)

EPILOG = """\
The map is built from tables kept in data/tables/boundaries, without a network. You may put in your
own boundaries instead, for example the official ones: a GeoPackage, GeoJSON or Shapefile (also
zipped) with one polygon for each of the 20 regions and a column of ISO 3166-2 codes (KZ-10) or KATO
codes (100000000). The file is checked, simplified with shared borders, and written to
data/boundaries/own; the built map stays beside it. Restart the dashboard to see the new map.

examples:
  ./run boundaries                       what is there now
  ./run boundaries --from borders.gpkg --attribution "© Committee of Geodesy, 2026"
  ./run boundaries --from borders.zip --id-column KATO --attribution "© Committee of Geodesy, 2026"
  ./run boundaries --reset               remove your own map, go back to the built one
  ./run boundaries --build               build the map again from the kept tables
  ./run boundaries --fetch               obtain the kept table again (needs npm and a network)
"""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "boundaries",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--build", action="store_true", help="build the map from the kept tables")
    action.add_argument("--fetch", action="store_true", help="obtain the kept table with npm")
    action.add_argument("--reset", action="store_true", help="go back to the built map")
    action.add_argument("--from", dest="file", type=Path, metavar="FILE", help="put in your map")
    parser.add_argument("--id-column", metavar="COL", help="column with the codes (with --from)")
    parser.add_argument("--layer", metavar="NAME", help="layer of a GeoPackage (with --from)")
    parser.add_argument(
        "--attribution", metavar="TEXT", help="stands under the map; required with --from"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Do what the options ask and return 0; what the user can mend is raised with its message."""
    _refuse_odd_options(args)
    if args.file is not None:
        _put_in(args)
    elif args.fetch:
        from geodata.fetch import fetch_table

        print(f"rewritten: {fetch_table().name}; --build makes the map from it")
        return 0
    elif args.build or args.reset:
        _rebuild(reset=args.reset)
    print(summary())
    return 0


def summary() -> str:
    """Describe the map in use in a few lines; BoundariesError if it is broken."""
    folder = current_folder()
    description = read_description(folder)
    lines = [
        f"map in use:   {'your own' if folder == OWN else 'built from the kept tables'}",
        f"source:       {description['source']}",
    ]
    for borders in LAYER_FILES:
        layer = load_boundaries(borders, folder)
        points = description["counts"][borders]["vertices"]
        lines.append(
            f"{borders + ':':<13} {len(layer.ids)} regions, {points:,} points, "
            f"{len(layer.text) / 1000:,.0f} kB, hash {layer.hash}"
        )
    lines += [f"attribution:  {text}" for text in dict.fromkeys(layer.attribution.values())]
    return "\n".join(lines)


def _refuse_odd_options(args: argparse.Namespace) -> None:
    options = {
        "--id-column": args.id_column,
        "--layer": args.layer,
        "--attribution": args.attribution,
    }
    lonely = [name for name, value in options.items() if value is not None]
    if args.file is None and lonely:
        raise UserError(f"{lonely[0]} is of use only with --from FILE")
    if args.file is not None and args.attribution is None:
        raise UserError("--from needs --attribution TEXT: say whose boundaries these are")


def _put_in(args: argparse.Namespace) -> None:
    from geodata.own_map import put_in

    put_in(args.file, args.attribution, id_column=args.id_column, layer=args.layer)


def _rebuild(*, reset: bool) -> None:
    from geodata.build import build

    build(BUILT)
    if reset and OWN.is_dir():
        # Without its description the own map is no longer in use, whatever happens next.
        (OWN / DESCRIPTION).unlink(missing_ok=True)
        shutil.rmtree(OWN)
