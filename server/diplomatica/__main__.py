"""`python -m diplomatica` is `diplomatica`."""

from diplomatica.cli import main

main()
