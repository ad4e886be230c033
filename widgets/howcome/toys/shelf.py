"""The shelf: what each toy shows, the lessons that use it, and its effect over many seeds.

python -m howcome.toys.shelf            print the shelf, measured now
python -m howcome.toys.shelf sea shoes  only these toys
python -m howcome.toys.shelf --write    keep it in README.md beside this file
"""

import argparse
import functools
import importlib
import pkgutil
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import ModuleType

import howcome.toys
from howcome.toys import common

README = Path(__file__).with_name("README.md")
SEEDS = range(20)
MOST_MS = 250  # within this time a picture still seems to follow the hand
NO_TOY = ("common", "shelf")

HEAD = """\
# The shelf of toy models

Made by `python -m howcome.toys.shelf --write`; edit the toys, not this page. A test measures every
effect again and holds it against this page.

Each figure is the mean over 20 seeds, with the standard deviation from seed to seed in brackets.
A column without a unit holds shares, in percent. "One press" is what a move of the lesson's
control costs (deal, train, test), in milliseconds of one core of the machine that made this page.
"""


def names() -> list[str]:
    """The names of all toys, in alphabetical order.

    >>> "sea" in names()
    True
    """
    found = [module.name for module in pkgutil.iter_modules(howcome.toys.__path__)]
    return sorted(set(found) - set(NO_TOY))


def toy(name: str) -> ModuleType:
    """The toy of this name; raises ValueError with the right names for a wrong one."""
    if name not in names():
        raise ValueError(f"There is no toy {name!r}; there are: {', '.join(names())}.")
    return importlib.import_module(f"howcome.toys.{name}")


def idea(module: ModuleType) -> str:
    """The question and the sentence on the first line of the toy's docstring."""
    return module.__doc__.splitlines()[0]


def breaks(module: ModuleType) -> str:
    """What breaks, from the toy's docstring, as one line."""
    paragraph = module.__doc__.split("What breaks:")[1].split("\n\n")[0]
    return " ".join(paragraph.split())


def effects(module: ModuleType, seeds: Iterable[int] = SEEDS) -> list[dict[str, dict]]:
    """The toy's effect, once for each seed."""
    return [module.effect(seed) for seed in seeds]


def figures(found: list[dict[str, dict]]) -> dict[tuple[str, str], tuple[float, float]]:
    """Mean and standard deviation of each figure: (situation, what) -> (mean, spread).

    A figure that some seed could not measure (None) is taken over the others; one that no seed
    could measure is left out.
    """
    kept: dict[tuple[str, str], list[float]] = {}
    for one in found:
        for situation, measured in one.items():
            for what, value in measured.items():
                if value is not None:
                    kept.setdefault((situation, what), []).append(value)
    return {key: (statistics.mean(all_), statistics.pstdev(all_)) for key, all_ in kept.items()}


def press(module: ModuleType) -> Callable[[int], object]:
    """What one press of the lesson's control asks of the toy, as a function of the seed."""
    if hasattr(module, "retrain"):
        return module.retrain
    return lambda seed: module.cases(module.Model().fit(*module.first_deal(seed)))


def milliseconds(module: ModuleType, times: int = 5) -> float:
    """The median time of one press, in milliseconds, after one press that is not counted.

    Time of the processor, so that other work on the machine does not count.
    """
    again = press(module)
    again(0)
    taken = []
    for seed in range(times):
        start = time.process_time()
        again(seed)
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


def shown(value: float, spread: float, unit: str | None) -> str:
    """A figure as the shelf prints it.

    >>> shown(0.178, 0.07, None), shown(18.04, 0.5, "points")
    ('17.8 (7.0)', '18.04 (0.50)')
    """
    if unit is None:
        return f"{100 * value:.1f} ({100 * spread:.1f})"
    # an overfitted curve may reach millions: no decimals there
    numbers = [f"{n:,.0f}" if abs(value) >= 1000 else f"{n:.2f}" for n in (value, spread)]
    return f"{numbers[0]} ({numbers[1]})"


def effect_table(module: ModuleType, found: list[dict[str, dict]]) -> list[str]:
    """The measured effect as a Markdown table: a row for each situation."""
    kept = figures(found)
    units = getattr(module, "UNITS", {})
    columns = list(dict.fromkeys(what for _, what in kept))
    rows = [
        [
            situation,
            *(
                shown(*kept[situation, what], units.get(what)) if (situation, what) in kept else ""
                for what in columns
            ),
        ]
        for situation in dict.fromkeys(situation for situation, _ in kept)
    ]
    head = [f"{what}, {units[what]}" if what in units else what for what in columns]
    return common.grid(["", *head], rows)


def section(name: str, ms: float, found: list[dict[str, dict]]) -> str:
    """What the shelf says of one toy."""
    module = toy(name)
    lines = [
        *(f"## {name}", "", idea(module), "", f"What breaks: {breaks(module)}", ""),
        f"Lessons: {', '.join(module.LESSONS)}. One press: {ms:.0f} ms.",
        *("", *effect_table(module, found), ""),
    ]
    return "\n".join(lines)


@functools.cache
def kept_sections() -> dict[str, str]:
    """The sections of the shelf as README.md has them, name -> text."""
    _, *parts = README.read_text(encoding="utf-8").split("\n## ")
    return {part.splitlines()[0]: f"## {part}".rstrip() + "\n" for part in parts}


def measure(name: str) -> tuple[float, list[dict[str, dict]]]:
    """The time of one press in milliseconds, and the effects over all seeds."""
    module = toy(name)
    return milliseconds(module), effects(module)


def shelf(wanted: list[str]) -> str:
    """The whole page for these toys, measured now, two at a time."""
    with ProcessPoolExecutor(2) as pool:
        measured = dict(zip(wanted, pool.map(measure, wanted), strict=True))
    rows = [
        [
            f"[{name}](#{name})",
            idea(toy(name)),
            ", ".join(lesson.split("-")[0] for lesson in toy(name).LESSONS),
            f"{measured[name][0]:.0f}",
        ]
        for name in wanted
    ]
    top = ["| toy | idea | lessons | one press, ms |", "| --- | --- | --- | ---: |"]
    top += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([HEAD, *top, "", *(section(name, *measured[name]) for name in wanted)])


def main(words: list[str]) -> int:
    """Print the shelf, or write it; 2 for a toy that is not there."""
    parser = argparse.ArgumentParser(
        prog="python -m howcome.toys.shelf", description="Measure the toys and print the shelf."
    )
    parser.add_argument("toys", nargs="*", metavar="TOY", help="only these toys")
    parser.add_argument("--write", action="store_true", help="keep the shelf in README.md")
    asked = parser.parse_args(words)
    try:
        for name in asked.toys:
            toy(name)
        if asked.write and asked.toys:
            raise ValueError("README.md holds all toys: leave out their names to write it.")
    except ValueError as why:
        print(why, file=sys.stderr)
        return 2
    page = shelf(asked.toys or names())
    if asked.write:
        README.write_text(page.rstrip() + "\n", encoding="utf-8")
    else:
        print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
