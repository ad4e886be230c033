"""Rules of one group; see `check.rules`."""
