"""Howcome for adults: the command line, pupil copies, and what teachers and authors need."""

import sys

# jsonschema asks for rfc3987_syntax, which compiles 35 grammars at import: more than half of the
# start-up of every Jupyter command, for a check of internationalised addresses that nobody here
# uses. None in sys.modules makes that one import fail, and jsonschema is content without it. It
# stands here because this file always runs before our first Jupyter import.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
