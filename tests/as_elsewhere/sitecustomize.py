"""Every Python that has this folder on its path behaves in some ways as on Windows, its children too.

No fork and no server of forks, no module `resource`, no masks for signals; files are cp1252 unless an
encoding is given; a path has 259 characters at most; two names that differ in capitals only are one, which is
refused here where Windows would write over the other in silence; no name is `CON` or ends with a dot; and
what another program has open, as a file `~$name` beside it says, is neither replaced nor moved.
"""

import builtins
import errno
import io
import multiprocessing
import os
import signal

LONGEST = 259
RESERVED = ("AUX", "CON", "NUL", "PRN")
_open, _import, _rename = io.open, builtins.__import__, os.rename


def _refuse(number, path, why=""):
    raise OSError(number, why or os.strerror(number), str(path))


def _refuse_name(path):
    """What Windows would not make, or would make under another name."""
    whole = os.path.abspath(os.fspath(path))
    folder, name = os.path.split(whole)
    if len(whole) > LONGEST:
        _refuse(errno.ENOENT, path)
    if name.partition(".")[0].upper() in RESERVED or name.endswith((".", " ")):
        _refuse(errno.EINVAL, path, "The directory name is invalid")
    if os.path.isdir(folder):
        for other in os.listdir(folder):
            if other.casefold() == name.casefold() and other != name:
                _refuse(errno.EEXIST, path, f"{other} is the same name here")


def _refuse_open(path):
    """What another program has open; a folder too, when that is so of anything in it."""
    folder, name = os.path.split(os.fspath(path))
    if os.path.exists(os.path.join(folder, f"~${name}")):
        _refuse(errno.EACCES, path)
    if os.path.isdir(path) and any(one.startswith("~$") for one in os.listdir(path)):
        _refuse(errno.EACCES, path)


def _open_elsewhere(file, mode="r", buffering=-1, encoding=None, *given, **more):
    if set(mode) & set("wax+") and not isinstance(file, int):
        _refuse_name(file)
        _refuse_open(file)
    if "b" not in mode and encoding in (None, "locale"):
        encoding = "cp1252"
    return _open(file, mode, buffering, encoding, *given, **more)


def _mkdir_elsewhere(path, *given, _mkdir=os.mkdir, **more):
    if "dir_fd" not in more:
        _refuse_name(path)
    return _mkdir(path, *given, **more)


def _moved_elsewhere(move):
    def moved(source, target, **more):
        for path in (source, target):
            _refuse_open(path)
        _refuse_name(target)
        if os.path.isdir(target) or (move is _rename and os.path.exists(target)):
            _refuse(errno.EEXIST, target)
        return move(source, target, **more)

    return moved


def _import_elsewhere(name, globals=None, *given, **more):
    if name == "resource" and str((globals or {}).get("__name__")).startswith("wres_analysis"):
        raise ModuleNotFoundError("No module named 'resource'", name=name)  # psutil needs it on this system
    return _import(name, globals, *given, **more)


builtins.__import__ = _import_elsewhere
builtins.open = io.open = _open_elsewhere
os.mkdir, os.rename, os.replace = _mkdir_elsewhere, _moved_elsewhere(os.rename), _moved_elsewhere(os.replace)
multiprocessing.get_all_start_methods = lambda: ["spawn"]
multiprocessing.set_start_method("spawn")
del os.fork, signal.pthread_sigmask
