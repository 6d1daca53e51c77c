"""Files in the format "ystat": pickled statistics, and nothing else."""

from __future__ import annotations

import pickle

from . import _stat, _stats

_MODULES = ("yappi", "swiftprof.yappi")


class StatsUnpickler(pickle.Unpickler):
    """Makes objects of our classes of statistics only, whoever wrote the file.

    WHY: unpickling runs whatever a file names, and files come from anywhere.
    """

    def find_class(self, module: str, name: str) -> object:
        """Raises UnpicklingError for any other class."""
        from ._func_stats import YFuncStats

        known = {
            "YFuncStats": YFuncStats,
            "YFuncStat": _stat.YFuncStat,
            "YChildFuncStats": _stats.YChildFuncStats,
            "YChildFuncStat": _stat.YChildFuncStat,
        }
        ours = module in _MODULES or module.startswith("swiftprof.yappi.")
        if not ours or name not in known:
            raise pickle.UnpicklingError(f"{module}.{name} is no class of yappi's statistics")
        return known[name]
