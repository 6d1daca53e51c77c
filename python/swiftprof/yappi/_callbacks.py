"""The program's callbacks, and handing them to the recording."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._own_contexts import set_context
from ._contexts import Contexts, asking_tag, thread_number
from ._greenlets import current_greenlet, greenlet_number, only_one
from ._ids import ThreadIds, class_of_this_greenlet, class_of_this_thread

Callback = Callable[[], Any]


class Callbacks:
    """What `set_context_id_callback` and its like have set, and what they told apart."""

    def __init__(self) -> None:
        self.contexts = Contexts()
        self.threads = ThreadIds()
        self.only_greenlet: int | None = None
        """The number of the one greenlet that is recorded; None: all of them."""
        self._given: dict[str, Callback | None] = {"id": None, "name": None, "tag": None}
        self._getcurrent: Callback | None = None  # with greenlets as contexts
        self._number: Callback | None = None  # of the calling context
        self._installed = False

    @property
    def has_tags(self) -> bool:
        return self._given["tag"] is not None

    def set(self, role: str, callback: Callback | None) -> None:
        self._given[role] = callback

    def set_greenlets(self, wanted: bool) -> None:
        """Greenlets are the contexts, or threads. Raises YappiError without their library."""
        self._getcurrent = current_greenlet() if wanted else None

    def prepare(self, greenlets: bool, all_greenlets: bool) -> None:
        """Decide who tells contexts apart: the program, greenlets, or threads that have names of
        the program's own. Nobody where the profile's threads will do."""
        own_name = self._given["name"]
        self.contexts.name_by(
            own_name or (class_of_this_greenlet if greenlets else class_of_this_thread)
        )
        self.only_greenlet = None
        if self._given["id"] is not None:
            self._number = self._given["id"]
        elif greenlets and self._getcurrent is not None:
            self._number = self._of_greenlets(greenlet_number(self._getcurrent), all_greenlets)
        else:
            self._number = None if own_name is None else thread_number(self.threads.here)
            self.threads.here()  # who starts is counted first

    def install(self) -> None:
        """Have the recording ask from now on."""
        tag = self._given["tag"]
        if self._number is None and tag is None:
            return self.remove()
        number = None if self._number is None else self.contexts.asking(self._number)
        set_context(number, tag=None if tag is None else asking_tag(tag))
        self._installed = True
        return None

    def remove(self) -> None:
        """Have nobody asked any more."""
        if self._installed:
            set_context(None)
            self._installed = False

    def forget_contexts(self) -> None:
        self.contexts.forget()

    def _of_greenlets(self, number: Callback, all_of_them: bool) -> Callback:
        if all_of_them:
            return number
        self.only_greenlet = number()
        return only_one(number)
