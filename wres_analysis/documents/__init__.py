"""A published file becomes a `Document`: one reader for each format, behind one dictionary.

Takes: a path. Gives: blocks in reading order (headings, paragraphs, tables) with their places, and remarks.
Must not know: what a plan is; words of column titles come from the vocabulary.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from wres_analysis.documents.cell_text import as_meant
from wres_analysis.documents.document import Document, Remark
from wres_analysis.documents.opening import kind_of, misnamed

READERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pdf": ("pdf", "read_pdf"),
        "docx": ("word", "read_word"),
        "xlsx": ("excel", "read_excel"),
        "csv": ("text", "read_delimited"),
        "html": ("web", "read_web"),
        "txt": ("text", "read_text"),
    }
)
"""Module and function by kind of content; imported when first used: most folders hold one or two formats."""


def read_document(path: Path) -> Document:
    """Read one published document, whatever it is.

    Parameters
    ----------
    path : pathlib.Path
        PDF, Word (.docx), Excel (.xlsx), web page, CSV or text; the content decides, not the name.

    Returns
    -------
    Document
        Lines and tables in reading order, each with its page, sheet or line.

    Raises
    ------
    DocumentError
        Naming the file, what is wrong with it and what to do.
    """
    path = Path(path)
    kind = kind_of(path)
    module, function = READERS[kind]
    read = getattr(import_module(f"wres_analysis.documents.{module}"), function)
    document: Document = as_meant(read(path))
    wrong_name = misnamed(path, kind)
    remarks = (Remark("warn", "wrong_name", wrong_name),) if wrong_name else ()
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return replace(document, remarks=(*remarks, *document.remarks), sha256=sha256)
