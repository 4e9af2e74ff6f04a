"""How several processes collect the tests: where little is compiled yet, one of them first.

pytest compiles the assertions of each file of tests, Python all modules, and Hypothesis
reads through these; each keeps what it made. Processes that begin together would make all
of it as often as there are processes.
"""

import fcntl
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[1]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process that is about to begin whether most is still to be compiled."""
    files = [*HERE.glob("*/test_*.py")]
    node.workerinput["is_fresh"] = 2 * sum(map(is_compiled, files)) < len(files)


def is_compiled(file: Path) -> bool:
    """Whether pytest has compiled a file of tests before."""
    return any(file.parent.glob(f"__pycache__/{file.stem}.*-pytest-*.pyc"))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Collect once another process has done so first, where that saves work."""
    if not getattr(session.config, "workerinput", {}).get("is_fresh"):
        return (yield)
    own = Path(session.config.getoption("basetemp"))
    with after_the_first(own.parent / "collecting.lock"):
        return (yield)


@contextmanager
def after_the_first(place: Path) -> Iterator[None]:
    """Let one process through, and all others together when it is done."""
    with place.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(lock, fcntl.LOCK_SH)
        yield
