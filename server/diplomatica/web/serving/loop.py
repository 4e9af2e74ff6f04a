"""What runs in the web process: an event loop that takes up connections, and the gateway."""

import asyncio
import gc
import multiprocessing
import os
import resource
import signal
import socket
import sys
from contextlib import suppress
from functools import partial
from math import ceil
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn

from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.release import open_release
from diplomatica.web.gateway.gateway import Gateway
from diplomatica.web.gateway.settings import Bounds, Settings
from diplomatica.web.operating.operated import Operated
from diplomatica.web.serving.connection import Connection
from diplomatica.web.serving.connections import Connections
from diplomatica.web.serving.process import ENDED, GRACE

_FILES_FOR_OTHERS = 200  # descriptors that are kept for files and query workers
_NEW = 10_000  # objects, as many as a page makes: then those without use are sought
_SWITCH = (
    0.001  # seconds after which the event loop has its turn beside threads of pages
)


class _ListeningServer(uvicorn.Server):
    """uvicorn's server, which tells when it listens and looks after its connections."""

    def __init__(
        self,
        config: uvicorn.Config,
        gateway: Gateway,
        connections: Connections,
        ready: Pipe,
    ) -> None:
        super().__init__(config)
        self._gateway, self._connections, self._ready = gateway, connections, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:
            _tell(self._ready, self._gateway.failure or ENDED)
            raise
        # What is there now stays: no later collection looks it through again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(_NEW)
        self._looking = asyncio.create_task(self._connections.look())
        _tell(self._ready, "")


def serve(
    listener: socket.socket, ready: Pipe, follow: Path, settings: Settings
) -> None:
    """Serve the release that a path leads to now, and whatever it leads to later."""
    # What a terminal sends to its group is for the process that started this one.
    os.setsid()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    sys.setswitchinterval(_SWITCH)
    try:
        connections = Connections(_possible(settings), bool(settings.proxies))
        gateway = Gateway(open_release(follow), follow, settings)
        operated = Operated(gateway, settings, connections)
    except (DiplomaticaError, OSError) as error:
        _tell(ready, str(error))
        sys.exit(1)
    config = _config(operated, connections, settings)
    _ListeningServer(config, gateway, connections, ready).run(sockets=[listener])


def _config(
    application: Operated, connections: Connections, settings: Settings
) -> uvicorn.Config:
    """The settings of uvicorn, which leaves to us what it would log or end."""
    protocol: Any = partial(Connection, connections, application.at_once)
    return uvicorn.Config(
        application,
        loop="uvloop",
        http=protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=ceil(settings.bounds.silence),
        # a slow download would hold the end up for ever
        timeout_graceful_shutdown=ceil(settings.limits.seconds) + GRACE,
    )


def _possible(settings: Settings) -> Bounds:
    """The bounds, with no more connections than this process may have open."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(now, settings.bounds.connections + _FILES_FOR_OTHERS)
    soft = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, most))
    return settings.bounds.with_connections(max(1, soft - _FILES_FOR_OTHERS))


def _tell(ready: Pipe, failure: str) -> None:
    with suppress(OSError):
        ready.send(failure)


def _end_with_parent() -> None:
    """Without the process that started it, it would hold the address for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
