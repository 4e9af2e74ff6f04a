"""Diplomatica publishes linked open data that can show the words it came from."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("diplomatica")
except PackageNotFoundError:  # run from a checkout that was not installed
    __version__ = "0+checkout"
