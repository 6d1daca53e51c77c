"""`swiftprof convert`: a profile in another format."""

import argparse
from collections.abc import Sequence

from .._profile import Profile
from ._filters import add_filter_options, filters_of
from ._inputs import check_readable
from ._outputs import add_format_options, add_output_options, checked_output, format_options
from ._parser import Parser

EXAMPLES = """\
  swiftprof convert app.pb.gz -o app.pstats
  swiftprof convert old-cprofile.pstats -o old.pb.gz
  swiftprof convert app.pb.gz -f callgrind > callgrind.out.app
  swiftprof convert --thread "worker-*" app.pb.gz -o workers.callgrind"""


def main(argv: Sequence[str]) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    if options.output is None and options.format is None:
        parser.error("to what? give a file with -o OUT, or -f FORMAT for standard output")
    filters = filters_of(options)
    output = checked_output(options.output, options.format, filters, format_options(options))
    check_readable([options.file])
    output.write(Profile.load(options.file))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        "convert",
        usage="swiftprof convert [options] FILE (-o OUT | -f FORMAT)",
        description=(
            "Write the profile in FILE in another format: to OUT, or with -f alone to\n"
            "standard output. swiftprof formats lists the formats."
        ),
        examples=EXAMPLES,
    )
    parser.add_argument("file", metavar="FILE", help=argparse.SUPPRESS)
    add_output_options(parser, required=False)
    add_filter_options(parser)
    add_format_options(parser)
    return parser
