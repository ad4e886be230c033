"""Which strings of a code cell a pupil reads: by the call, the keyword or the name they stand in.

A string anywhere else is taken when it reads like a sentence (two words or more, in a list four or
a stop) and is not compared, looked up or handed to a function that we do not know. `# keep in
English` at one of its lines, or at the first or last of its statement, keeps it out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

SAID = {
    "Ask": {0: "question"},
    "HTML": {0: "text"},
    "Markdown": {0: "text"},
    "NotYet": {0: "check"},
    "check": {1: "check"},
    "hint": {1: "hint"},
    "well_done": {0: "well done"},
}
"""Call -> the places of the words that it shows."""
ALL_SAID = {"display": "text", "print": "text"}
TEXTS = {
    "about": "what it is about",
    "alt": "picture in words",
    "ask": "question",
    "captions": "caption",
    "otherwise": "check",
    "question": "question",
    "sentence": "text",
    "text": "text",
    "title": "title",
    "unit": "unit",
    "work": "what it is about",
}
"""Keywords, keys and names whose value is shown."""
TABLES = {
    "choices": "choice",
    "feedback": "feedback",
    "groups": "name",
    "labels": "label",
    "look": "text",
    "names": "name",
    "phrases": "phrase",
    "words": "phrase",
}
"""The same where the value is a table: its values are shown, its keys are not."""
LISTS = ("captions",)
NAMES = (
    "alt",
    "captions",
    "choices",
    "feedback",
    "labels",
    "names",
    "phrases",
    "question",
    "title",
)
"""Of all these the ones that are shown as a variable, too: `text` may well be data."""
IDS = ("column", "deck", "group", "id", "key", "kind", "name", "picture")
"""Keys whose value is looked up somewhere."""
KEYS_SHOWN = ("bars", "Series")
"""Calls that show the keys of the table they get: no other key is ever a message."""
PASS_ON = (
    *("dict", "list", "tuple", "str", "sorted", "reversed", "max", "min"),
    *("join", "format", "strip", "capitalize", "replace"),
)
"""Calls that give back the words that they get."""
NEVER = ("answer", "fit")
"""Calls in which no word is for a pupil."""

String = ast.Constant | ast.JoinedStr


@dataclass(frozen=True)
class Place:
    """Where a string stands: is it shown for sure, what is it, and what may it be called?"""

    what: str = "text"
    name: str = "text"
    sure: bool = False
    lists: bool = False
    """Whether the strings of a list are shown, too: those of `choices` may be ids."""
    listed: bool = False
    """Whether it stands in a list, where two words may well be a name that is looked up."""
    inside: bool = False
    """Whether it stands in brackets, so that it may run over several lines."""


def strings(tree: ast.AST, functions: set[str]) -> Iterator[tuple[String, Place]]:
    """Every string that a pupil reads, in order. `functions`: those that the lesson makes."""
    reader = _Reader(functions)
    reader.look(tree, None)
    yield from sorted(reader.found, key=lambda one: (one[0].lineno, one[0].col_offset))


def is_sentence(text: str, least: int = 2) -> bool:
    """Whether a text is two words or more, tags and attributes of drawings left out.

    >>> said = ("Press a number.", "deep-028", "bus_line", "a, b", '<g fill="#fff"><path d="M1 1z"')
    >>> [is_sentence(text) for text in said]
    [True, False, False, False, False]
    >>> is_sentence("sea otter", least=4), is_sentence("It helps.", least=4)
    (False, True)
    """
    text = re.sub(r"<[^>]*(?:>|$)|\b[\w-]+=\"[^\"]*\"", " ", text)
    words = [word for word in text.split() if re.search(r"[^\W\d_]", word)]
    enough = len(words) >= least or (len(words) > 1 and text.rstrip()[-1:] in ".?!…")
    return enough and any(re.search(r"[^\W\d_]{2}", word) for word in words)


class _Reader:
    def __init__(self, functions: set[str]):
        self.functions = functions
        self.found: list[tuple[String, Place]] = []

    def look(self, node: ast.AST | None, place: Place | None) -> None:
        """Look into a node whose value is shown at `place`, or nowhere."""
        if node is None:
            return
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            least = 4 if place and place.listed else 2
            if place and (place.sure or is_sentence(_words(node), least)):
                self.found.append((node, place))
            return
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method:
            method(node, place)
        else:
            self._rest(node, place)

    def _rest(self, node: ast.AST, place: Place | None) -> None:
        maybe = Place() if isinstance(node, ast.stmt) else None
        for child in ast.iter_child_nodes(node):
            self.look(child, maybe if isinstance(child, ast.expr) else None)

    # statements

    def _assign(self, node: ast.Assign | ast.AnnAssign, _: Place | None) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        base = targets[0]
        while isinstance(base, ast.Subscript | ast.Attribute):
            base = base.value
        name = base.id if isinstance(base, ast.Name) else "text"
        self.look(node.value, _variable(name) or Place(name=name))

    _annassign = _assign

    def _return(self, node: ast.Return, _: Place | None) -> None:
        self.look(node.value, Place())

    def _functiondef(self, node: ast.FunctionDef, _: Place | None) -> None:
        for statement in node.body[ast.get_docstring(node) is not None :]:
            self.look(statement, None)

    def _if(self, node: ast.If | ast.While, _: Place | None) -> None:
        self.look(node.test, None)
        for statement in (*node.body, *node.orelse):
            self.look(statement, None)

    _while = _if

    def _assert(self, node: ast.Assert, _: Place | None) -> None:
        self.look(node.msg, Place("check", "check", sure=True))

    # expressions that pass their words on

    def _ifexp(self, node: ast.IfExp, place: Place | None) -> None:
        self.look(node.body, place)
        self.look(node.orelse, place)

    def _boolop(self, node: ast.BoolOp, place: Place | None) -> None:
        for value in node.values:
            self.look(value, place)

    def _binop(self, node: ast.BinOp, place: Place | None) -> None:
        self.look(node.left, place if isinstance(node.op, ast.Add | ast.Mod) else None)
        self.look(node.right, place if isinstance(node.op, ast.Add) else None)

    def _list(self, node: ast.List | ast.Tuple | ast.Set, place: Place | None) -> None:
        if place and place.sure and not place.lists:
            place = None
        for one in node.elts:
            self.look(one, place and replace(place, inside=True, listed=True))

    _tuple = _set = _list

    def _listcomp(self, node: ast.ListComp, place: Place | None) -> None:
        self.look(node.elt, place and replace(place, inside=True))

    _generatorexp = _setcomp = _listcomp

    def _dictcomp(self, node: ast.DictComp, place: Place | None) -> None:
        self.look(node.value, place and replace(place, inside=True))

    def _lambda(self, node: ast.Lambda, _: Place | None) -> None:
        self.look(node.body, Place(inside=True))

    def _starred(self, node: ast.Starred, place: Place | None) -> None:
        self.look(node.value, place)

    def _namedexpr(self, node: ast.NamedExpr, place: Place | None) -> None:
        self.look(node.value, _variable(node.target.id) or place)

    def _dict(self, node: ast.Dict, place: Place | None) -> None:
        names = [str(key.value) if isinstance(key, ast.Constant) else "" for key in node.keys]
        for name, value in zip(names, node.values, strict=True):
            if place and place.sure:
                here = replace(place, name=f"{place.name} {name}".strip())
            elif name in IDS or name.endswith("_es") or f"{name}_es" in names:
                here = None  # the Spanish is there already, or it is no word for a pupil
            # elsewhere `text` and the like may be the column of a table
            elif (name in TEXTS and "name" in names) or (
                name in TABLES and isinstance(value, ast.Dict)
            ):
                here = _named(name)
            else:
                here = place and replace(place, name=name or place.name)
            self.look(value, here and replace(here, inside=True))

    # expressions whose words are for the program

    def _compare(self, node: ast.Compare, _: Place | None) -> None:
        pass

    def _subscript(self, node: ast.Subscript, _: Place | None) -> None:
        self.look(node.value, None)

    def _call(self, node: ast.Call, place: Place | None) -> None:
        name = _called(node)
        if name in NEVER:
            return
        if isinstance(node.func, ast.Attribute):
            self.look(node.func.value, place if name in PASS_ON else None)
        said = SAID.get(name, {})
        for at, argument in enumerate(node.args):
            self.look(argument, self._argument(node, name, said.get(at), place))
            if at == 0 and name in KEYS_SHOWN:
                self._keys(argument, sure=name == "bars")
        for keyword in node.keywords:
            here = _named(keyword.arg or "")
            if here and keyword.arg == "choices" and name == "Ask":
                here = replace(here, lists=True)
            self.look(keyword.value, here and replace(here, inside=True))

    def _argument(
        self, node: ast.Call, name: str, what: str | None, place: Place | None
    ) -> Place | None:
        what = what or ALL_SAID.get(name)
        if what:
            idea = node.args[0] if name == "hint" else None
            # the hint of a choice is found by the choice
            own = place.name if place and place.sure and idea is not None else what
            if isinstance(idea, ast.Constant) and isinstance(idea.value, str):
                what = f"hint for the wrong idea {idea.value}"
            return Place(what, own, sure=True, inside=True)
        if name in PASS_ON:
            return place and replace(place, inside=True)
        if isinstance(node.func, ast.Name) and name in self.functions:
            return Place(inside=True)
        return None

    def _keys(self, node: ast.AST, sure: bool) -> None:
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                self.look(key, Place("label", "label", sure=sure, inside=True))
                self._keys(value, sure)


def _named(name: str) -> Place | None:
    """The place of a value whose keyword or key says that it is shown."""
    what = TEXTS.get(name) or TABLES.get(name)
    return Place(what, name, sure=True, lists=name in LISTS) if what else None


def _variable(name: str) -> Place | None:
    """The place of what is kept under this name, such as `names` or `dot_labels`."""
    last = name.rpartition("_")[2]
    known = last if last in ("names", "labels") else name
    return _named(known) if known in NAMES else None


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _words(node: String) -> str:
    """The words of a string, each gap of an f-string as one."""
    if isinstance(node, ast.Constant):
        return node.value
    return "".join(part.value if isinstance(part, ast.Constant) else "x1x" for part in node.values)
