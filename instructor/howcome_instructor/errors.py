"""The one error that a person is meant to read."""


class BadInput(Exception):
    """Something the person can mend: one plain sentence that says what to do.

    The command line prints the sentence alone and ends with exit code 2. It is raised before
    anything is written, so there is nothing to undo.
    """
