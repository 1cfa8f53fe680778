"""The way to a Dask cluster: who answers, with which versions, and how often it tries again."""

from __future__ import annotations

import logging
import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from wres_analysis import __version__
from wres_analysis.cluster.tasks import SAME
from wres_analysis.errors import BatchError
from wres_analysis.versions import package_hash

SECONDS_TO_CONNECT = 10
DEATHS_FORGIVEN = 1
_LOUD = ("distributed", "distributed.client", "distributed.scheduler", "distributed.nanny", "tornado")


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A Dask client of a cluster whose workers have the same package and Python as this machine."""
    try:
        dask, distributed = import_module("dask"), import_module("distributed")
    except ImportError:
        remedy = "in the project's folder: python -m pip install -e '.[cluster]'"
        raise BatchError("`--cluster` needs further packages", remedy=remedy) from None
    # a document of 50 MB is sent with its task, and Dask need not say so
    settings = {"distributed.admin.large-graph-warning-threshold": "1GB"}
    with _quiet(), dask.config.set(settings), _scheduler(address) as scheduler:
        try:
            client = distributed.Client(scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise BatchError(
                f"no Dask scheduler answers there ({str(error)[:150]})", address, "check --cluster"
            ) from None
        with client:
            _check_workers(client, address)
            with _deaths_forgiven(client):
                yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask would log in many lines is told in one."""
    loggers = [logging.getLogger(name) for name in _LOUD]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@contextmanager
def _scheduler(address: str) -> Iterator[Any]:
    name, _, number = address.partition(":")
    if name != "local":
        yield address
        return
    if number and not number.isdigit():
        raise BatchError("this is no number of workers", address, "write it as local:4")
    workers = int(number) if number else None
    quiet = logging.CRITICAL
    with import_module("distributed").LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=quiet
    ) as cluster:
        yield cluster


def _check_workers(client: Any, address: str) -> None:
    """Refuse a cluster without workers, or with other versions than here: reports would not be alike."""
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
    except TimeoutError:
        raise BatchError("the cluster has no worker", address, "start one with `dask worker`") from None
    here = (platform.python_version(), __version__)
    for worker, about in client.get_versions(packages=["wres_analysis"])["workers"].items():
        there = _versions(about["packages"])
        if there != here:
            raise BatchError(f"{_told(there)} there, {_told(here)} here", worker, SAME)
    for worker, there_hash in client.run(package_hash).items():
        if there_hash != package_hash():
            raise BatchError(f"{_told(here)} as here, but other files or libraries", worker, SAME)


def _versions(packages: Mapping[str, str | None]) -> tuple[str, str]:
    python = ".".join(str(packages.get("python")).split(".")[:3])
    return python, str(packages.get("wres_analysis") or "none")


def _told(versions: tuple[str, str]) -> str:
    return f"Python {versions[0]} and wres_analysis {versions[1]}"


@contextmanager
def _deaths_forgiven(client: Any) -> Iterator[None]:
    """Have a task that a worker died of tried on one worker more; Dask would try three."""
    before = _set_on_scheduler(client, DEATHS_FORGIVEN)
    try:
        yield
    finally:
        if before is not None and client.status == "running":
            _set_on_scheduler(client, before)


def _set_on_scheduler(client: Any, wanted: int) -> int | None:
    def change(dask_scheduler: Any) -> int:  # sent as code: the scheduler need not have this package
        before = int(dask_scheduler.allowed_failures)
        dask_scheduler.allowed_failures = wanted
        return before

    with suppress(Exception):  # a scheduler that takes no code keeps its own setting
        return int(client.run_on_scheduler(change))
    return None
