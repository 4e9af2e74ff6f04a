"""The token that whoever runs a server shows to it."""

from pathlib import Path

import click

_SHORTEST = 16  # characters: fewer could be guessed


def token_in(file: Path | None) -> str:
    """The token in a file; "" without a file.

    Raises BadParameter where there is none, or one that could be guessed.
    """
    if file is None:
        return ""
    try:
        token = file.read_text("utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise click.BadParameter(f"{file} cannot be read: {error}") from error
    if len(token) < _SHORTEST or not token.isascii() or " " in token:
        advice = "make one by: openssl rand -hex 32"
        raise click.BadParameter(
            f"{file} holds no token of {_SHORTEST} or more characters of ASCII; {advice}"
        )
    return token
