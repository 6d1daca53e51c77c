"""What the Firefox Profiler demands of a processed profile of version 57, written down anew.

Source: `src/types/profile.ts`, `docs-developer/CHANGELOG-formats.md` and the upgraders from version 57 on of
firefox-devtools/profiler.
"""

from typing import Any

VERSION = 57
META = {
    "interval": int, "startTime": float, "processType": int, "product": str, "stackwalk": int,
    "version": int, "categories": list, "markerSchema": list, "symbolicated": bool, "sampleUnits": dict,
    "extensions": dict, "importedFrom": str,
}  # fmt: skip
THREAD = {
    "name": str, "isMainThread": bool, "processType": str, "processStartupTime": int, "registerTime": int,
    "pausedRanges": list, "pid": str, "tid": int,
}  # fmt: skip
TABLES = {
    "samples": ("stack", "time", "weight", "eventDelay"),
    "stackTable": ("frame", "prefix", "category", "subcategory"),
    "frameTable": (
        "address", "inlineDepth", "category", "subcategory", "func", "nativeSymbol", "innerWindowID",
        "implementation", "line", "column",
    ),
    "funcTable": (
        "name", "isJS", "relevantForJS", "resource", "fileName", "lineNumber", "columnNumber",
    ),
    "resourceTable": ("lib", "name", "host", "type"),
    "nativeSymbols": ("libIndex", "address", "name", "functionSize"),
    "markers": ("data", "name", "startTime", "endTime", "phase", "category"),
}  # fmt: skip
# Which column points into which table of the thread; "strings": into the shared array.
LINKS = {
    ("samples", "stack"): "stackTable", ("stackTable", "frame"): "frameTable",
    ("stackTable", "prefix"): "stackTable", ("frameTable", "func"): "funcTable",
    ("funcTable", "name"): "strings", ("funcTable", "fileName"): "strings",
    ("stackTable", "category"): "categories", ("frameTable", "category"): "categories",
}  # fmt: skip


def check(file: dict[str, Any]) -> None:
    """Raises AssertionError or KeyError."""
    meta = file["meta"]
    assert meta["preprocessedProfileVersion"] == VERSION
    _check_types(meta, META)
    assert any(category["color"] == "grey" for category in meta["categories"])
    assert all(category["subcategories"][0] == "Other" for category in meta["categories"])
    assert file["libs"] == file["pages"] == file["counters"] == []
    strings = file["shared"]["stringArray"]
    assert len(set(strings)) == len(strings)
    _check_table(file["shared"]["sources"], ("uuid", "filename"))
    _check_table(meta["extensions"], ("id", "name", "baseURL"))
    assert len({thread["tid"] for thread in file["threads"]}) == len(file["threads"])
    for thread in file["threads"]:
        _check_thread(thread, {"strings": len(strings), "categories": len(meta["categories"])})


def _check_thread(thread: dict[str, Any], lengths: dict[str, int]) -> None:
    _check_types(thread, THREAD)
    assert thread["processShutdownTime"] is thread["unregisterTime"] is None
    for name, columns in TABLES.items():
        _check_table(thread[name], columns)
    lengths = lengths | {name: thread[name]["length"] for name in TABLES}
    for (table, column), target in LINKS.items():
        for value in thread[table][column]:
            assert value is None or 0 <= value < lengths[target], (table, column)
    for row, prefix in enumerate(thread["stackTable"]["prefix"]):
        assert prefix is None or prefix < row, "a stack must stand behind its prefix"
    samples = thread["samples"]
    assert samples["weightType"] == "tracing-ms"
    assert samples["time"] == sorted(samples["time"])
    assert all(weight >= 0 for weight in samples["weight"])


def _check_types(values: dict[str, Any], types: dict[str, type]) -> None:
    for name, kind in types.items():
        assert type(values[name]) is kind, name


def _check_table(table: dict[str, Any], columns: tuple[str, ...]) -> None:
    for column in columns:
        assert len(table[column]) == table["length"], column
