"""A crawler: eight tasks follow the links of a small site, which this program serves to itself.

    python examples/asyncio_crawler.py
    python -m swiftprof --by-task examples/asyncio_crawler.py

What a profile of it answers:

- How long does a request take, and how much of that is work? `fetch` was suspended for almost all of its
  time (twait); what it ran (ttot) is little.
- Which task held the others up, and where? `rank` computes for a long time on one page, in one step of one
  task: see "longest" of --by-task.
- What does the loop do when nobody has work? It waits, in the selector: that time is nobody else's.
"""

import asyncio
import re

PAGES = 63
CRAWLERS = 8
LARGE = 13  # one page has much more to rank than the others


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request: the page's links, then its text. Page n links to pages 2n + 1 and 2n + 2."""
    request = await reader.readline()
    number = int(request.split()[1].strip(b"/"))
    await asyncio.sleep(0.005)  # a slow database
    links = [page for page in (2 * number + 1, 2 * number + 2) if page < PAGES]
    words = "spam and eggs " * (100_000 if number == LARGE else 20)
    writer.write(f"{links}\n{words}".encode())
    await writer.drain()
    writer.close()


async def fetch(port: int, page: int) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /%d\r\n" % page)
    body = await reader.read()
    writer.close()
    return body.decode()


def rank(text: str) -> int:
    return len(re.findall(r"\w+", text))


class Crawl:
    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: asyncio.Queue[int] = asyncio.Queue()
        self.ranks: dict[int, int] = {}

    async def crawl(self) -> None:
        while True:
            page = await self.pages.get()
            links, _, text = (await fetch(self.port, page)).partition("\n")
            self.ranks[page] = rank(text)
            for link in re.findall(r"\d+", links):
                self.pages.put_nowait(int(link))
            self.pages.task_done()

    async def run(self) -> None:
        crawlers = [
            asyncio.create_task(self.crawl(), name=f"crawler-{number}")
            for number in range(CRAWLERS)
        ]
        self.pages.put_nowait(0)
        await self.pages.join()
        for crawler in crawlers:
            crawler.cancel()
        await asyncio.gather(*crawlers, return_exceptions=True)


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 22)
    async with server:
        crawl = Crawl(server.sockets[0].getsockname()[1])
        await crawl.run()
    best = max(crawl.ranks, key=crawl.ranks.__getitem__)
    print(f"{len(crawl.ranks)} pages, the richest is page {best}")


if __name__ == "__main__":
    asyncio.run(main())
