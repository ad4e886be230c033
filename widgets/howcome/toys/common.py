"""What the toys share: reading tables, checking a deal, counting errors, writing a card."""

import math
import operator
import re
from collections.abc import Iterable, Mapping, Sequence

from howcome.retell import retell


def table(X, columns: int | Sequence[str]) -> list[list[float]]:
    """Any table of numbers as a list of rows: lists, a numpy array or a DataFrame.

    `columns` says how many numbers a row holds, or names them; a DataFrame has to carry those
    names, in that order. Raises ValueError for other columns, and for a missing or endless number.

    >>> table([(1, 2), (3, 4)], columns=2)
    [[1.0, 2.0], [3.0, 4.0]]
    """
    width = columns if isinstance(columns, int) else len(columns)
    if not isinstance(columns, int) and hasattr(X, "columns"):
        found = [str(name) for name in X.columns]
        if found != list(columns):
            raise ValueError(f"Give the columns {', '.join(columns)}, not {', '.join(found)}.")
    try:
        rows = [[float(number) for number in row] for row in plain(X)]
    except (TypeError, ValueError):
        rows = [[]]
    # a missing value (NaN) or an endless one would spoil every sum in silence
    if any(len(row) != width or not all(map(math.isfinite, row)) for row in rows):
        raise ValueError(f"Give a list of cards, each a list of {width} numbers, none missing.")
    return rows


def plain(values) -> list:
    """A list of plain Python values from a list, a tuple, an array, a Series or a DataFrame."""
    if hasattr(values, "to_numpy"):  # pandas
        values = values.to_numpy()
    return values.tolist() if hasattr(values, "tolist") else list(values)


def labels(y, count: int) -> list:
    """The labels as a plain list; raises ValueError unless there is one for each of the cards."""
    y = plain(y)
    if not y:
        raise ValueError("Deal at least one card before you train.")
    if len(y) != count:
        raise ValueError(f"There are {count} cards but {len(y)} labels; each card needs one label.")
    return y


def check_counts(counts: Mapping[str, int], most: Mapping[str, int]) -> dict[str, int]:
    """How many examples of each group to deal; a group that is not named gets none.

    Raises ValueError for an unknown group, a number that is not whole, is below zero or above
    `most`, and for a deal of no cards at all.

    >>> check_counts({"reef": 3}, {"reef": 10, "deep": 10})
    {'reef': 3, 'deep': 0}
    """
    for group, count in counts.items():
        if group not in most:
            raise ValueError(f"There is no group {group!r}; there are: {', '.join(most)}.")
        try:
            whole = operator.index(count)
        except TypeError:
            whole = -1
        if not 0 <= whole <= most[group]:
            raise ValueError(f"Deal 0 to {most[group]} of {group}, a whole number, not {count}.")
    if not any(counts.values()):
        raise ValueError("Deal at least one card.")
    return {group: operator.index(counts.get(group, 0)) for group in most}


def cases(model, cards: Iterable[Mapping]) -> list[dict]:
    """What the model predicts for each card, beside the truth.

    Each case has `name`, `group`, `truth`, `predicted` (the label with the highest score, the first
    of equals, as `predict` gives it) and `sure` (that score, 0 to 1), and `picture` where the card
    has one.
    """
    cards = list(cards)
    found = []
    # predict is not asked too: for nearest cards it would measure every distance again
    for card, scores in zip(cards, model.predict_proba([c["x"] for c in cards]), strict=True):
        scores = list(scores)
        sure = max(scores)
        case = {key: card[key] for key in ("name", "group", "truth")}
        case |= {"predicted": model.classes_[scores.index(sure)], "sure": sure}
        found.append(case | ({"picture": card["picture"]} if "picture" in card else {}))
    return found


def errors(cases: Iterable[Mapping], share: Mapping[str, float] | None = None) -> dict[str, float]:
    """The share of wrong cases, 0 to 1: under "overall", and for each group under its name.

    Without `share`, "overall" counts every case once. With `share`, it is the error over a world
    in which the groups come in these shares: the sum of share times error.
    Raises ValueError for no cases, and for shares that do not fit the groups or add up to 1.

    >>> seen = [{"group": "reef", "truth": "fish", "predicted": "fish"},
    ...         {"group": "deep", "truth": "fish", "predicted": "other"}]
    >>> errors(seen)
    {'overall': 0.5, 'reef': 0.0, 'deep': 1.0}
    >>> round(errors(seen, share={"reef": 0.95, "deep": 0.05})["overall"], 2)
    0.05
    """
    wrong: dict[str, list[bool]] = {}
    for case in cases:
        wrong.setdefault(case["group"], []).append(case["predicted"] != case["truth"])
    if not wrong:
        raise ValueError("There are no cases to count.")
    found = {group: sum(marks) / len(marks) for group, marks in wrong.items()}
    if share is None:
        overall = sum(map(sum, wrong.values())) / sum(map(len, wrong.values()))
    elif set(share) == set(found) and abs(sum(share.values()) - 1) < 1e-9:
        overall = sum(share[group] * found[group] for group in found)
    else:
        raise ValueError(f"Give one share for each of {', '.join(found)}; together they make 1.")
    return {"overall": overall} | found


class ModelCard(str):
    """A model card: Markdown, and a notebook shows it as such, in the language of its lesson."""

    def _repr_markdown_(self) -> str:
        return retell(str(self))

    def only(self, *names: str) -> "ModelCard":
        """Some sections alone, with their headings, such as `card.only("Errors")`.

        Raises ValueError for a name that is no section's.
        """
        return ModelCard("".join(f"#### {self._sections(names)[name]}" for name in names))

    def without(self, *names: str) -> "ModelCard":
        """The card without some sections; see `only`."""
        left = [part for name, part in self._sections(names).items() if name not in names]
        return ModelCard("#### ".join([str(self).split("#### ")[0], *left]))

    def _sections(self, names: Sequence[str]) -> dict[str, str]:
        found = {part.partition("\n")[0]: part for part in str(self).split("#### ")[1:]}
        if unknown := [name for name in names if name not in found]:
            raise ValueError(f"There is no part {unknown[0]!r}; there are: {', '.join(found)}.")
        return found


def model_card(
    title: str,
    does: Sequence[str],
    *,
    trained: Sequence[str],
    errors: Sequence[str],
    use: str,
    misuse: str,
    heading: str = "Errors",
) -> ModelCard:
    """A model card after M. Mitchell et al., "Model cards for model reporting" (2019).

    `does`, `trained` and `errors` are lines of Markdown; `errors` holds a `grid` with a column for
    each group, as an overall error alone hides who pays for it. `use` and `misuse` are one sentence
    each. `heading` stands above the errors.
    """
    parts = [f"### Model card: {title}", "", *does]
    for name, lines in (
        ("Trained on", trained),
        (heading, errors),
        ("Use it for", [use]),
        ("Do not use it for", [misuse]),
    ):
        parts += ["", f"#### {name}", "", *lines]
    return ModelCard("\n".join(parts))


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table as lines; the first column is text, the others hold numbers.

    >>> grid(["", "reef"], [["few", "3.0 %"]])
    ['| | reef |', '| --- | ---: |', '| few | 3.0 % |']
    """
    lines = [list(head), ["---", *["---:"] * (len(head) - 1)], *map(list, rows)]
    return [re.sub(r"\| +(?=\|)", "| ", f"| {' | '.join(cells)} |") for cells in lines]


def percent(rate: float | None) -> str:
    """A rate as text: `percent(0.188)` is "18.8 %"; None, a rate of nothing, is "none"."""
    return "none" if rate is None else f"{100 * rate:.1f} %"
