"""`swiftprof merge`: profiles added up."""

import argparse
from collections.abc import Sequence

from .._merging import merge
from ._filters import add_filter_options, filters_of
from ._inputs import check_readable
from ._outputs import add_format_options, add_output_options, checked_output, format_options
from ._parser import Parser

EXAMPLES = """\
  swiftprof merge run-*.pb.gz -o all.pb.gz
  swiftprof merge a.pb.gz b.pb.gz -o sum.callgrind"""


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    filters = filters_of(options)
    output = checked_output(options.output, options.format, filters, format_options(options))
    check_readable(options.files)
    output.write(merge(options.files))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        "merge",
        usage="swiftprof merge [options] FILE... -o OUT",
        description=(
            "Add the profiles in all FILEs up and write the sum to OUT. Files are read one\n"
            "at a time, so that there may be thousands."
        ),
        examples=EXAMPLES,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=argparse.SUPPRESS)
    add_output_options(parser, required=True)
    add_filter_options(parser)
    add_format_options(parser)
    return parser
