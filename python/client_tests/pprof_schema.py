"""The message of pprof files as Google publishes it (proto/profile.proto), for the protobuf package."""

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_INT64, _UINT64, _BOOL = 3, 4, 8
_STRING, _MESSAGE = 9, 11

# Message: field: (number, type, repeated); a text is the type of a message.
_MESSAGES: dict[str, dict[str, tuple[int, int | str, bool]]] = {
    "Profile": {
        "sample_type": (1, "ValueType", True),
        "sample": (2, "Sample", True),
        "mapping": (3, "Mapping", True),
        "location": (4, "Location", True),
        "function": (5, "Function", True),
        "string_table": (6, _STRING, True),
        "time_nanos": (9, _INT64, False),
        "duration_nanos": (10, _INT64, False),
        "period_type": (11, "ValueType", False),
        "period": (12, _INT64, False),
        "comment": (13, _INT64, True),
        "default_sample_type": (14, _INT64, False),
    },
    "ValueType": {"type": (1, _INT64, False), "unit": (2, _INT64, False)},
    "Sample": {
        "location_id": (1, _UINT64, True),
        "value": (2, _INT64, True),
        "label": (3, "Label", True),
    },
    "Label": {
        "key": (1, _INT64, False),
        "str": (2, _INT64, False),
        "num": (3, _INT64, False),
        "num_unit": (4, _INT64, False),
    },
    "Mapping": {"id": (1, _UINT64, False), "filename": (5, _INT64, False)},
    "Location": {
        "id": (1, _UINT64, False),
        "mapping_id": (2, _UINT64, False),
        "address": (3, _UINT64, False),
        "line": (4, "Line", True),
        "is_folded": (5, _BOOL, False),
    },
    "Line": {"function_id": (1, _UINT64, False), "line": (2, _INT64, False)},
    "Function": {
        "id": (1, _UINT64, False),
        "name": (2, _INT64, False),
        "system_name": (3, _INT64, False),
        "filename": (4, _INT64, False),
        "start_line": (5, _INT64, False),
    },
}


def profile_message() -> Any:
    """An empty `Profile` message."""
    file = descriptor_pb2.FileDescriptorProto(
        name="profile.proto", package="perftools.profiles", syntax="proto3"
    )
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, (number, kind, repeated) in fields.items():
            row = message.field.add(name=field, number=number, label=3 if repeated else 1)
            if isinstance(kind, str):
                row.type, row.type_name = _MESSAGE, f".perftools.profiles.{kind}"
            else:
                row.type = kind
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = pool.FindMessageTypeByName("perftools.profiles.Profile")
    return message_factory.GetMessageClass(found)()
