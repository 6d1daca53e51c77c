"""What the original adds to its C part: `stats`, printed and saved."""

from __future__ import annotations

from ._codes import label
from ._profiler import Profiler

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any

    from ._collected import Function, Label, Tally


class Reporting(Profiler):
    """A Profiler that `pstats.Stats` takes."""

    stats: dict[Label, Function]
    """What pstats works with; there after `create_stats` or `snapshot_stats`."""

    def print_stats(self, sort: Any = -1) -> None:
        """Print the table of `pstats`. sort: a key of `pstats.Stats.sort_stats`, or a tuple of them."""
        import pstats

        keys = sort if isinstance(sort, tuple) else (sort,)
        stats: Any = pstats.Stats
        stats(self).strip_dirs().sort_stats(*keys).print_stats()

    def dump_stats(self, file: int | str | bytes | os.PathLike[Any]) -> None:
        """Save `stats` for `pstats.Stats(file)`. Whole or not at all. Raises OSError."""
        import marshal

        self.create_stats()
        _write(file, marshal.dumps(self.stats))

    def create_stats(self) -> None:
        """Disable it and make `stats`."""
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self) -> None:
        """Make `stats`; recording goes on if it is on."""
        entries = self.getstats()
        stats: dict[Label, Function] = {}
        for entry in entries:
            place, calls = label(entry.code), entry.callcount
            cc, nc, tt, ct, callers = stats.get(place, (0, 0, 0.0, 0.0, {}))
            stats[place] = (
                cc + calls - entry.reccallcount, nc + calls,
                tt + entry.inlinetime, ct + entry.totaltime, callers,
            )  # fmt: skip
        for entry in entries:
            for called in entry.calls or ():
                if (callee := stats.get(label(called.code))) is not None:
                    _add_caller(callee[4], label(entry.code), called)
        self.stats = stats


def _write(file: int | str | bytes | os.PathLike[Any], contents: bytes) -> None:
    if isinstance(file, int):  # a descriptor, as `open` takes it
        with open(file, "wb") as stream:
            stream.write(contents)
        return
    import os

    from .._errors import OutputError
    from .._files import write_whole

    try:
        write_whole(os.fsdecode(file), contents)
    except OutputError as error:
        raise error.__cause__ or error from None


def _add_caller(callers: dict[Label, Tally], caller: Label, called: Any) -> None:
    nc, cc, tt, ct = callers.get(caller, (0, 0, 0.0, 0.0))
    callers[caller] = (
        nc + called.callcount, cc + called.callcount - called.reccallcount,
        tt + called.inlinetime, ct + called.totaltime,
    )  # fmt: skip
