"""Whoever asks for data asks an engine; where that runs is its own affair."""

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
from diplomatica.engine.limits import Limits
from diplomatica.engine.pool.syncengine import VISIT, SyncEngine, Visit, serving
from diplomatica.engine.pool.workers import Workers
from diplomatica.engine.running import Running
from diplomatica.engine.storage import Place, installed

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
    "installed",
    "serving",
]
