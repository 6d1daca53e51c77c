"""Programs whose functions are suspended and go on: generators and coroutines."""

import asyncio

from . import Program
from .calls import count, tiny


def generators() -> Program:
    def plain(n):
        for _ in count(n):
            pass

    def expression(n):
        for _ in (i * i for i in range(n)):
            pass

    def consumed_by_c(n):
        sum(i for i in range(n))

    def chained(n):
        def successors(values):
            for value in values:
                yield value + 1

        for _ in successors(count(n)):
            pass

    def delegated(n):
        def through(values):
            yield from values

        for _ in through(count(n)):
            pass

    def loop(n):
        total = 0
        for i in range(n):
            total += i

    return Program((plain, expression, consumed_by_c, chained, delegated, loop))


def coroutines() -> Program:
    """Each phase runs an event loop of its own; its inclusive time is that of the whole loop."""

    def awaits(n):
        async def step(x):
            return x

        async def main():
            for i in range(n):
                await step(i)

        asyncio.run(main())

    def tasks(n):
        async def step(x):
            return x

        async def main():
            for _ in range(0, n, 10):
                await asyncio.gather(*(step(i) for i in range(10)))

        asyncio.run(main())

    def suspensions(n):
        async def main():
            for _ in range(n):
                await asyncio.sleep(0)

        asyncio.run(main())

    def queues(n):
        async def produce(queue):
            for i in range(n):
                await queue.put(i)

        async def main():
            queue: asyncio.Queue[int] = asyncio.Queue(10)
            producer = asyncio.create_task(produce(queue))
            for _ in range(n):
                await queue.get()
            await producer

        asyncio.run(main())

    def async_generators(n):
        async def values():
            for i in range(n):
                yield i

        async def main():
            async for _ in values():
                pass

        asyncio.run(main())

    def calls(n):
        for i in range(n):
            tiny(i)

    return Program((awaits, tasks, suspensions, queues, async_generators, calls))


PROGRAMS = {"generators": generators, "coroutines": coroutines}
