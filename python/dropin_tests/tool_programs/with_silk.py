"""A view of Django under silk: the profile that it keeps with each request."""

from importlib import import_module

import django
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

import workload

settings.configure(
    DEBUG=True,
    SECRET_KEY="a test's",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "silk"],
    MIDDLEWARE=["silk.middleware.SilkyMiddleware"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    SILKY_PYTHON_PROFILER=True,
    SILKY_ANALYZE_QUERIES=False,
    USE_TZ=True,
)
django.setup()


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(workload.answer())


urlpatterns = [path("report", view)]

call_command("migrate", verbosity=0)
print("answer:", Client().get("/report").content.decode())

print(import_module("silk.models").Request.objects.get().pyprofile)
print("profiler:", import_module("silk.collector").cProfile.Profile.__module__)
