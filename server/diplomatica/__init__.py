"""Diplomatica publishes linked open data that can show the words it came from."""

from functools import cache


@cache
def version() -> str:
    """The version of the program, looked up when it is first asked for.

    What looks it up takes a twentieth of a second to be read in, for each process.
    """
    from importlib import metadata

    try:
        return metadata.version("diplomatica")
    except metadata.PackageNotFoundError:  # run from a checkout that was not installed
        return "0+checkout"
