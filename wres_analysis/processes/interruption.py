"""Ctrl-C and SIGTERM at any moment: heard once, never lost, and told in one line by whoever listens."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
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
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_IGN if self._for_good else handler)
        if not self._for_good:
            sys.unraisablehook = self._hook

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
    """Processes started in the block never hear Ctrl-C, and write nothing to the terminal.

    Whoever started them ends them, and tells what became of them: one that is just starting when its parent
    goes would tell of that in twenty lines.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before, shown = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]), os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
            yield
    finally:
        os.dup2(shown, 2)
        os.close(shown)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
