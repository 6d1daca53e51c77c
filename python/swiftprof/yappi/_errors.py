"""What goes wrong here: one exception, as yappi has."""

from .._errors import SwiftprofError


class YappiError(SwiftprofError):
    """A wrong argument, or a setting that cannot be changed while there are statistics."""
