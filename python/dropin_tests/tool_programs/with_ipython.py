"""IPython's %prun: its table, and the file that it saves."""

import cProfile
import sys

from IPython.core.interactiveshell import InteractiveShell

import workload

folder = sys.argv[1]
shell = InteractiveShell()
shell.user_ns["workload"] = workload
shell.run_line_magic(
    "prun", f"-q -T {folder}/prun.txt -D {folder}/prun.prof answer = workload.answer()"
)
with open(f"{folder}/prun.txt") as table:
    print(table.read())
print("answer:", shell.user_ns["answer"])
print("profiler:", cProfile.Profile.__module__)
