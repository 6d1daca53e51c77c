"""How file paths are shortened for people: relative to the project, library folders left out."""

import contextlib
import os
import sys


def path_roots(script_folder: str = "") -> list[tuple[str, str]]:
    """(prefix, what to show in its place); the longest prefix that fits a path wins.

    Files of the current folder, of the script's, of the standard library and of installed
    packages are shown relative to these: "app/db.py", "json/decoder.py", "pygments/lexer.py".
    """
    roots: dict[str, str] = {}
    for folder, shown_as in _folders(script_folder):
        for spelling in {os.path.abspath(folder), os.path.realpath(folder)}:
            if spelling != os.sep:
                roots.setdefault(spelling.rstrip(os.sep) + os.sep, shown_as)
    return list(roots.items())


def encodable(text: str) -> str:
    """Names of files that are no Unicode (PEP 383) as the core writes them: "\\udcff"."""
    return text.encode("utf-8", "backslashreplace").decode()


def _folders(script_folder: str) -> list[tuple[str, str]]:
    folders = [(folder, "") for folder in sys.path if _holds_packages(folder)]
    folders.append((os.path.dirname(os.__file__), ""))
    if script_folder:
        folders.append((script_folder, ""))
    with contextlib.suppress(FileNotFoundError):  # the program removed the folder it runs in
        folders.append((os.getcwd(), ""))
    folders += [(prefix, "<prefix>/") for prefix in (sys.prefix, sys.base_prefix)]
    folders.append((os.path.expanduser("~"), "~/"))
    return folders


def _holds_packages(folder: str) -> bool:
    return os.path.basename(folder) in ("site-packages", "dist-packages", "lib-dynload")
