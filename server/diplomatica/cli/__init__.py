"""The command line."""

from diplomatica.cli.main import main

__all__ = ["main"]
