"""A program of real_programs.py as a script, for commands.py.

    python benchmarks/commands_program.py NAME LOOPS

Runs it LOOPS times, which is the same work each time, and prints its result.
"""

import sys

# WHY not by the folder of __file__: yappi runs a script in its own namespace, where that is yappi's.
from real_programs import PROGRAMS


def main(name: str, loops: int) -> None:
    run = PROGRAMS[name].prepare()
    result = None
    for _ in range(loops):
        result = run()
    print(f"result: {result}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
