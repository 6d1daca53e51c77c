"""The shop as an aiohttp application with one session per request."""

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

import swiftprof
from workload import REQUESTS, Shop

PROFILES = web.AppKey("profiles", dict[int, swiftprof.Profile])
SHOP = web.AppKey("shop", Shop)


@web.middleware
async def profile_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    with swiftprof.profile() as session:
        response = await handler(request)
    request.app[PROFILES][int(request.match_info["items"])] = session.profile
    return response


async def page(request: web.Request) -> web.Response:
    return web.Response(text=await request.app[SHOP].page(int(request.match_info["items"])))


async def answer_all_at_once() -> dict[int, swiftprof.Profile]:
    """Serve and ask on this loop; the profile of each request by its number."""
    application = web.Application(middlewares=[profile_request])
    application[PROFILES] = {}
    application[SHOP] = Shop()
    application.add_routes([web.get("/page/{items}", page)])
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        await _ask(runner.addresses[0][1])
    finally:
        await runner.cleanup()
    return application[PROFILES]


async def _ask(port: int) -> None:
    connector = aiohttp.TCPConnector(limit=REQUESTS)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", connector=connector) as client:

        async def ask(items: int) -> None:
            async with client.get(f"/page/{items}") as response:
                assert response.status == 200
                assert (await response.text()).count("\n") == items

        await asyncio.gather(*(ask(items) for items in range(REQUESTS)))
