"""Whoever asks for data asks an engine; where that runs is its own affair."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from diplomatica.engine.limits import Limits
from diplomatica.engine.memory import Place, installed

if TYPE_CHECKING:
    from diplomatica.engine.embedded import Embedded
    from diplomatica.engine.engine import (
        WHOLE,
        Answer,
        AsyncEngine,
        Engine,
        Node,
        QueryDataset,
        Row,
        Term,
    )
    from diplomatica.engine.pool.syncengine import (
        VISIT,
        SyncEngine,
        Visit,
        attended,
        serving,
    )
    from diplomatica.engine.pool.workers import Workers
    from diplomatica.engine.running import Running

_ENGINE = (
    *("WHOLE", "Answer", "AsyncEngine", "Engine"),
    *("Node", "QueryDataset", "Row", "Term"),
)
# Who starts a server or checks files is told limits and memory, and waits for no engine.
_LATER = {
    "embedded": ("Embedded",),
    "engine": _ENGINE,
    "pool.syncengine": ("VISIT", "SyncEngine", "Visit", "attended", "serving"),
    "pool.workers": ("Workers",),
    "running": ("Running",),
}

__all__ = [
    "VISIT",
    "WHOLE",
    "Answer",
    "AsyncEngine",
    "Embedded",
    "Engine",
    "Limits",
    "Node",
    "Place",
    "QueryDataset",
    "Row",
    "Running",
    "SyncEngine",
    "Term",
    "Visit",
    "Workers",
    "attended",
    "installed",
    "serving",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for, when somebody asks for it."""
    for module, names in _LATER.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
