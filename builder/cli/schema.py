"""``tocsin schema``: write JSON Schemas of the files for editors."""

import argparse
import json
import sys

from builder.cli.arguments import folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--into", type=folder, metavar="DIR", help="write a file each; otherwise all to the output"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the schemas and return the exit status."""
    from builder.source.schemas import json_schemas

    schemas = json_schemas()
    if arguments.into is None:
        json.dump(schemas, sys.stdout, indent=2, sort_keys=True)
        print()
        return 0
    try:
        arguments.into.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas.items():
            path = arguments.into / f"{name}.schema.json"
            path.write_text(json.dumps(schema, indent=2, sort_keys=True) + "\n", encoding="utf-8")
            print(path)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 3
    return 0
