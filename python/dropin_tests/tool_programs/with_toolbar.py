"""A view of Django under django-debug-toolbar: its profiling panel, as the browser asks for it."""

import re
from importlib import import_module

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

import workload


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<html><body>{workload.answer()}</body></html>")


settings.configure(
    DEBUG=True,
    SECRET_KEY="a test's",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INTERNAL_IPS=["127.0.0.1"],
    INSTALLED_APPS=["django.contrib.staticfiles", "debug_toolbar"],
    STATIC_URL="/static/",
    MIDDLEWARE=["debug_toolbar.middleware.DebugToolbarMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    DEBUG_TOOLBAR_PANELS=["debug_toolbar.panels.profiling.ProfilingPanel"],
    DEBUG_TOOLBAR_CONFIG={"DISABLE_PANELS": set(), "PROFILER_THRESHOLD_RATIO": 1_000_000},
)
django.setup()

urlpatterns = [path("report", view), path("__debug__/", include("debug_toolbar.urls"))]
client = Client()
page = client.get("/report").content.decode()
print("answer:", page.partition("<body>")[2].splitlines()[0])
request_id = re.search(r'data-request-id="(\w+)"', page)
assert request_id is not None, page
panel = client.get(
    "/__debug__/render_panel/", {"request_id": request_id[1], "panel_id": "ProfilingPanel"}
)
print(panel.json()["content"])
print("profiler:", import_module("debug_toolbar.panels.profiling").cProfile.Profile.__module__)
