"""`python -m native_build`: the Swift library as it ships, where `pip install` will find it built."""

from . import swift_library

print(swift_library.build())
