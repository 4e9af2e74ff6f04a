"""Whoever asks for data asks an engine; where that runs is its own affair."""

from diplomatica.engine.embedded import Embedded
from diplomatica.engine.engine import (
    WHOLE,
    Answer,
    Asked,
    Asking,
    Engine,
    Node,
    Row,
    Term,
)
from diplomatica.engine.limits import Limits
from diplomatica.engine.pool.served import VISIT, Served, Visit, serving
from diplomatica.engine.pool.workers import Workers
from diplomatica.engine.running import Running
from diplomatica.engine.storage import Place, installed

__all__ = [
    "VISIT",
    "WHOLE",
    "Answer",
    "Asked",
    "Asking",
    "Embedded",
    "Engine",
    "Limits",
    "Node",
    "Place",
    "Row",
    "Running",
    "Served",
    "Term",
    "Visit",
    "Workers",
    "installed",
    "serving",
]
