"""Whoever asks for data asks an engine; which one it is, and where it runs, is its own affair."""

from diplomatica.engine.embedded import Embedded
from diplomatica.engine.engine import WHOLE, Answer, Asked, Engine, Row, Term

__all__ = ["WHOLE", "Answer", "Asked", "Embedded", "Engine", "Row", "Term"]
