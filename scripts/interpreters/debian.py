"""apt-get with lists and a cache of its own: reads any of Debian's suites, needs no root."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from .unavailable import Unavailable

ARCHITECTURE = "amd64"
_KEYRINGS = ("debian-archive-keyring.gpg", "debian-archive-keyring.pgp")
# Error-Mode: without it `apt-get update` takes a mirror that does not answer for a success.
_OPTIONS = ("Acquire::Retries=2", "Acquire::http::Timeout=30", "APT::Update::Error-Mode=any")


class Suite:
    """One suite, "sid" say, through the mirror that this system has its own packages from."""

    def __init__(self, name: str, workshop: Path) -> None:
        """Reads the package lists of the mirror, some 20 MB. Raises Unavailable."""
        if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
            raise Unavailable("there is no apt-get here to fetch it from Debian with")
        self.name = name
        self._folder = workshop / f"apt-{name}"
        for each in ("lists/partial", "cache/archives/partial"):
            (self._folder / each).mkdir(parents=True)
        (self._folder / "status").touch()  # as if nothing were installed: dependencies are complete
        (self._folder / "sources.list").write_text(_sources(name))
        self._apt("apt-get", "update")

    def source_version(self, package: str) -> str:
        """The newest version of a source package. Raises Unavailable."""
        shown = self._apt("apt-cache", "showsrc", "--only-source", package)
        return self._version_in(shown, package)

    def version(self, package: str) -> str:
        """The newest version of a package. Raises Unavailable."""
        return self._version_in(self._apt("apt-cache", "show", package), package)

    def with_dependencies(self, *packages: str) -> list[str]:
        """Names of the packages and of all that they depend on. Raises Unavailable."""
        shown = self._apt("apt-get", "install", "--simulate", "--no-install-recommends", *packages)
        return re.findall(r"^Inst (\S+)", shown, re.MULTILINE)

    def unpack(self, packages: list[str], into: Path) -> None:
        """Fetch packages and lay their files out below `into`. Raises Unavailable."""
        archives = self._folder / "archives"
        archives.mkdir(exist_ok=True)
        self._apt("apt-get", "download", *packages, folder=archives)
        for archive in sorted(archives.glob("*.deb")):
            _run("dpkg-deb", "--extract", str(archive), str(into))

    def source_archive(self, package: str) -> Path:
        """Fetch upstream's archive of a source package. Raises Unavailable."""
        folder = self._folder / "source"
        folder.mkdir()
        self._apt("apt-get", "source", "--download-only", "--tar-only", package, folder=folder)
        found = list(folder.glob("*.orig.tar.*"))
        archives = [path for path in found if path.suffix in (".xz", ".gz", ".bz2")]
        if not archives:
            raise Unavailable(f"Debian {self.name}'s source package {package} has no archive")
        return archives[0]

    def _version_in(self, shown: str, package: str) -> str:
        version = re.search(r"^Version: (\S+)", shown, re.MULTILINE)
        if version is None:
            raise Unavailable(f"Debian {self.name} has no package {package}")
        return version[1]

    def _apt(self, *command: str, folder: Path | None = None) -> str:
        program, *arguments = command
        paths = {
            "Dir::Etc::sourcelist": self._folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::State": self._folder,
            "Dir::State::lists": self._folder / "lists",
            "Dir::State::status": self._folder / "status",
            "Dir::Cache": self._folder / "cache",
            "APT::Architecture": ARCHITECTURE,
            # WHY: as root apt fetches as user _apt, who may not write into our folder.
            "APT::Sandbox::User": "root",
        }
        options = [f"{name}={value}" for name, value in paths.items()] + list(_OPTIONS)
        words = [word for option in options for word in ("-o", option)]
        return _run(program, "--quiet=2", *words, *arguments, folder=folder)


def _sources(suite: str) -> str:
    keys = [Path("/usr/share/keyrings") / name for name in _KEYRINGS]
    key = next((each for each in keys if each.exists()), None)
    if key is None:
        raise Unavailable("Debian's keys are not here: apt-get install debian-archive-keyring")
    where = f"[arch={ARCHITECTURE} signed-by={key}] {_mirror()} {suite} main"
    return f"deb {where}\ndeb-src {where}\n"


def _mirror() -> str:
    """The one that this system is set up with, or the one named by SWIFTPROF_DEBIAN_MIRROR."""
    named = os.environ.get("SWIFTPROF_DEBIAN_MIRROR")
    if named:
        return named
    targets = _run("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages")
    for uri in targets.splitlines():
        if re.search(r"/debian/?$", uri):
            return uri
    raise Unavailable(
        "this system has no mirror of Debian in its sources; name one in SWIFTPROF_DEBIAN_MIRROR"
    )


def _run(*command: str, folder: Path | None = None) -> str:
    environment = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    answer = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        lines = [line for line in answer.stderr.splitlines() if line.startswith(("E:", "Err:"))]
        reason = (lines or answer.stderr.splitlines() or [f"exit status {answer.returncode}"])[0]
        raise Unavailable(f"{command[0]} failed: {reason}")
    return answer.stdout
