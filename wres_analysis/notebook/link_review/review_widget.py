"""Review links in JupyterLab, one pair at a time, by a click or a key; a table where nobody can click."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from wres_analysis import analysis as walks
from wres_analysis.analysis import Analysis
from wres_analysis.errors import DataFolderError, WresError
from wres_analysis.linking.wording import changed_words
from wres_analysis.notebook.link_review.link_review import LinkReview
from wres_analysis.notebook.link_review.reviewed_file import reviewer_name
from wres_analysis.processes.progress import someone_can_click
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.phrases import Phrase, phrase
from wres_analysis.reports.table_columns import Column, Row, share_words

LONGEST = 25

_NONE = "No pair of actions is in doubt: there is nothing to review."


def marked(runs: Iterable[tuple[str, bool]], tag: str) -> str:
    """Runs of words as HTML, the changed ones in `del` or `ins`."""
    return " ".join(f"<{tag}>{escape(words)}</{tag}>" if new else escape(words) for words, new in runs)


@dataclass(frozen=True, eq=False)
class PairsLeft(Exhibit):
    """What a notebook shows of a review where nobody can click."""

    review: LinkReview | None = None


def pairs_left(review: LinkReview) -> PairsLeft:
    """The pairs that are left to be reviewed, for a page and wherever nobody can click."""
    pairs = review.left
    if pairs.empty:
        return PairsLeft("pairs_left", "Links to review", reading=[_NONE], review=review)
    return PairsLeft(
        "pairs_left",
        f"Links to review: the first {min(len(pairs), LONGEST)} of {len(pairs)}",
        data=pairs.head(LONGEST),
        columns=[
            Column("Organisation", "organisation"),
            Column("Earlier plan", lambda row: _wordings(row)[0]),
            Column("Later plan", lambda row: _wordings(row)[1]),
            Column("Probability", lambda row: share_words(row["probability"])),
            Column("Linked", "linked"),
            Column("Why", "reason"),
        ],
        note="Struck out: only in the earlier plan. Underlined: only in the later plan. Run the cell in "
        "JupyterLab to decide.",
        review=review,
    )


def _wordings(row: Row) -> list[Phrase]:
    words = changed_words(row["from_text"], row["to_text"])
    ends = (("from", words.old, "del"), ("to", words.new, "ins"))
    return [
        phrase(
            "{year}: {words}", year=row[f"{end}_year"], words=Phrase(row[f"{end}_text"], marked(runs, tag))
        )
        for end, runs, tag in ends
    ]


_HERE = Path(__file__).parent

Bundle = dict[str, Any]


def review_links(
    data: Path | str = "../data",
    tables: Path | str = "",
    *,
    organisation: str = "",
    reviewer: str = "",
    analysis: Analysis | None = None,
) -> LinkReviewWidget | Exhibit:
    """Judge the pairs of actions most worth a look, those first whose decision moves a rate most.

    Each decision goes at once to `links_reviewed.csv` in the data folder, with reviewer and time, where the
    next run finds it. The file may be edited in a spreadsheet meanwhile: it is read again before each
    change, other rows stay as they are, and what somebody else decided is never changed.

    Parameters
    ----------
    data : path
        Data folder.
    tables : path, optional
        Reports folder with the tables of an earlier run, which opens sooner than reading every plan.
    organisation : str, optional
        Code of one organisation; blank: all of them.
    reviewer : str, optional
        Name that stands beside each decision; it is asked for where it is blank.
    analysis : Analysis, optional
        What `wa.open` gave, instead of reading again.

    Returns
    -------
    LinkReviewWidget or Exhibit
        Shows itself in a notebook: the widget where somebody can click, otherwise a table of the pairs.

    Raises
    ------
    WresError
        The data folder or the organisation is not there, or `links_reviewed.csv` cannot be read.

    Examples
    --------
    >>> review_links("no such folder")
    Traceback (most recent call last):
    wres_analysis.errors.DataFolderError: no such folder: there is no such data folder; check the path
    """
    folder = Path(data)
    if not folder.is_dir():
        raise DataFolderError("there is no such data folder", folder.name, "check the path")
    whole = analysis or walks.open(folder, tables)
    review = LinkReview(whole.only(organisation) if organisation else whole, folder, reviewer)
    return LinkReviewWidget(review) if someone_can_click() else pairs_left(review)


class LinkReviewWidget(anywidget.AnyWidget):
    """What a reviewer sees and presses; the sitting itself is a `LinkReview`."""

    _esm = (_HERE / "widget.js").read_text(encoding="utf-8")
    _css = (_HERE / "widget.css").read_text(encoding="utf-8")

    state = traitlets.Dict().tag(sync=True)
    actions = traitlets.Dict().tag(sync=True)
    effect = traitlets.Dict().tag(sync=True)

    def __init__(self, review: LinkReview) -> None:
        super().__init__()
        self.review = review
        self._answered = 0
        self._show()
        self._show_effect()
        self.on_msg(lambda _, message, __: self.answer(message))

    def answer(self, message: Mapping[str, Any]) -> None:
        """Do what was pressed, show the next pair, and only then what it did to the rates."""
        review = self.review
        review.look_again()
        try:
            if message.get("do") == "name":
                review.reviewer = reviewer_name(str(message.get("name", "")))
                review.said, review.problem = f"Decisions are written as {review.reviewer}.", ""
            elif message.get("pair") == _plain(review.current):
                do = message.get("do")
                if do == "pick":
                    review.pick(str(message.get("from_id", "")), str(message.get("to_id", "")))
                elif do in ("accept", "reject", "skip", "back", "undo", "retry"):
                    getattr(review, do)()
        except WresError as error:
            review.problem = str(error)
        self._show()
        self._show_effect()

    def _show(self) -> None:
        review = self.review
        self._answered += 1  # so that an answer arrives even where nothing else has changed
        at, total = review.progress
        phase = "pair" if review.current else "done" if review.queue else "empty"
        self.actions = review.all_actions()
        self.state = {
            "answer": self._answered,
            "phase": phase if review.reviewer or phase == "empty" else "name",
            "reviewer": review.reviewer,
            "at": at,
            "total": total,
            "decided": len(review.made),
            "waiting": len(review.waiting),
            "said": review.said,
            "problem": review.problem,
            "file": str(review.file),
            "pair": _plain(review.shown()),
            "key": _plain(review.current),
        }

    def _show_effect(self) -> None:
        review = self.review
        last, now = review.last, review.current
        about = now.plans if now else last.pair.plans if last else None  # of the pair in view
        if about is None:
            return
        name = f"{about.organisation}, {about.from_year} to {about.to_year}"
        decided = last is not None and last.pair.plans == about
        self.effect = {"about": name, "rates": review.effect(about), "decided": decided}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[Bundle, Bundle]:
        table = dict(pairs_left(self.review)._repr_mimebundle_())
        shown = super()._repr_mimebundle_(**kwargs) if someone_can_click() else None
        return ({**shown[0], **table}, shown[1]) if shown else (table, {})


def _plain(value: object) -> Any:
    """The value as it arrives in the browser: lists and texts alone."""
    return json.loads(json.dumps(value))
