"""Makes those seeds of the corpus that other tools write: cProfile, profile, pstats, go tool pprof.

python3 Tests/Fuzzing/foreign_seeds.py     # for each Python whose files are wanted; go where it is installed
"""

import cProfile
import gzip
import profile
import pstats
import shutil
import subprocess
import sys
from collections import deque
from pathlib import Path

CORPUS = Path(__file__).parent / "Corpus"
VERSION = f"{sys.version_info.major}{sys.version_info.minor}"


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def words(count: int) -> list[str]:
    queue = deque(str(each) for each in range(count))
    return sorted(queue, key=lambda word: (len(word), word))


def work() -> None:
    fib(6)
    words(5)
    dict.fromkeys("ab")
    {}.get("a")


def main() -> None:
    folder = CORPUS / "pstats"
    recorder = cProfile.Profile()
    recorder.runcall(work)
    recorder.dump_stats(folder / f"cprofile-{VERSION}.prof")
    stats = pstats.Stats(recorder).add(pstats.Stats(recorder))
    stats.dump_stats(folder / f"added-{VERSION}.prof")
    slow = profile.Profile()
    slow.runcall(work)
    slow.dump_stats(folder / f"profile-{VERSION}.prof")
    if shutil.which("go"):
        command = ["go", "tool", "pprof", "-proto", "-output=/dev/stdout"]
        command.append(str(CORPUS / "gzip" / "sample.pb.gz"))
        answer = subprocess.run(command, check=True, capture_output=True)
        rewritten = answer.stdout[answer.stdout.index(b"\x1f\x8b") :]
        (CORPUS / "pprof" / "go.pb").write_bytes(gzip.decompress(rewritten))


if __name__ == "__main__":
    main()
