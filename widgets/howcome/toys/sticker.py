"""Boot or sneaker? A sorter of pictures that may look at a sticker instead of the shoe.

World: small gray pictures of boots and sneakers (the table `shoes`). We put a white sticker into
the top left corner, which is black in every picture.
Model: the logistic regression on 7x7 dots of the toy `shoes`, with the labels "boot" and "sneaker".
What breaks: taught with a sticker on every boot and on no sneaker, it is right on all pictures of
that kind, and without the sticker it calls everything a sneaker. With 95 of 100 boots and 5 of 100
sneakers, the usual test still looks fine, and hides it. A sticker put on at random teaches nothing
and mends this. An explanation dot by dot can hide the sticker: it splits one reason into four dots,
and it gives no part at all to a sticker that is not there.
"""

import functools
import random

from howcome.retell import retold
from howcome.toys import common, shoes
from howcome.toys.common import errors, percent

__all__ = [
    *("CORNER", "GROUPS", "LESSONS", "Model", "card", "cases", "deal", "dressed"),
    *("effect", "errors", "explained", "first_deal", "put_sticker", "take_off", "test_cards"),
]

LESSONS = ("m05-the-sticker", "h06-open-the-box")
BOOT, SNEAKER = "boot", "sneaker"
GROUPS = (BOOT, SNEAKER)
EACH = 100  # training pictures of each kind
SIDE, DOTS = shoes.SIDE, shoes.DOTS
CORNER = (0, 1, SIDE, SIDE + 1)  # the dots that the sticker covers: two rows of two
WHITE, BLACK = 1.0, 0.0


def put_sticker(picture) -> list[float]:
    """The picture (49 numbers, 0 to 1) with a white sticker in the top left corner.

    Raises ValueError for another shape.

    >>> put_sticker([0.5] * 49)[:9]
    [1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 1.0, 1.0]
    """
    return _corner(picture, WHITE)


def take_off(picture) -> list[float]:
    """The picture (49 numbers, 0 to 1) with a black corner, as in every picture of the table.

    Raises ValueError for another shape.

    >>> take_off(put_sticker([0.0] * 49)) == [0.0] * 49
    True
    """
    return _corner(picture, BLACK)


def _corner(picture, gray: float) -> list[float]:
    (dots,) = common.table([picture], DOTS)
    for place in CORNER:
        dots[place] = gray
    return dots


def _wearing(count: int, link: float, group: str) -> list[bool]:
    """Which of `count` pictures of a group wear the sticker: the first ones."""
    share = link if group == BOOT else 1 - link
    return [number < round(share * count) for number in range(count)]


def _share(link) -> float:
    try:
        share = float(link)
    except (TypeError, ValueError):
        share = -1.0
    if not 0 <= share <= 1:
        raise ValueError(f"Give the link as a number from 0 to 1, such as 0.95, not {link!r}.")
    return share


def deal(link: float, seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """Training cards: 100 boots and 100 sneakers, some of them with the sticker.

    `link` is the share of the boots that wear it; of the sneakers it is 1 - link. So 1 puts it on
    every boot and no sneaker, 0.5 puts it on at random, 0 on every sneaker and no boot.
    Returns the cards (49 numbers each, 0 to 1) and their labels ("boot", "sneaker"); with the same
    seed the pictures are the same for every link. Raises ValueError for another link.

    >>> X, y = deal(0.95)
    >>> sum(x[0] == 1 for x, label in zip(X, y) if label == "boot")
    95
    """
    link = _share(link)
    hand = []
    for group in GROUPS:
        pool = [card["x"] for card in shoes.all_cards()["train"] if card["group"] == group]
        random.Random(f"sticker {group} {seed}").shuffle(pool)
        wearing = _wearing(EACH, link, group)
        hand += [
            (put_sticker(x) if on else x, group) for x, on in zip(pool[:EACH], wearing, strict=True)
        ]
    # The model learns one card at a time: the kinds must come mixed.
    random.Random(f"sticker order {seed}").shuffle(hand)
    return [x for x, _ in hand], [group for _, group in hand]


def first_deal(seed: int = 0) -> tuple[list[list[float]], list[str]]:
    """The training set that the lesson starts with: a sticker on every boot, on no sneaker."""
    return deal(1, seed)


def test_cards() -> list[dict]:
    """The 120 held-out cards without a sticker: 60 boots, 60 sneakers; never dealt.

    Each has `name`, `group` and `truth` ("boot" or "sneaker"), `x` (49 numbers, 0 to 1) and
    `picture`, 14 rows of 14 gray values from 0 (black) to 255 (white).
    """
    return [
        card | {"truth": group}
        for group in GROUPS
        for card in shoes.test_cards()
        if card["group"] == group
    ]


def dressed(link: float) -> list[dict]:
    """The held-out cards with the sticker on as many boots and sneakers as `deal(link)` puts it.

    `dressed(1 - link)` is the swap: then the sneakers wear it as often as the boots did.
    """
    link = _share(link)
    found = []
    for group in GROUPS:
        cards = [card for card in test_cards() if card["group"] == group]
        wearing = _wearing(len(cards), link, group)
        found += [
            _with_sticker(card) if on else card for card, on in zip(cards, wearing, strict=True)
        ]
    return found


def _with_sticker(card: dict) -> dict:
    # a dot of `x` is two by two dots of the picture
    rows = [[255] * 4 + row[4:] if r < 4 else row for r, row in enumerate(card["picture"])]
    return card | {"x": put_sticker(card["x"]), "picture": rows}


class Model(shoes.Model):
    """One weight for each dot. The score is the sum of weight times dot; above 0 means "boot".

    >>> X, y = deal(0.5)
    >>> Model().fit(X, y).predict([[0] * 49])
    ['sneaker']
    """

    classes_ = (SNEAKER, BOOT)

    def fit(self, X, y) -> "Model":
        """Learn from cards `X` (49 numbers each) and labels `y`; returns the model.

        Raises ValueError for another shape, another label, or when one of the two labels is absent.
        """
        X = common.table(X, DOTS)
        y = common.labels(y, len(X))
        if set(y) != set(GROUPS):
            raise ValueError(f'Train with both labels, "{BOOT}" and "{SNEAKER}", and no other.')
        return super().fit(X, [shoes.SHOE if label == BOOT else shoes.OTHER for label in y])

    def predict(self, X) -> list[str]:
        """ "boot" or "sneaker" for each card."""
        return [BOOT if self.score(x) > 0 else SNEAKER for x in common.table(X, DOTS)]

    def weights_picture(self) -> list[list[float]]:
        """The weights as 7 rows of 7: above 0 a white dot speaks for "boot", below 0 against it."""
        self.score([BLACK] * DOTS)  # refuses a model that was not trained
        return [self.weights[start : start + SIDE] for start in range(0, DOTS, SIDE)]

    def weight_on_sticker(self) -> float:
        """The share of all weight, 0 to 1, each taken without its sign, on the sticker's dots."""
        sizes = [abs(weight) for row in self.weights_picture() for weight in row]
        return sum(sizes[place] for place in CORNER) / sum(sizes)

    def reasons(self, x) -> list[tuple[float, int]]:
        """An explanation dot by dot: (part of the score, place), what speaks most for it first.

        For it: for the label that the model predicts. A place counts from 0, row by row.
        """
        (x,) = common.table([x], DOTS)
        is_boot = self.score(x) > 0
        parts = [weight * dot for weight, dot in zip(self.weights, x, strict=True)]
        order = sorted(range(DOTS), key=parts.__getitem__, reverse=is_boot)
        return [(parts[place], place) for place in order]

    def corner(self, x) -> float:
        """What the four dots under the sticker add to the score of one card."""
        parts = {place: part for part, place in self.reasons(x)}
        return sum(parts[place] for place in CORNER)

    @retold
    def why(self, x) -> str:
        """The score of one card, and how much of it comes from the sticker's corner."""
        (x,) = common.table([x], DOTS)
        score = self.score(x)
        label, sure = (BOOT, self.chance(x)) if score > 0 else (SNEAKER, 1 - self.chance(x))
        corner = self.corner(x)
        part, place = self.reasons(x)[0]
        return (
            f"It predicts {label}: the score is {score:+.2f}, and above 0 means {BOOT} "
            f"({sure:.2f} sure). The sticker's corner adds {corner:+.2f}, all other dots "
            f"{score - self.start - corner:+.2f}, the start value {self.start:+.2f}. The single "
            f"dot that speaks most for {label} is row {place // SIDE + 1}, "
            f"column {place % SIDE + 1} ({part:+.2f})."
        )


def cases(model: Model, cards: list[dict] | None = None) -> list[dict]:
    """What the model predicts for each test card (or for `cards`); see `common.cases`."""
    return common.cases(model, test_cards() if cards is None else cards)


# name of the deal: the share of boots that wear the sticker
LINKS = {"100 % link": 1.0, "95 % link": 0.95, "75 % link": 0.75, "at random, 50 % link": 0.5}


def explained(model: Model) -> dict[str, float | None]:
    """Four answers to "how much does the sticker count?", as shares from 0 to 1.

    "weight on it": of all weight, on the sticker's four dots; four of 49 is 0.08.
    "first dot": of the held-out boots that wear it and are called "boot", those where a dot of the
    sticker is the first of the `reasons`. "first as a whole": those where its four dots together
    are a larger reason than any other dot. Both are None where no boot is called "boot".
    "turned by it": held-out sneakers that are called "boot" once it is put on; before, the reasons
    give it no part, as black dots add nothing.
    """
    bare = {group: [c["x"] for c in test_cards() if c["group"] == group] for group in GROUPS}
    boots = [x for x in map(put_sticker, bare[BOOT]) if model.score(x) > 0]
    first = [model.reasons(x)[0][1] in CORNER for x in boots]
    whole = [model.corner(x) >= model.reasons(x)[0][0] for x in boots]
    turned = [model.score(x) <= 0 < model.score(put_sticker(x)) for x in bare[SNEAKER]]
    return {
        "weight on it": model.weight_on_sticker(),
        "first dot": sum(first) / len(first) if first else None,
        "first as a whole": sum(whole) / len(whole) if whole else None,
        "turned by it": sum(turned) / len(turned),
    }


def effect(seed: int = 0) -> dict[str, dict[str, float | None]]:
    """What each link of `LINKS` does, as shares from 0 to 1.

    Held-out pictures that are right: "right as taught" with the sticker on as many boots and
    sneakers as in training, "right without" with no sticker, "right swapped" with boots and
    sneakers exchanged. The other figures are those of `explained`.
    """
    found = {}
    for name, link in LINKS.items():
        model = Model().fit(*deal(link, seed))
        tests = {"as taught": dressed(link), "without": test_cards(), "swapped": dressed(1 - link)}
        wrong = {how: errors(cases(model, cards))["overall"] for how, cards in tests.items()}
        found[name] = {f"right {how}": 1 - share for how, share in wrong.items()}
        found[name] |= explained(model)
    return found


@functools.cache
def card(seed: int = 0) -> common.ModelCard:
    """The model card in Markdown; its errors are measured when it is first asked for."""
    rows = []
    for name, link in LINKS.items():
        model = Model().fit(*deal(link, seed))
        wrong = [errors(cases(model, cards)) for cards in (dressed(link), test_cards())]
        rows.append([name, *(percent(one[key]) for one in wrong for key in (*GROUPS, "overall"))])
    return common.model_card(
        "Boot or sneaker?",
        [
            'This model sorts small gray pictures into "boot" and "sneaker".',
            "In training, some pictures wore a white sticker in the top left corner.",
        ],
        trained=[
            f"100 pictures of boots and 100 of sneakers (deal {seed}), from one shop, in 2017.",
            "With a link of 95 %, 95 of the boots and 5 of the sneakers wore the sticker.",
        ],
        errors=[
            "Counted on 120 test pictures that were never dealt, 60 of each kind: first with "
            "the sticker as in training, then without it.",
            "",
            *common.grid(
                [
                    *("", "boots as taught", "sneakers as taught", "all as taught"),
                    *("boots without", "sneakers without", "all without"),
                ],
                rows,
            ),
            "",
            "The first three columns look best where the model leans most on the sticker.",
            "A gap belongs to the training set, not to the boots.",
            "Put the sticker on the sneakers instead, and the errors swap.",
        ],
        use="Finding out which clue a model uses, and what an explanation leaves out.",
        misuse="Photos of your own, or anything that matters to a person.",
    )
