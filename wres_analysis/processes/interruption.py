"""Ctrl-C and SIGTERM at any moment: heard once, never lost, and told in one line by whoever listens."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_NUMBERS = (signal.SIGINT, signal.SIGTERM)
_SOON = 0.05  # seconds until a stop that went unheard is said again


class Interruption:
    """Makes the first Ctrl-C or SIGTERM a KeyboardInterrupt; a second one cannot cut the clearing up short.

    For as long as the block runs, or `for_good`: then the end of the process is not disturbed either.
    """

    def __init__(self, *, for_good: bool) -> None:
        self.asked = False  # whether somebody asked to stop, also where a library made another error of it
        self._heard = False
        self._for_good = for_good

    def __enter__(self) -> Interruption:
        self._hook = sys.unraisablehook
        sys.unraisablehook = self._unheard
        self._before = {number: signal.signal(number, self._stop) for number in _NUMBERS}
        return self

    def __exit__(self, *_: object) -> None:
        self._heard = True
        if not self._for_good:
            sys.unraisablehook = self._hook
            for number, handler in self._before.items():
                signal.signal(number, handler)

    def _stop(self, *_: object) -> None:
        if not self._heard:
            self.asked = self._heard = True
            raise KeyboardInterrupt

    def _unheard(self, what: Any) -> None:
        """Say it again where Python was in a place that hears no error, as when an object goes."""
        if not issubclass(what.exc_type, KeyboardInterrupt):
            self._hook(what)
            return
        self._heard = False
        threading.Timer(_SOON, signal.raise_signal, [signal.SIGINT]).start()


@contextmanager
def passed_on(to: Callable[[int], object]) -> Iterator[None]:
    """Hand signals to a program that decides by itself; from a terminal it has had Ctrl-C already."""

    def hand(number: int, _: FrameType | None) -> None:
        if number != signal.SIGINT or not sys.stdin.isatty():
            to(number)

    before = {number: signal.signal(number, hand) for number in _NUMBERS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Processes started in the block never hear Ctrl-C: whoever started them ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
