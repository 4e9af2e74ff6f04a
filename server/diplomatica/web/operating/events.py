"""What befalls the server itself, in the same log as its answers."""

import json
import logging
import sys
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler

from diplomatica.errors import CannotWrite


class _ServerEvent(logging.Formatter):
    """What befalls the server itself, as a line of the same log."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "process": record.process,
        }
        return json.dumps(line)


def keep_events(file: str) -> None:
    """Let the log have what befalls the server, too: deaths of workers, failures of uptake.

    Standard error has it as well. Raises CannotWrite.
    """
    kept = _log_handler(file)
    kept.setFormatter(_ServerEvent())
    logging.getLogger().handlers[:] = [logging.StreamHandler(), kept]


def _log_handler(file: str) -> logging.Handler:
    """What writes to the log, and goes on in a new file where that was moved away."""
    if file == "-":
        return logging.StreamHandler(sys.stdout)
    try:
        return WatchedFileHandler(file, encoding="utf-8")
    except OSError as error:
        raise CannotWrite(file, error) from error
