"""What `diplomatica` and `python -m diplomatica` start."""

import sys


def main() -> None:
    """Read the commands in and run the one that is asked for.

    Who presses Ctrl-C while they are read in is told what click tells later.
    """
    try:
        from diplomatica.cli import main as commands
    except KeyboardInterrupt:
        sys.exit("\nAborted!")
    commands()


if __name__ == "__main__":
    main()
