"""What children of the pool are asked to do in its tests."""

import ctypes
import os
import signal
import sys
import time

from wres_analysis.errors import DocumentError


def act(item):
    if item == "killed":
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    if item == "crashes":
        ctypes.string_at(0)
    if item == "hangs":
        time.sleep(600)
    if item == "grows":
        return len(bytearray(2_000_000_000))
    if item == "refuses":
        raise DocumentError("it is empty", "plan.pdf", "fetch it again")
    if item == "stumbles":
        raise ValueError("no such column")
    if item == "ends":
        sys.exit(3)
    if item == "cannot be sent":
        return lambda: None
    return f"{item} done"


def process(_):
    return os.getpid()
