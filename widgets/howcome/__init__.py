"""Howcome: toy models that break, activities that show how come.

This is the pupil's package. Everything is imported when it is first used, so that
``import howcome`` stays quick and an elementary lesson never loads numpy.

>>> import howcome
>>> "SampleMixer" in dir(howcome)
True
"""

from importlib import import_module

_HOMES = {
    "about": "cards",
    "load": "cards",
    "rows": "cards",
    "check": "checks",
    "hint": "checks",
    "well_done": "checks",
    "bars": "figures",
    "dots": "figures",
    "figures": "figures",
    "lines": "figures",
    "pictures": "figures",
    "show": "figures",
    "Ask": "activities.ask",
    "CardWriter": "activities.card_writer",
    "Chooser": "activities.chooser",
    "CutOff": "activities.cut_off",
    "GuessTree": "activities.guess_tree",
    "LabelCards": "activities.label_cards",
    "MistakeTable": "activities.mistake_table",
    "NextWord": "activities.next_word",
    "Patrol": "activities.patrol",
    "PixelPad": "activities.pixel_pad",
    "SampleMixer": "activities.sample_mixer",
    "SortShelf": "activities.sort_shelf",
    "TeachBoard": "activities.teach_board",
    "UseStatement": "activities.use_statement",
}
_TOYS = (
    "beat_the_score",
    "card_sorter",
    "clubs",
    "exam",
    "feelings",
    "guess_who",
    "name_checker",
    "next_word",
    "nudge",
    "patrol",
    "penguins",
    "perceptron",
    "picture_maker",
    "programme",
    "real_or_made",
    "recommender",
    "robot",
    "sea",
    "shoes",
    "sticker",
    "survey",
    "sure_but_wrong",
    "tiny_network",
    "two_kinds",
    "voices",
    "word_map",
    "wrong_labels",
)
_HOMES |= {toy: f"toys.{toy}" for toy in _TOYS}

__all__ = sorted(_HOMES)


def __getattr__(name: str):
    """Import a public name from its home when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"howcome has no {name!r}; it has {', '.join(__all__)}.")
    home = import_module(f"{__name__}.{_HOMES[name]}")
    # A toy and the figures are modules themselves; the rest stands inside its home.
    value = home if home.__name__.endswith(f".{name}") else getattr(home, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
