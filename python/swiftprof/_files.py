"""Writing files whole or not at all.

The bytes go to a temporary name in the same folder, which then takes the place of the file by
os.replace. Devices and pipes (/dev/stdout, a FIFO) are written to as they are.
"""

import os
import stat

from ._errors import OutputError

Path = str | os.PathLike[str]


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`. Raises OutputError; a file that stood there then still does."""
    target = os.path.realpath(path)
    try:
        if _is_special(target):
            with open(target, "wb") as file:
                file.write(content)
        else:
            _replace(target, content)
    except OSError as error:
        raise _cannot_write(path, error) from error


def check_writable(path: Path) -> None:
    """Raise OutputError if `write_whole` would fail now. Leaves all files as they are."""
    target = os.path.realpath(path)
    try:
        if os.path.isdir(target):
            raise IsADirectoryError(21, "Is a directory")
        if os.path.exists(target) and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        if not _is_special(target):
            temporary = _temporary_name(target)
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            os.unlink(temporary)
    except OSError as error:
        raise _cannot_write(path, error) from None


def _replace(target: str, content: bytes) -> None:
    if os.path.isdir(target):
        raise IsADirectoryError(21, "Is a directory")
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


def _temporary_name(target: str) -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name[:200]}.{os.getpid()}-{os.urandom(3).hex()}.tmp")


def _is_special(target: str) -> bool:
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(f"cannot write {os.fspath(path)}: {error.strerror or error}")
