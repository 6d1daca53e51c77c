"""A pool of threads that check files: some of the work waits, some leaves the GIL, some holds a lock.

    python examples/thread_pool.py
    python -m swiftprof --threads-table examples/thread_pool.py

Every thread has a tree of its own, with wall and CPU time; the table adds them up, and `wait` tells waiting
from work: `fetch` waits for a slow disk, `fingerprint` computes (hashlib lets go of the GIL, so several do
at once), and `record` waits for whoever holds the lock.
"""

import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

WORKERS = 4
FILES = 40


def fetch(number: int) -> bytes:
    time.sleep(0.005)  # a slow disk
    return number.to_bytes(4, "big") * 50_000


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Register:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, int] = {}

    def record(self, number: int, digest: str) -> None:
        with self._lock:
            time.sleep(0.001)  # what nobody should do with a lock in the hand
            self._seen[digest] = number

    def __len__(self) -> int:
        return len(self._seen)


def check(number: int, register: Register) -> str:
    digest = fingerprint(fetch(number))
    register.record(number, digest)
    return digest


def main() -> None:
    register = Register()
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="checker") as pool:
        digests = list(pool.map(lambda number: check(number, register), range(FILES)))
    print(f"{len(register)} files, the last is {digests[-1][:12]}")


if __name__ == "__main__":
    main()
