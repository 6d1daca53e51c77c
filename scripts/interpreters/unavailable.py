"""The one error of this package."""


class Unavailable(Exception):
    """A Python cannot be had here. The message, one line, says why and, where there is one, the remedy."""
