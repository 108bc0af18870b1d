"""`python -m broadsheet`: the command line."""

from .cli import main

main()
