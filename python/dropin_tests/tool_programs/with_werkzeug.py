"""A WSGI application under Werkzeug's ProfilerMiddleware: a table on the output, and a file."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

import werkzeug.middleware.profiler
from werkzeug.test import Client

import workload


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [workload.answer().encode()]


folder = sys.argv[1]
profiled = werkzeug.middleware.profiler.ProfilerMiddleware(
    application, profile_dir=folder, filename_format="request.prof"
)
print("answer:", Client(profiled).get("/report").text)
print("profiler:", werkzeug.middleware.profiler.Profile.__module__)
