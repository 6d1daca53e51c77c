"""What the requests of both applications do: all of it runs in requests only, and most of it is awaited."""

import asyncio
import zlib
from collections.abc import Iterator

REQUESTS = 50


class Shop:
    """Answers the request number N with N items, while all other requests are being answered too."""

    def __init__(self) -> None:
        self._all_are_here = asyncio.Barrier(REQUESTS)

    async def page(self, items: int) -> str:
        """Awaits other coroutines, tasks of its own, and a thread."""
        await self._all_are_here.wait()
        prices = [await self.price(item) for item in range(items)]
        stocks = await asyncio.gather(*(self.stock(item) for item in range(items)))
        report = await asyncio.to_thread(render, prices, stocks)
        return "".join(report)

    async def price(self, item: int) -> int:
        await asyncio.sleep(0)
        return checksum(f"price of {item}")

    async def stock(self, item: int) -> int:
        """Run as a task, which the request made."""
        await asyncio.sleep(0.001)
        return checksum(f"stock of {item}")


def checksum(text: str) -> int:
    return zlib.crc32(text.encode())


def render(prices: list[int], stocks: list[int]) -> list[str]:
    """On a thread of the loop's executor."""
    return list(rows(prices, stocks))


def rows(prices: list[int], stocks: list[int]) -> Iterator[str]:
    for price, stock in zip(prices, stocks, strict=True):
        yield row(price, stock)


def row(price: int, stock: int) -> str:
    return f"{price} {stock}\n"


def expected_calls(items: int) -> dict[str, int]:
    """The calls that the request number `items` makes, by name."""
    return {
        "page": 1, "price": items, "stock": items, "checksum": 2 * items, "crc32": 2 * items,
        "render": 1, "rows": 1, "row": items,
    }  # fmt: skip
