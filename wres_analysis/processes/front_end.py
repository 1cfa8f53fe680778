"""Whether somebody sits in front of the cell that is run, and could click what it shows."""

from __future__ import annotations

import sys
from typing import Any


def someone_can_click() -> bool:
    """Whether the cell that runs now was sent by an interactive notebook, such as JupyterLab.

    Such a front end names the cell in its request. What runs a whole notebook without a person (papermill,
    nbclient, nbval, the batch) does not, nor does a console or a script.

    Examples
    --------
    >>> someone_can_click()
    False
    """
    ipython = sys.modules.get("IPython")  # whoever never loaded it has no notebook
    shell: Any = ipython.get_ipython() if ipython else None
    kernel: Any = getattr(shell, "kernel", None)
    if kernel is None or not hasattr(kernel, "get_parent"):
        return False
    request: Any = kernel.get_parent("shell") or {}
    return bool(request.get("metadata", {}).get("cellId"))
