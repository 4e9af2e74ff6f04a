"""The server: a process that holds the address, and sees that another one answers there.

It loads nothing itself, so nothing that is asked can end it. The web process is started
again whenever it dies, and opens what the path leads to then.
"""

import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from types import FrameType

from diplomatica.errors import CannotServe, DiplomaticaError
from diplomatica.model.dataset.release import Release
from diplomatica.web.gateway.settings import Settings
from diplomatica.web.operating.events import keep_events
from diplomatica.web.serving.away import Away
from diplomatica.web.serving.process import GRACE, WebProcess

_LOG = logging.getLogger(__name__)
_BACKLOG = 2048  # connections that wait to be taken up
_LOOKS_AFTER = 0.2  # seconds
_LONGEST_WAIT = 30.0  # seconds before another try, where one after the other fails
_PATIENCE = 8.0  # seconds without anybody who answers until that is told
_STEADY = 60.0  # seconds after which a process is taken to be well
_ENDING = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True)
class Served:
    """A release that is served: how it comes to be, and where it is found then."""

    called: str
    """By what it is told of while it is not there yet."""
    ready: Callable[[], Release]
    follow: Path


def run(served: Served, host: str, port: int, settings: Settings) -> None:
    """Serve a release until the process is told to stop, and each newer one that is there.

    The address is taken before the release is made ready, and what serves is started
    beside that: who asks early waits, and is told so after a while. SIGTERM and SIGINT
    end it once what is asked has been answered, a second one at once; SIGHUP puts a
    fresh web process in the place of the old one. Raises CannotServe where the address is
    taken, DiplomaticaError where the release cannot be loaded, and what making it ready
    raises.
    """
    with listening(host, port) as listener:
        if settings.access_log:
            keep_events(settings.access_log)
        server = _Supervisor(listener, served, settings)
        release = server.release()
        if not server.start(release.title):
            return
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/"
        print(f"Serving {release.called} at {address} (Ctrl-C stops it)", flush=True)
        server.watch()


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens on an address. Raises CannotServe where it is taken.

    It listens at once, so that of two that start together one is told.
    """
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, *_, address = places[0]
        listener = socket.socket(family, kind)
    # a name that is no name of a host is a UnicodeError
    except (OSError, UnicodeError) as error:
        raise _cannot(host, port, error) from error
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(_BACKLOG)
        except OSError as error:
            raise _cannot(host, port, error) from error
        yield listener


def _cannot(host: str, port: int, error: Exception) -> CannotServe:
    why = getattr(error, "strerror", None) or str(error)
    return CannotServe(host, port, why)


class _Supervisor:
    """The process that holds the address: it starts the web process, again and again."""

    def __init__(
        self, listener: socket.socket, served: Served, settings: Settings
    ) -> None:
        """Start the first web process, which waits for the release."""
        self._listener, self._served, self._settings = listener, served, settings
        self._signals: list[int] = []
        self._leaving: list[WebProcess] = []
        self._wait = 0.0
        self._away, self._answered = Away(listener, served.called), monotonic()
        self._process = self._fresh_process()

    def release(self) -> Release:
        """The release, once it is ready. Raises what making it ready raises."""
        try:
            with self._telling_askers():
                return self._served.ready()
        except BaseException:
            self._process.kill()
            self._away.close()
            raise

    @contextmanager
    def _telling_askers(self) -> Iterator[None]:
        """Tell who asks that nobody answers yet, while this process makes something."""
        made = Event()

        def tell() -> None:
            while not made.wait(_LOOKS_AFTER):
                self._tell_askers()

        teller = Thread(target=tell, daemon=True)
        teller.start()
        try:
            yield
        finally:
            made.set()
            teller.join()

    def start(self, title: str) -> bool:
        """Let the first web process go on; whether it was let until it answers.

        Raises DiplomaticaError where it cannot serve.
        """
        for number in (*_ENDING, signal.SIGHUP):
            signal.signal(number, self._note_signal)
        self._away.what = title
        self._process.go_on()
        while self._process.is_starting(_LOOKS_AFTER):
            self._tell_askers()
            if self._is_to_end:
                self._process.kill()
                self._away.close()
                return False
        if failure := self._process.failure():
            raise DiplomaticaError(failure)
        return True

    @property
    def _is_to_end(self) -> bool:
        """Whether a signal says so that nobody has heeded yet."""
        return any(number in _ENDING for number in self._signals)

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals.append(number)

    def _fresh_process(self) -> WebProcess:
        self._begun = monotonic()
        return WebProcess(self._listener, self._served.follow, self._settings)

    def watch(self) -> None:
        """Keep a web process running until a signal says otherwise."""
        while True:
            if self._process.has_ended(_LOOKS_AFTER):
                self._replace_dead()
            self._tell_askers()
            self._leaving = [one for one in self._leaving if not one.has_ended(0)]
            number = self._signals.pop(0) if self._signals else 0
            if number == signal.SIGHUP:
                self._replace()
            elif number:
                self._end()
                return

    def _tell_askers(self) -> None:
        """Tell who asks that nobody answers, where that has been so for a while."""
        if self._process.is_answering:
            self._answered = monotonic()
            self._away.report()
        self._away.tell(monotonic() - self._answered > _PATIENCE)

    def _replace_dead(self) -> None:
        """Start another, later each time where they die young."""
        _LOG.error(
            "The web process ended (%s); it is started again.", self._process.code
        )
        is_young = monotonic() - self._begun < _STEADY
        self._wait = min(max(0.5, 2 * self._wait), _LONGEST_WAIT) if is_young else 0.0
        end = monotonic() + self._wait if self._wait > 0.5 else 0.0
        while monotonic() < end and not self._signals:
            self._tell_askers()
            sleep(_LOOKS_AFTER)
        if not self._signals:
            self._process = self._fresh_process()
            self._process.go_on()

    def _replace(self) -> None:
        """Start another, and end the old one once that is ready."""
        fresh = self._fresh_process()
        fresh.go_on()
        while fresh.is_starting(_LOOKS_AFTER):
            self._tell_askers()
            if self._is_to_end:
                fresh.kill()
                return
        if failure := fresh.failure():
            _LOG.error("No fresh web process: %s The old one goes on.", failure)
            return
        old, self._process = self._process, fresh
        old.end_gently()
        self._leaving.append(old)

    def _end(self) -> None:
        """End the web process, gently at first; at once where a second signal comes."""
        self._away.close()
        self._process.end_gently()
        end = monotonic() + ceil(self._settings.limits.seconds) + 2 * GRACE
        while not self._process.has_ended(_LOOKS_AFTER):
            if self._signals or monotonic() > end:
                self._process.kill()
        for old in self._leaving:
            old.kill()
