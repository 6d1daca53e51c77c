"""`python3 scripts PACKAGE ...` runs one of the packages in this folder; the shell scripts beside it do."""

import runpy
import sys

runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
