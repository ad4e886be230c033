"""`python -m howcome_instructor` is the same command as `howcome`."""

from .cli import main

main(prog_name="howcome")
