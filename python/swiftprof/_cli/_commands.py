"""The commands there are, and which one a command line means."""

from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "run": "profile a program (the word may be left out)",
    "report": "profiles from files: a table, a call tree, callers and callees",
    "diff": "what changed between two versions; fails a build if told to",
    "merge": "profiles added up",
    "convert": "a profile in another format",
    "view": "a profile in the browser",
    "formats": "the file formats there are",
}

_HELP = """\
usage: swiftprof [run] [options] (SCRIPT | -m MODULE | -c CODE) [arguments]
       swiftprof COMMAND [options] FILE...

Profiles Python programs: how often every function was called, exactly, and how
much wall and CPU time it took, for every thread.

commands:
{commands}

examples:
  swiftprof app.py --port 8000          profile a script, print the table
  swiftprof -o app.pb.gz -m app         profile a module, keep the profile
  swiftprof report --tree app.pb.gz     look at it
  swiftprof diff old.pb.gz app.pb.gz    compare it

swiftprof COMMAND --help tells more, swiftprof run --help about profiling;
swiftprof --version -v tells the version, the clocks and what they cost.
A script whose name is a command: swiftprof ./report, or swiftprof run report."""


def command_of(argv: Sequence[str]) -> tuple[str, list[str]]:
    """The command that a command line means, and the words for it. "run" where none is named."""
    if argv and argv[0] in COMMANDS:
        return argv[0], list(argv[1:])
    if argv and argv[0] in ("-h", "--help"):
        return "help", list(argv[1:])
    return "run", list(argv)


def execute(command: str, argv: Sequence[str]) -> int:
    """Do what the command does; its exit status."""
    if command == "help":
        print(help_text())
        return 0
    status: int = import_module(f"._{command}_command", __package__).main(argv)
    return status


def help_text() -> str:
    lines = [f"  {name:<9} {what}" for name, what in COMMANDS.items()]
    return _HELP.format(commands="\n".join(lines))
