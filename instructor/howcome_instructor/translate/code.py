"""The messages of a code cell: strings that a pupil reads, and the comments beside visible code.

Written back, a string keeps its place and its kind; a long one that stands in brackets is broken
into lines, as its author would.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator

from .shown import Place, String, strings
from .slot import Slot

KEPT = re.compile(r"keep in English")
WIDTH = 96
"""Signs in a line that is written anew."""
_NO_MESSAGE = re.compile(r"###|# *(allow:|noqa\b|type:|fmt:)|.*keep in English")
_MAGIC = re.compile(r"\s*[%!?]")
_REGION = re.compile(r"### (BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")


def functions(sources: list[str]) -> set[str]:
    """The functions that a lesson makes itself."""
    trees = [tree for source in sources if (tree := parsed(source))]
    return {
        node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    }


def parsed(source: str) -> ast.Module | None:
    """The syntax tree; None for what Python cannot read. IPython's own lines are left out."""
    try:
        return ast.parse(_python(source))
    except (SyntaxError, ValueError):
        return None


def slots(
    source: str, own: set[str], *, visible: bool = True, answer: bool = False
) -> Iterator[Slot]:
    """What a translator gets of a code cell, in the order of the source.

    Args:
        own: the functions of the lesson, from `functions`.
        visible: whether a pupil sees the code.
        answer: whether it is an answer's cell: of its comments, those outside the solution are
            for a pupil who would rather type.
    """
    tree = parsed(source)
    if tree is None:
        return
    text = _Text(source)
    found = [*_strings(text, tree, own), *_comments(text, visible, answer)]
    if visible:
        found += _docstrings(text, tree)
    yield from sorted(found, key=lambda slot: slot.start)


def template(node: String) -> tuple[str, tuple[str, ...] | None]:
    """A string as a translator reads it, and its gaps.

    >>> template(ast.parse("f'{count} of {all:.1f}'", mode="eval").body)
    ('{count} of {all:.1f}', ('{count}', '{all:.1f}'))
    """
    if isinstance(node, ast.Constant):
        return node.value, None
    gaps, said = [], ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            said += part.value.replace("{", "{{").replace("}", "}}")
        else:
            gaps.append(_gap(part))
            said += gaps[-1]
    return said, tuple(gaps)


def _gap(part: ast.FormattedValue) -> str:
    inside = ast.unparse(part.value)
    space = " " if inside.startswith("{") else ""
    kind = f"!{chr(part.conversion)}" if part.conversion != -1 else ""
    layout = f":{template(part.format_spec)[0]}" if part.format_spec else ""
    return f"{{{space}{inside}{kind}{layout}}}"


class _Text:
    """A source, its lines, and which of them are a solution or a hidden test."""

    def __init__(self, source: str):
        self.source = source
        self.lines = source.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.region = [""] * (len(self.lines) + 1)
        inside = ""
        for number, line in enumerate(self.lines, start=1):
            if found := _REGION.search(line):
                inside = found[2] if found[1] == "BEGIN" else ""
            self.region[number] = inside

    def at(self, line: int, column: int) -> int:
        """The place of a node, whose column counts bytes."""
        before = self.lines[line - 1].encode()[:column]
        return self.starts[line - 1] + len(before.decode())

    def kept(self, *lines: int) -> bool:
        """Whether the author keeps what is in one of these lines in English."""
        return any(KEPT.search(self.lines[line - 1]) for line in lines)


def _strings(text: _Text, tree: ast.Module, own: set[str]) -> Iterator[Slot]:
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    for node, place in strings(tree, own):
        region = text.region[node.lineno]
        around = [one for one in statements if one.lineno <= node.lineno <= one.end_lineno]
        statement = max(around, key=lambda one: one.lineno)
        lines = range(node.lineno, node.end_lineno + 1)
        if region == "SOLUTION" or text.kept(statement.lineno, statement.end_lineno, *lines):
            continue
        if region and place.what not in ("check", "well done") and "hint" not in place.what:
            continue  # of a hidden test only what it says
        yield from _slot(text, node, place)


def _docstrings(text: _Text, tree: ast.Module) -> Iterator[Slot]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            string = node.body[0].value
            if not text.region[string.lineno]:
                yield from _slot(text, string, Place("what a function does", node.name, sure=True))


def _slot(text: _Text, node: String, place: Place) -> Iterator[Slot]:
    whole, gaps = template(node)
    said = whole.strip()
    words = re.sub("|".join(map(re.escape, gaps or ())) or "(?!)", "", said)
    if not re.search(r"[^\W\d_]", words):
        return
    start = text.at(node.lineno, node.col_offset)
    end = text.at(node.end_lineno, node.end_col_offset)
    before, after = whole[: whole.index(said)], whole[whole.index(said) + len(said) :]
    triple = re.match(r"[a-zA-Z]*(\"\"\"|''')", text.source[start:end]) is not None
    broken = place.inside or node.lineno != node.end_lineno
    column = start - text.starts[node.lineno - 1]

    def write(said: str) -> str:
        room = WIDTH - column if broken else 0
        return literal(before + said + after, gaps, triple=triple, room=room, indent=column)

    yield Slot(start, end, said, place.what, place.name, write, _marked, gaps)


def _marked(text: str, mark: str) -> str:
    return f"{text} ({mark})"


def literal(
    text: str,
    gaps: tuple[str, ...] | None = None,
    *,
    triple: bool = False,
    room: int = 0,
    indent: int = 0,
) -> str:
    """Python for a text: one string, or several below each other when it has no room.

    >>> literal("{count} of 60", ("{count}",))
    'f"{count} of 60"'
    """
    if triple:
        return _quoted(text, gaps, '"""')
    whole = _quoted(text, gaps)
    if not room or len(whole) <= max(room, 40):
        return whole
    gap = "|".join(map(re.escape, gaps or ())) or "(?!)"
    lines = [""]
    for word in re.findall(rf"(?:{gap}|[^ ])*(?: +|$)", text):
        if lines[-1] and len(_quoted(lines[-1] + word, gaps)) > max(room, 40):
            lines.append("")
        lines[-1] += word
    return f"\n{' ' * indent}".join(_quoted(line, gaps) for line in lines)


def _quoted(text: str, gaps: tuple[str, ...] | None, quote: str = "") -> str:
    found = [gap for gap in gaps or () if gap in text]
    if not found:  # a part of an f-string without a gap is a plain string
        text = text if gaps is None else text.replace("{{", "{").replace("}}", "}")
        return _escaped(text, quote or '"', quote)
    if not quote:
        within = "".join(found)
        quote = '"' if '"' not in within else "'" if "'" not in within else '"""'
    pieces = re.split(f"({'|'.join(map(re.escape, found))})", text)
    said = (piece if piece in found else _escaped(piece, quote)[1:-1] for piece in pieces)
    return f"f{quote}{''.join(said)}{quote}"


def _escaped(text: str, quote: str, around: str = "") -> str:
    text = text.replace("\\", "\\\\").replace(quote[0], f"\\{quote[0]}").replace("\t", "\\t")
    if len(quote) == 1:
        text = text.replace("\n", "\\n")
    around = around or quote[0]
    return f"{around}{text}{around}"


def _comments(text: _Text, visible: bool, answer: bool) -> Iterator[Slot]:
    """Comments that a pupil may read. Those that fill lines below each other are one message."""
    groups: list[list[tokenize.TokenInfo]] = []
    for token in _tokens(text.source):
        line = token.start[0]
        seen = visible or answer or line == 1  # JupyterLab shows the first line of a folded cell
        if text.region[line] or not seen or _NO_MESSAGE.match(token.string):
            continue
        before = groups[-1][-1] if groups else None
        if before and _follows(before, token):
            groups[-1].append(token)
        else:
            groups.append([token])
    for group in groups:
        said = "\n".join(token.string.lstrip("#").strip() for token in group)
        if re.search(r"[^\W\d_]", said):
            first, last = group[0], group[-1]
            start = text.starts[first.start[0] - 1] + first.start[1]
            end = text.starts[last.end[0] - 1] + last.end[1]
            write = _comment_writer(first.start[1])
            yield Slot(start, end, said, "comment in the code", "comment", write, _marked)


def _comment_writer(indent: int) -> Callable[[str], str]:
    return lambda said: f"\n{' ' * indent}".join(f"# {line}" for line in said.split("\n"))


def _follows(before: tokenize.TokenInfo, token: tokenize.TokenInfo) -> bool:
    alone = all(not one.line[: one.start[1]].strip() for one in (before, token))
    below = token.start == (before.start[0] + 1, before.start[1])
    return alone and below


def _tokens(source: str) -> list[tokenize.TokenInfo]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(_python(source)).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [token for token in tokens if token.type == tokenize.COMMENT]


def _python(source: str) -> str:
    """The source in which each of IPython's own lines (`%timeit`, `!ls`) is a `pass`."""
    return "\n".join(
        f"{line[: len(line) - len(line.lstrip())]}pass" if _MAGIC.match(line) else line
        for line in source.split("\n")
    )
