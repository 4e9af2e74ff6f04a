"""Queries that are small by their shape, answered in the process that serves."""

from diplomatica.engine.small.small import Small, can_hold

__all__ = ["Small", "can_hold"]
