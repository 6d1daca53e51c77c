"""What the tools' programs do: calls whose number is known, recursion, C functions, a generator."""

from collections.abc import Iterator

CALLS = {"answer": "1", "fibonacci": "15/1", "work": "19", "words": "4", "measured": "1"}
"""What cProfile counts of one `answer`: calls, and those that are no recursion where these are fewer."""


def work() -> int:
    return sum(range(1_000))


def fibonacci(number: int) -> int:
    work()
    return number if number < 2 else fibonacci(number - 1) + fibonacci(number - 2)


def words(text: str) -> Iterator[str]:
    for word in text.split():
        work()
        yield word


def measured(text: str) -> int:
    work()
    total = 0
    for word in words(text):
        total += len(word)
    return total


def answer() -> str:
    return f"{fibonacci(5)} {measured('spam eggs ham')}"
