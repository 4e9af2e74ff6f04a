"""The loader: a process that loads a release once, and forks the workers that answer.

Forked workers share its memory, so one more costs a few milliseconds and next to no
memory. It has one thread only, since it forks. It ends with the process that started
it, whatever ends that, and its workers end with it.
"""

import contextlib
import os
import signal
import socket
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from diplomatica.engine.embedded import Embedded
from diplomatica.engine.limits import Limits
from diplomatica.engine.memory import Place
from diplomatica.engine.pool import frames
from diplomatica.engine.pool.worker import Open, work
from diplomatica.engine.storage import (
    files_on_disk,
    in_memory,
    on_disk,
    open_on_disk,
    place_for,
)
from diplomatica.errors import BrokenRelease
from diplomatica.model.dataset.release import Release

_ORDER = struct.Struct("!cq")
_FORK, _WAIT = b"f", b"w"
# It ends at once: giving back the memory of ten million triples piece by piece takes a
# quarter of a minute.
_START = f"""
import os, socket, sys
from {__name__} import main
main(socket.socket(fileno=int(sys.argv[1])))
os._exit(0)
"""
# Read by the C library of most Linux systems (2.35 and newer), and by no other.
_TUNABLES, _LARGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"
_FAILED = 70  # EX_SOFTWARE of sysexits.h
_ENDED = (
    "cannot be loaded: the process that loads it was ended, perhaps for want of memory",
    "let the server have more of it (ulimit -v, the limits of its unit or container), "
    "or choose --store disk",
)


class Loader:
    """The loader, as the process sees it that started it."""

    def __init__(self, release: Release, limits: Limits, place: Place) -> None:
        """Start the process. Raises BrokenRelease where it cannot load the release."""
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = _start_process(theirs.fileno())
        frames.send(self._control, (release, limits, place))
        try:
            failure = frames.receive(self._control)
        except EOFError:
            failure = _ENDED
        if failure:
            self.close()
            raise BrokenRelease(str(release.folder), "its data", *failure)

    @property
    def pid(self) -> int:
        """The process that loaded the release."""
        return self._process.pid

    def fork(self) -> tuple[int, socket.socket]:
        """A new worker: its process, and the connection to it.

        Raises EOFError where the loader is gone.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                return self._order(_FORK, 0, theirs.fileno()), ours
            except EOFError:
                ours.close()
                raise

    def wait(self, pid: int) -> int:
        """The exit code of a worker that has ended, negative for a signal.

        Raises EOFError where the loader is gone.
        """
        return os.waitstatus_to_exitcode(self._order(_WAIT, pid))

    def _order(self, order: bytes, pid: int, *descriptors: int) -> int:
        try:
            socket.send_fds(self._control, [_ORDER.pack(order, pid)], descriptors)
        except OSError as error:
            raise EOFError from error
        return int(frames.receive(self._control))

    def close(self) -> None:
        """End the loader and all its workers."""
        self._control.close()
        self._process.wait()


def _start_process(descriptor: int) -> subprocess.Popen[bytes]:
    """A process that loads, at the other end of this connection.

    It is in a session of its own: what a terminal sends to its group is the server's to
    handle.
    """
    return subprocess.Popen(
        [sys.executable, "-c", _START, str(descriptor)],
        pass_fds=[descriptor],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    """Ours, with large pages of memory: a query looks all over what the loader holds."""
    told = os.environ.get(_TUNABLES)
    return {**os.environ, _TUNABLES: f"{told}:{_LARGE_PAGES}" if told else _LARGE_PAGES}


def main(control: socket.socket) -> None:
    """Load the release that is named, tell how that went, then do as ordered.

    Nothing is told where the process that started it is gone: nobody is there to hear.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, EOFError):
        _serve(control, *frames.receive(control))


def _serve(
    control: socket.socket, release: Release, limits: Limits, place: Place
) -> None:
    try:
        open_store = _opener(release, limits, place_for(place, release))
    except Exception as error:
        frames.send(control, (f"cannot be loaded ({error})",))
        return
    frames.send(control, ())
    workers: set[int] = set()
    try:
        _obey(control, workers, open_store, limits)
    finally:
        for pid in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _obey(
    control: socket.socket, workers: set[int], open_store: Open, limits: Limits
) -> None:
    """Fork workers and wait for them as ordered, until the connection is closed."""
    while True:
        order, descriptors, *_ = socket.recv_fds(control, _ORDER.size, 1)
        if not order:
            return
        kind, pid = _ORDER.unpack(order)
        if kind == _FORK:
            pid = _fork(control, descriptors[0], open_store, limits)
            workers.add(pid)
            frames.send(control, pid)
        else:
            status = os.waitpid(pid, 0)[1] if pid in workers else 0
            frames.send(control, status)
            workers.discard(pid)


def _opener(release: Release, limits: Limits, place: Place) -> Open:
    """What gives a worker its engine.

    That is the store that this process holds, or one on disk that each opens itself.
    """
    if place == "memory":
        # In a thread of its own, so in a heap of its own: a worker would fill the holes
        # that loading leaves in it, and each page of a hole had to be copied from the
        # loader's first, 140 MB of them for a million triples.
        with ThreadPoolExecutor(1) as pool:
            stored = pool.submit(in_memory, release).result()
        engine = Embedded(release, stored.store, limits, stored.written)
        return lambda: (engine, 0)
    _put_on_disk(release)
    return lambda: _open_engine(release, limits)


def _open_engine(release: Release, limits: Limits) -> tuple[Embedded, int]:
    """The engine of a release on disk, and how many files it has there."""
    stored = open_on_disk(release)
    engine = Embedded(release, stored.store, limits, stored.written)
    return engine, files_on_disk(release)


def _put_on_disk(release: Release) -> None:
    """Let another process put it there: its threads must not be here when forking."""
    pid = os.fork()
    if not pid:
        code = _FAILED
        try:
            on_disk(release)
            code = 0
        except (OSError, ValueError, SyntaxError) as error:
            told = f"The store on disk cannot be made: {error}"
            print(told, file=sys.stderr, flush=True)
        finally:
            os._exit(code)
    if os.waitpid(pid, 0)[1]:
        raise OSError("the store on disk cannot be made")


def _fork(
    control: socket.socket, descriptor: int, open_store: Open, limits: Limits
) -> int:
    """Make a worker, which ends with its connection, and never returns here."""
    pid = os.fork()
    if pid:
        os.close(descriptor)
        return pid
    code = _FAILED
    try:
        control.close()
        with socket.socket(fileno=descriptor) as connection:
            work(connection, open_store, limits)
        code = 0
    finally:
        os._exit(code)
