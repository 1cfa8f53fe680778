"""Points, boxes and rules of a page that has been turned upright: in points, y growing downwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Width by height."""
        return self.width * self.height

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in it.

        Examples
        --------
        >>> Box(0, 0, 10, 5).holds((3, 4)), Box(0, 0, 10, 5).holds((3, 6))
        (True, False)
        """
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of them.

    Examples
    --------
    >>> around([Box(0, 0, 1, 1), Box(4, 2, 5, 3)])
    Box(left=0, top=0, right=5, bottom=3)
    """
    left, top, right, bottom = boxes[0].left, boxes[0].top, boxes[0].right, boxes[0].bottom
    for box in boxes:
        left, top = min(left, box.left), min(top, box.top)
        right, bottom = max(right, box.right), max(bottom, box.bottom)
    return Box(left, top, right, bottom)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: where it is across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Shade:
    """A filled area with its colour as "RRGGBB"."""

    box: Box
    colour: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The quarter turns that make a page upright, and the corners of that page in its own points."""

    quarter: int
    left: float
    bottom: float
    right: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page where it stands on the upright page.

        Examples
        --------
        >>> Turn(0, 0, 0, 100, 200).point(10, 190), Turn(1, 0, 0, 100, 200).point(10, 190)
        ((10, 10), (190, 10))
        """
        if self.quarter == 1:
            return y - self.bottom, x - self.left
        if self.quarter == 2:
            return self.right - x, y - self.bottom
        if self.quarter == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page where it stands on the upright page."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the upright page where it stands on the page itself.

        Examples
        --------
        >>> Turn(3, 0, 0, 100, 200).back(*Turn(3, 0, 0, 100, 200).point(10, 190))
        (10, 190)
        """
        if self.quarter == 1:
            return y + self.left, x + self.bottom
        if self.quarter == 2:
            return self.right - x, y + self.bottom
        if self.quarter == 3:
            return self.right - y, self.top - x
        return x + self.left, self.top - y

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarter % 2 else (width, height)


def snapped(values: Iterable[float], within: float) -> list[float]:
    """Values that lie close together made one, in order.

    Examples
    --------
    >>> snapped([10.0, 50.0, 10.5, 50.0], 2.5)
    [10.25, 50.0]
    """
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= within:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]
