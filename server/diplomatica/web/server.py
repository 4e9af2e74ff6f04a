"""The production server: granian, with one worker process that holds the gateway."""

import multiprocessing
import os
import socket
from functools import partial
from math import ceil
from pathlib import Path
from threading import Thread
from typing import Any

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from diplomatica.errors import CannotServe
from diplomatica.model.dataset.release import Release
from diplomatica.web.gateway import Gateway, Settings

_GRACE = 5  # seconds that requests have to end, beside the time of a query


def run(
    release: Release, follow: Path, host: str, port: int, settings: Settings
) -> None:
    """Serve a release until the process is told to stop, and each newer one that `follow` leads to.

    Raises CannotServe where the address is taken.
    """
    _check(host, port)
    server = Granian(
        "diplomatica",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        respawn_failed_workers=True,
        # a slow download would hold the end up for ever
        workers_kill_timeout=ceil(settings.limits.seconds) + _GRACE,
        websockets=False,
        log_level=LogLevels.error,
    )
    shown = f"[{host}]" if ":" in host else host
    served = f"{release.title} {release.version}"
    address = f"http://{shown}:{port}/"
    print(f"Serving {served} at {address} (Ctrl-C stops it)", flush=True)
    load = partial(_load, release, follow, settings)
    server.serve(target_loader=load, wrap_loader=False)


def _load(release: Release, follow: Path, settings: Settings, *_: Any) -> Gateway:
    Thread(target=_end_with_parent, daemon=True).start()
    return Gateway(release, follow, settings)


def _end_with_parent() -> None:
    """A worker whose parent was killed would hold the address for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _check(host: str, port: int) -> None:
    """Whether the address is free.

    Granian would share a port with another server, and each get half the requests.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, *_, address = found[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    # a name that is no name of a host is a UnicodeError
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CannotServe(host, port, why) from error
