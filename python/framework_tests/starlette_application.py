"""The shop as a Starlette application, served by uvicorn, with one session per request."""

import asyncio
import socket

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import swiftprof
from workload import REQUESTS, Shop


class ProfileRequests(BaseHTTPMiddleware):
    """Runs the rest of the application in a task of anyio, as Starlette's own middleware does."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        with swiftprof.profile() as session:
            response = await call_next(request)
        request.app.state.profiles[request.path_params["items"]] = session.profile
        return response


async def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(await request.app.state.shop.page(request.path_params["items"]))


async def answer_all_at_once() -> dict[int, swiftprof.Profile]:
    """Serve and ask on this loop; the profile of each request by its number."""
    application = Starlette(
        routes=[Route("/page/{items:int}", page)], middleware=[Middleware(ProfileRequests)]
    )
    application.state.profiles = {}
    application.state.shop = Shop()
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0), backlog=REQUESTS) as listener:
        serving = asyncio.create_task(server.serve([listener]), name="uvicorn")
        await _ask(listener.getsockname()[1])
        server.should_exit = True
        await serving
    return application.state.profiles


async def _ask(port: int) -> None:
    limits = httpx.Limits(max_connections=REQUESTS)
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=60) as client:

        async def ask(items: int) -> None:
            response = await client.get(f"/page/{items}")
            assert response.status_code == 200
            assert response.text.count("\n") == items

        await asyncio.gather(*(ask(items) for items in range(REQUESTS)))
