"""swiftprof from inside a program: a block, a decorator, and start and stop by hand.

python examples/api.py
"""

import sys

import swiftprof


def collatz(n: int) -> int:
    return 0 if n == 1 else 1 + collatz(n // 2 if n % 2 == 0 else 3 * n + 1)


def longest(limit: int) -> int:
    return max(range(1, limit), key=collatz)


# A block. `p` is the profile once the block has ended.
with swiftprof.profile() as p:
    longest(2_000)
p.print_table(sort="tsub", limit=5, file=sys.stdout)

# By hand. Functions are found by name or by the function itself.
swiftprof.start()
longest(1_000)
profile = swiftprof.stop()
function = profile[collatz]
print(f"{function.name}: {function.ncall:,} calls, {function.nprim:,} of them from outside")
for edge in profile.callers(collatz):
    caller = edge.caller.name if edge.caller else "the thread itself"
    print(f"  called {edge.ncall:,} times by {caller}")


# A decorator: prints the table (to standard error, unless told otherwise) whenever the function ends.
@swiftprof.profile(sort="ttot", limit=3, file=sys.stdout)
def report() -> None:
    print(f"longest below 500 starts at {longest(500)}")


report()
