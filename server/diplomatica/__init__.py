"""Diplomatica publishes linked open data in which every triple can show the words that it came from."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("diplomatica")
except PackageNotFoundError:  # run from a checkout that was not installed
    __version__ = "0+checkout"
