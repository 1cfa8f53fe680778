"""What a run shows while it works: one bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Protocol, TextIO

from wres_analysis.errors import WresError


class Progress(Protocol):
    """Told what happens; shows it as it likes."""

    def say(self, line: str) -> None:
        """Say a line between two steps."""

    def begin(self, total: int, what: str) -> None:
        """Begin a step of so many items."""

    def start(self, name: str) -> None:
        """Tell that work on one item begins."""

    def done(self, name: str, seconds: float, error: WresError | None) -> None:
        """Tell that one item is finished, or failed."""

    def end(self) -> None:
        """Tell that the step is over; may be called when none was begun."""


class Lines:
    """One plain line for each item, for a log.

    Parameters
    ----------
    say : callable, optional
        Takes each line; shown nowhere without it.
    """

    def __init__(self, say: Callable[[str], None] = lambda _: None) -> None:
        self._say = say
        self._total = self._number = 0

    def say(self, line: str) -> None:
        """Pass the line on."""
        self._say(line)

    def begin(self, total: int, what: str) -> None:
        """Say how many there are; nothing where there are none."""
        self._total, self._number = total, 0
        if total:
            self._say(f"{total} {what}")

    def start(self, name: str) -> None:
        """Nothing: the line comes when the item is done."""

    def done(self, name: str, seconds: float, error: WresError | None) -> None:
        """Say what became of the item."""
        self._number += 1
        state = f"failed: {error}" if error else f"done in {seconds:.1f} s"
        self._say(f"[{self._number}/{self._total}] {name}: {state}")

    def end(self) -> None:
        """Nothing: every line is out."""


class Bar:
    """One bar: what is being done, how many are finished and failed, time left."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._failed = 0

    def say(self, line: str) -> None:
        """Print the line above the bar."""
        from tqdm import tqdm

        tqdm.write(line, file=sys.stderr)

    def begin(self, total: int, what: str) -> None:
        """Show the bar; none where there is nothing to do."""
        from tqdm import tqdm

        self._failed = 0
        shape = "{desc}: {n_fmt}/{total_fmt} |{bar}| {postfix} {remaining} left"
        if total:
            self._bar = tqdm(total=total, desc=what, bar_format=shape, dynamic_ncols=True, file=sys.stderr)

    def start(self, name: str) -> None:
        """Show what is being done."""
        self._show(name)

    def done(self, name: str, seconds: float, error: WresError | None) -> None:
        """Move on; say at once what failed."""
        del seconds  # the bar shows the time left instead
        if error:
            self._failed += 1
            self.say(f"failed: {error}")
        self._bar.update()
        self._show(name)

    def end(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()
        self._bar = None

    def _show(self, name: str) -> None:
        self._bar.set_postfix_str(f"{name}, {self._failed} failed")


def progress_for(stream: TextIO | None = None) -> Progress:
    """A bar where the stream is a terminal, plain lines otherwise.

    Parameters
    ----------
    stream : file, optional
        Standard error by default.
    """
    shown = stream or sys.stderr
    return Bar() if shown.isatty() else Lines(lambda line: print(line, file=shown, flush=True))
