"""An inverted index over the standard library's own source files, made by several threads.

    python examples/word_index.py
    python -m swiftprof examples/word_index.py

A program like many: threads that take work from a queue, text taken apart, a tree that is built and walked
recursively, a lock, and a little waiting. It prints the same few lines every time.
"""

import queue
import re
import sysconfig
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

WORKERS = 4
FOLDERS = [".", "asyncio", "email", "importlib", "unittest", "xml/dom", "xml/sax"]
WORD = re.compile(r"[A-Za-z]{3,}")


@dataclass
class Node:
    """One letter of a word; `files` are those in which the word that ends here stands."""

    children: dict[str, "Node"] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def insert(self, word: str, file: str, position: int = 0) -> None:
        if position == len(word):
            self.files.add(file)
            return
        child = self.children.get(word[position])
        if child is None:
            child = self.children[word[position]] = Node()
        child.insert(word, file, position + 1)

    def words(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        if self.files:
            yield prefix, len(self.files)
        for letter in sorted(self.children):
            yield from self.children[letter].words(prefix + letter)


class Index:
    """Shared by the workers; one lock guards the tree."""

    def __init__(self) -> None:
        self.root = Node()
        self.lock = threading.Lock()

    def add(self, file: str, words: set[str]) -> None:
        with self.lock:
            for word in words:
                self.root.insert(word, file)

    def most_common(self, count: int) -> list[tuple[str, int]]:
        return sorted(self.root.words(), key=lambda entry: (-entry[1], entry[0]))[:count]


def tokenize(line: str) -> Iterator[str]:
    for match in WORD.finditer(line):
        yield match.group().lower()


def read_words(path: Path) -> set[str]:
    words: set[str] = set()
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        words.update(tokenize(line))
    return words


def wait_for_disk() -> None:
    time.sleep(0.002)  # what a slower disk would take


def work(files: "queue.Queue[Path | None]", index: Index) -> None:
    while (path := files.get()) is not None:
        wait_for_disk()
        index.add(str(path), read_words(path))


def source_files() -> list[Path]:
    library = Path(sysconfig.get_path("stdlib"))
    return [path for folder in FOLDERS for path in sorted((library / folder).glob("*.py"))]


def build_index(paths: list[Path]) -> Index:
    index = Index()
    files: queue.Queue[Path | None] = queue.Queue()
    workers = [
        threading.Thread(target=work, args=(files, index), name=f"indexer-{i}")
        for i in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for path in paths:
        files.put(path)
    for _ in workers:
        files.put(None)
    for worker in workers:
        worker.join()
    return index


def main() -> None:
    paths = source_files()
    index = build_index(paths)
    total = sum(1 for _ in index.root.words())
    print(f"{len(paths)} files, {total:,} different words")
    for word, count in index.most_common(5):
        print(f"{word:12} in {count} files")


if __name__ == "__main__":
    main()
