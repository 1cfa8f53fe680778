"""What long work shows: one bar in a terminal or in front of a person's notebook, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, TextIO

from wres_analysis.errors import WresError
from wres_analysis.processes.workers import Item, Outcome, Value


def someone_can_click() -> bool:
    """Whether the cell that runs now was sent by an interactive notebook, such as JupyterLab.

    Such a front end names the cell in its request. What runs a whole notebook without a person (papermill,
    nbclient, nbval, the batch) does not, nor does a console or a script.
    """
    ipython = sys.modules.get("IPython")  # whoever never loaded it has no notebook
    shell: Any = ipython.get_ipython() if ipython else None
    kernel: Any = getattr(shell, "kernel", None)
    if kernel is None or not hasattr(kernel, "get_parent"):
        return False
    request: Any = kernel.get_parent("shell") or {}
    return bool(request.get("metadata", {}).get("cellId"))


_PATIENCE = 0.5  # seconds that a person waits without a bar
_SHAPE = "{desc}: {n_fmt}/{total_fmt} |{bar}| {remaining} left{postfix}"


class Progress:
    """Told what happens; shows it as it likes, here not at all."""

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


class Lines(Progress):
    """One plain line for each item, for a log."""

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
            self._say(f"{total} {what if total != 1 else what.removesuffix('s')}")

    def done(self, name: str, seconds: float, error: WresError | None) -> None:
        """Say what became of the item."""
        self._number += 1
        state = f"failed: {error}" if error else f"done in {seconds:.1f} s"
        self._say(f"[{self._number}/{self._total}] {name}: {state}")


class _OneLine:
    """A line of a notebook cell that is written over, and empty at the end."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self._place: Any = None

    def write(self, text: str) -> None:
        import IPython.display as notebook

        line = text.strip()
        shown = {"text/html": f"<pre>{escape(line)}</pre>" if line else "", "text/plain": line}
        if self._place is None:
            display: Any = notebook.display
            self._place = display(shown, raw=True, display_id=True)
        else:
            self._place.update(shown, raw=True)

    def flush(self) -> None:
        """Nothing: each line is out."""


class Bar(Progress):
    """One bar: what is being done, how many are finished and failed, time left."""

    def __init__(self, *, passing: bool = False) -> None:
        self._bar: Any = None
        self._failed = 0
        self._passing = passing

    def say(self, line: str) -> None:
        """Print the line above the bar."""
        from tqdm import tqdm

        tqdm.write(line, file=sys.stderr)

    def begin(self, total: int, what: str) -> None:
        """Show the bar; none where there is nothing to do."""
        from tqdm import tqdm

        self._failed = 0
        shown: dict[str, Any] = {"dynamic_ncols": True, "file": sys.stderr}
        if self._passing:
            shown = {"ncols": 90, "leave": False, "delay": _PATIENCE, "file": _OneLine()}
        if total:
            self._bar = tqdm(total=total, desc=what, bar_format=_SHAPE, **shown)

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
        """Leave the bar as it stands, or nothing of it."""
        if self._bar is not None:
            self._bar.close()
        self._bar = None

    def _show(self, name: str) -> None:
        self._bar.set_postfix_str(f"{name}, {self._failed} failed", refresh=not self._passing)


class Logged(Progress):
    """Another progress, and the same as plain lines with the time of day in a log file."""

    def __init__(self, shown: Progress, path: Path) -> None:
        self._path = path
        self._all: tuple[Progress, ...] = (shown, Lines(self._write))
        with suppress(OSError):
            path.unlink(missing_ok=True)

    def _write(self, line: str) -> None:
        # a log that cannot be written must not cost the run
        with suppress(OSError), self._path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {line}\n")

    def say(self, line: str) -> None:
        """Pass the line on."""
        for one in self._all:
            one.say(line)

    def begin(self, total: int, what: str) -> None:
        """Begin a step."""
        for one in self._all:
            one.begin(total, what)

    def start(self, name: str) -> None:
        """Tell that work on one item begins."""
        for one in self._all:
            one.start(name)

    def done(self, name: str, seconds: float, error: WresError | None) -> None:
        """Tell that one item is finished, or failed."""
        for one in self._all:
            one.done(name, seconds, error)

    def end(self) -> None:
        """Tell that the step is over."""
        for one in self._all:
            one.end()


def progress_for(stream: TextIO | None = None) -> Progress:
    """A bar in a terminal or in front of a notebook where somebody sits, plain lines otherwise."""
    shown = stream or sys.stderr
    if someone_can_click():
        return Bar(passing=True)
    return Bar() if shown.isatty() else Lines(lambda line: print(line, file=shown, flush=True))


def progress_if_seen() -> Progress:
    """A bar where somebody sits in front of the notebook, and nothing at all elsewhere."""
    return Bar(passing=True) if someone_can_click() else Lines()


def followed(
    outcomes: Generator[Outcome[Item, Value]],
    total: int,
    what: str,
    progress: Progress,
    name: Callable[[Item], str] = str,
) -> Generator[Outcome[Item, Value]]:
    """The same outcomes, each shown as it comes; closing this closes them."""
    progress.begin(total, what)
    try:
        with closing(outcomes):
            for outcome in outcomes if total else ():
                progress.done(name(outcome.item), outcome.seconds, outcome.error)
                yield outcome
    finally:
        progress.end()
