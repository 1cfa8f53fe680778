"""The look of every chart: colours by meaning, the Analysis Function's style, and alternative text."""

from __future__ import annotations

import base64
import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib.resources import as_file, files
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox, blended_transform_factory

# what this page is about, what it is compared with, and the line that they are measured against
SUBJECT, PEERS, LINE = "#12436D", "#B1B4B6", "#1A1A1A"
# what became of an action, from the one that wants a look; lightness 29, 70, 83, 50, 62, 93, 100
LATE, MOVED, UNDER_WAY, COMPLETE, WITHDRAWN = "#801650", "#F79256", "#9ADBD3", "#2D7AC0", "#92979B"
UNKNOWN, UNDATED = "#E6EAED", "#FFFFFF"
# from plan to plan; lightness 27, 58, 83, 70
CARRIED_OVER, REWORDED, NEW, GONE = "#12436D", "#4F8FC9", "#9ADBD3", "#F98F52"
EDGE = "#3D3D3D"  # around pale areas, which a white page would swallow

OUTCOME_COLOURS = {
    "missed": LATE,
    "moved": MOVED,
    "to_come": UNDER_WAY,
    "met": COMPLETE,
    "withdrawn": WITHDRAWN,
    "unknown": UNKNOWN,
    "undated": UNDATED,
}


BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # words on lines
PLAIN_GREY = "#767676"
WIDTH = 8.0
SMALL, NORMAL, LARGE = 11.0, 12.0, 14.0
FEW = 40
LABEL_WIDTH = 64
TITLE_LETTERS = 70  # of the bold title, over the width of a figure
LONGEST_ALTERNATIVE = 300  # letters that a screen reader says in one breath; the table has the rest


VERBATIM: dict[Any, Any] = {"text.parse_math": False}  # "Spend $5m to $10m" is a name and no mathematics
FONTS = ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans")  # the first one that is installed


@contextmanager
def chart_style() -> Iterator[None]:
    """Draw in the Analysis Function's style and the font of the pages, and leave every setting as it was."""
    own = {"font.size": NORMAL, "hatch.linewidth": 0.8, "font.family": _font(), **VERBATIM}
    settings: Any = {**_style(), **own}
    with plt.rc_context(settings):
        yield


@cache
def _style() -> dict[str, Any]:
    """The settings of the style: matplotlib reads them again from the file for every chart."""
    with as_file(files("afcharts").joinpath("afcharts.mplstyle")) as path:
        settings: Any = mpl.rc_params_from_file(path, use_default_template=False)
    return dict(settings)


@cache
def _font() -> str:
    """The font of the pages, or the nearest that is installed: a list of them is looked up at every word."""
    installed = {font.name for font in fontManager.ttflist}
    return next(name for name in FONTS if name in installed)


@contextmanager
def chart(ax: Axes | None, height: float) -> Iterator[Axes]:
    """The axes to draw on, in the style of every chart: those given, or new ones of A4 width."""
    with chart_style():
        yield axes_of(ax, height)


def finish(ax: Axes, finding: str, shows: str, x_label: str = "", grid: str = "") -> Axes:
    """The finding as the title, labels, and an alternative text: the finding first, then what is drawn."""
    dress(ax, finding, x_label, grid=grid)
    return set_alt_text(ax, alternative(finding, shows))


def alternative(finding: str, shows: str) -> str:
    """An alternative text of at most 300 letters, cut at the end of a sentence where there is one."""
    said = f"{finding.rstrip('.')}. {shows.rstrip('.')}."
    whole = f"{said} The table below has the numbers."
    if len(whole) <= LONGEST_ALTERNATIVE:
        return whole
    cut = said[: LONGEST_ALTERNATIVE - 1]
    end = max(cut.rfind(mark) for mark in (". ", "; ", ", "))
    return f"{cut[:end]}."


def axes_of(ax: Axes | None, height: float, width: float = WIDTH) -> Axes:
    """The axes given, or new ones in a figure of their own that fits an A4 page."""
    if ax is not None:
        return ax
    figure = ChartFigure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot(axes_class=ChartAxes)


class ChartFigure(Figure):
    """A figure that shows itself where it is the last value of a cell, with its alternative text."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, str]:
        del include, exclude
        return {"text/html": figure_html(self), "text/plain": alt_text(self)}


class ChartAxes(Axes):
    """Axes that show the figure they stand in."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, str]:
        del include, exclude
        figure = self.get_figure(root=True)
        if figure is None:  # it was taken out of its figure
            return {}
        return {"text/html": figure_html(figure), "text/plain": alt_text(figure)}


def figure_html(figure: Figure, name: str = "", svg: bytes = b"") -> str:
    """A figure as HTML, sharp at any size, with its alternative text."""
    address = "data:image/svg+xml;base64," + base64.b64encode(svg or picture_of(figure, "svg", 72)).decode()
    named = f' data-exhibit="{escape(name)}"' if name else ""
    return f'<figure{named}><img alt="{escape(alt_text(figure), quote=True)}" src="{address}"></figure>'


def picture_of(figure: Figure, kind: str, dpi: float) -> bytes:
    """A figure as a file of a kind (png, svg, pdf), the same bytes for the same figure."""
    stream = io.BytesIO()
    undated = {"svg": "Date", "png": "Software", "pdf": "CreationDate"}.get(kind)
    # words stay words: they are set in the font of the page, can be searched, and weigh little
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "wres_analysis", **VERBATIM}):
        how: Any = {"metadata": {undated: None}} if undated else {}
        if kind == "png":  # a sixth larger, a third faster
            how["pil_kwargs"] = {"compress_level": 1}
        with _laid_out(figure):
            figure.savefig(stream, format=kind, dpi=dpi, **how)
    if kind == "svg":  # whatever font it was laid out in, a reader sees that of the page
        return re.sub(rb"font: ([^']*)'[^']*'", rb"font: \1Arial, Helvetica, sans-serif", stream.getvalue())
    return stream.getvalue()


@contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """Lay a figure out as for a page, and save it without: saving with a layout draws everything twice."""
    engine, canvas, dpi = figure.get_layout_engine(), figure.canvas, figure.dpi
    if engine is not None:
        FigureCanvasSVG(figure)
        figure.dpi = 72
        engine.execute(figure)
        figure.dpi, figure.canvas = dpi, canvas
        figure.set_layout_engine(None)  # "none" would leave a placeholder, and the second drawing with it
    yield
    if engine is not None:
        figure.set_layout_engine(engine)


def dress(ax: Axes, title: str, x_label: str = "", y_label: str = "", grid: str = "y") -> None:
    """Title on the left, labels, and a grid along one axis, also for axes made outside `chart_style`."""
    # Ticks made later, when the figure is drawn, read these settings and not the style of this moment.
    ax.tick_params(labelsize=NORMAL, color="0.8", labelcolor="0.1")
    text = ax.set_title(wrap(title, TITLE_LETTERS), loc="left", fontsize=LARGE, fontweight="bold", pad=12)
    figure = ax.get_figure(root=True)
    if isinstance(figure, Figure) and len(figure.axes) == 1:  # the whole width is there for the finding
        text.set_transform(blended_transform_factory(figure.transFigure, text.get_transform()))
        text.set_x(0.012)
    ax.set_xlabel(x_label, fontsize=NORMAL, color="0.1")
    ax.set_ylabel(y_label, fontsize=NORMAL, color="0.1")
    ax.set_axisbelow(True)
    ax.grid(False)
    if grid:
        ax.grid(True, axis="x" if grid == "x" else "y", color="0.85", linewidth=0.6)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_edgecolor("0.8")


def row_height(labels: Iterable[str], letters: int) -> float:
    """Inches that a row needs so that names over two lines do not touch."""
    return 0.47 if any(len(label) > letters for label in labels) else 0.32


def text_on(color: str) -> str:
    """Black or white, whichever is easier to read on a colour."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    return "white" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "black"


def wrap(text: str, width: int) -> str:
    """The text over several lines of at most `width` letters."""
    return "\n".join(textwrap.wrap(text, width)) or text


def row_name(text: str, width: int) -> str:
    """A name for a row, on two lines at most; the table holds it in full."""
    return textwrap.fill(text, width, max_lines=2, placeholder=" …")


def name_rows(ax: Axes, names: Iterable[object], width: int = 34, beside: Sequence[str] = ()) -> list[int]:
    """Rows from the top down, a name on the left of each and words on the right; where they lie."""
    shown = [row_name(str(name), width) for name in names]
    places = list(range(len(shown)))[::-1]
    ax.set_yticks(places, shown)
    ax.set_ylim(-0.6, len(shown) - 0.4)
    for place, words in zip(places, beside, strict=False):
        ax.text(1.03, place, words, fontsize=SMALL, va="center", transform=ax.get_yaxis_transform())
    return places


def write_beside(ax: Axes, place: float, words: str) -> None:
    """What a row shows, in words on its right; of a reason why it shows nothing, the first words."""
    said = words.partition(":")[0]
    ax.text(1.02, place, said, fontsize=SMALL, va="center", transform=ax.get_yaxis_transform())


def set_alt_text(ax: Axes, text: str) -> Axes:
    """Give a chart its alternative text: what is compared, the main reading, where the numbers are."""
    ax.set_label(" ".join(text.split()))
    return ax


def alt_text(figure: Figure) -> str:
    """The alternative text of everything drawn in a figure, blank where nothing was set."""
    texts = (str(ax.get_label()) for ax in figure.axes)
    return " ".join(text for text in texts if text and not text.startswith("<"))


def legend_below(ax: Axes, colours: Mapping[str, str]) -> None:
    """What the colours of areas mean, in words, under the figure."""
    handles = [
        Patch(facecolor=colour, edgecolor=EDGE, linewidth=0.5, label=words)
        for words, colour in colours.items()
    ]
    figure = ax.get_figure(root=True)
    if isinstance(figure, Figure):
        figure.legend(handles=handles, loc="outside lower left", ncols=3, fontsize=SMALL)


def nothing_to_show(ax: Axes, title: str, why: str) -> Axes:
    """An empty chart that says why it is empty."""
    dress(ax, title, grid="")
    ax.set_axis_off()
    ax.text(0, 0.5, wrap(why, 70), transform=ax.transAxes, fontsize=NORMAL, va="center")
    return set_alt_text(ax, f"{title}: {why}")


def label_points(
    ax: Axes,
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    avoid: Sequence[tuple[float, float]] = (),
    most: int = 12,
) -> int:
    """Write a name beside each point where there is room, and say how many were written."""
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure) or not points:
        return 0
    figure.draw_without_rendering()
    taken = [_box_around(ax, point) for point in (*points, *avoid)]
    taken += [text.get_window_extent() for text in ax.texts]
    written = 0
    for point, name in zip(points, texts, strict=True):
        if written < most and _place(ax, point, name, taken):
            written += 1
    return written


# Offsets in points from near to far; a name that stands far from its point gets a line to it.
_PLACES = tuple(
    (right * distance, up * distance)
    for distance in (9, 16, 30, 48, 70)
    for right, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
)
_NEAR = 16


def _place(ax: Axes, point: tuple[float, float], name: str, taken: list[Bbox]) -> bool:
    inside = ax.get_window_extent()
    for right, up in _PLACES:
        far = max(abs(right), abs(up)) > _NEAR
        text: Text = ax.annotate(
            wrap(name, 24),
            point,
            (right, up),
            textcoords="offset points",
            ha={1: "left", -1: "right"}.get((right > 0) - (right < 0), "center"),
            va={1: "bottom", -1: "top"}.get((up > 0) - (up < 0), "center"),
            fontsize=SMALL,
            bbox=BEHIND,
            arrowprops={"arrowstyle": "-", "color": PLAIN_GREY, "linewidth": 0.8} if far else None,
        )
        text.get_window_extent()  # moves the text to its place; the box below leaves its line out
        box = Text.get_window_extent(text)
        fits = inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
        if fits and not any(box.overlaps(other) for other in taken):
            taken.append(box)
            return True
        text.remove()
    return False


def _box_around(ax: Axes, point: tuple[float, float], radius: float = 6.0) -> Bbox:
    x, y = ax.transData.transform(point)
    return Bbox.from_extents(x - radius, y - radius, x + radius, y + radius)
