"""Writing files whole or not at all.

The bytes go to a temporary name in the same folder, which then takes the place of the file by
os.replace. Devices and pipes are written to as they are, and so is what is open already: /dev/stdout,
/dev/fd/3.
"""

import os
import stat
import sys

from ._errors import OutputError

Path = str | os.PathLike[str]


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`. Raises OutputError; a file that stood there then still does."""
    try:
        if (descriptor := _open_descriptor(path)) is not None:
            _write_to(descriptor, content)
        elif _is_special(path):
            with open(path, "wb") as file:
                file.write(content)
        else:
            _replace(os.path.realpath(path), content)
    except OSError as error:
        raise _cannot_write(path, error) from error


def check_writable(path: Path) -> None:
    """Raise OutputError if `write_whole` would fail now. Leaves all files as they are."""
    try:
        if (descriptor := _open_descriptor(path)) is not None:
            os.fstat(descriptor)
            return
        target = os.path.realpath(path)
        _refuse_kept(target)
        if not _is_special(path):
            temporary = _temporary_name(target)
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            os.unlink(temporary)
    except OSError as error:
        raise _cannot_write(path, error) from None


def _open_descriptor(path: Path) -> int | None:
    """The file descriptor that a path stands for, as in /dev/stdout and /dev/fd/3."""
    absolute = os.path.abspath(path)
    folder, number = os.path.split(absolute)
    if folder in ("/dev/fd", "/proc/self/fd") and number.isdecimal():
        return int(number)
    return {"/dev/stdout": 1, "/dev/stderr": 2}.get(absolute)


def _write_to(descriptor: int, content: bytes) -> None:
    """WHY not by opening the path again: a file would be written over from its beginning."""
    for stream in (sys.stdout, sys.stderr):  # what was printed before stands before it
        if stream is not None and not stream.closed:
            stream.flush()
    with open(os.dup(descriptor), "wb") as file:
        file.write(content)


def _replace(target: str, content: bytes) -> None:
    _refuse_kept(target)
    temporary = _temporary_name(target)
    try:
        with open(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(target):
            os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
        os.replace(temporary, target)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def _refuse_kept(target: str) -> None:
    """Raise OSError for what must stay: folders, and files that may not be written.

    WHY the latter: os.replace asks for the right to write in the folder alone.
    """
    if os.path.isdir(target):
        raise IsADirectoryError(21, "Is a directory")
    if os.path.exists(target) and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")


def _temporary_name(target: str) -> str:
    folder, name = os.path.split(target)
    # WHY of bytes: so are the 255 that the name of a file may have.
    begin = os.fsdecode(os.fsencode(name)[:200])
    return os.path.join(folder, f".{begin}.{os.getpid()}-{os.urandom(3).hex()}.tmp")


def _is_special(path: Path) -> bool:
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(f"cannot write {os.fspath(path)}: {error.strerror or error}")
