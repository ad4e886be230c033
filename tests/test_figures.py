"""Figures: the words, the numbers, the marks and the bytes of both backends."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import textwrap
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from howcome import figures
from howcome.figures.palette import GRID, INK, SOFT
from howcome.figures.svg_paper import WIDTH, text_width, wrap

ALT = "Sneakers: 9 of 10 right. Boots: 2 of 10 right."
NASTY = '<b onload="x">&amp; \'Fish\' & "chips"</b> \U0001f420 \x00' + "long" * 30
POINTS = [
    {"length_mm": 10 + step, "mass_g": 100 + step * step, "kind": kind}
    for kind in ("reef", "deep", "shore")
    for step in range(20)
]
SWEEP = [{"share": share, "reef": 0.9, "deep": 0.4 + share / 250} for share in range(0, 101, 10)]
GREYS = [
    [
        [(one * 37 + row * 31 + column * column * 17) % 256 for column in range(14)]
        for row in range(14)
    ]
    for one in range(12)
]

MAKE = {
    "bars": lambda **more: figures.bars({"sneaker": 9, "boot": 2.5}, **more),
    "grouped": lambda **more: figures.bars(
        {"before": {"reef": 0.9, "deep": 0.4}, "after": {"reef": 0.8, "deep": None}}, **more
    ),
    "dots": lambda **more: figures.dots(POINTS, x="length_mm", y="mass_g", group="kind", **more),
    "lines": lambda **more: figures.lines(SWEEP, x="share", y=["reef", "deep"], **more),
    "pictures": lambda **more: figures.pictures(
        GREYS, captions=[f"shoe {count}" for count in range(12)], **more
    ),
}


@pytest.fixture(autouse=True)
def _svg_and_english(monkeypatch):
    monkeypatch.delenv("HOWCOME_LANG", raising=False)
    figures.use("svg")
    yield
    figures.use("svg")


class Page(HTMLParser):
    """What a browser would find in the HTML: tags with attributes, and the cells of the table."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self._cell = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data):
        self.text += data
        if self._cell:
            self.rows[-1][-1] += data

    def one(self, tag: str) -> dict:
        """The attributes of the only ``tag``."""
        (attributes,) = (attributes for name, attributes in self.tags if name == tag)
        return attributes


def svg_of(figure) -> ElementTree.Element:
    """The picture in the page, parsed; not well-formed is a ParseError."""
    kind, data = Page(figure.html).one("img")["src"].split(",", 1)
    assert kind == "data:image/svg+xml;base64"
    return ElementTree.fromstring(base64.b64decode(data, validate=True))


def words_in(figure) -> str:
    return " ".join(element.text or "" for element in svg_of(figure).iter() if element.text)


# --- the words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MAKE)
@pytest.mark.parametrize("backend", ["svg", "matplotlib"])
def test_alt_and_title_reach_the_page_and_come_back_whole(kind, backend):
    figures.use(backend)
    page = Page(MAKE[kind](alt='Says "9 < 10" & more.', title="Who is <right>?").html)
    assert page.one("img")["alt"] == 'Says "9 < 10" & more.'
    assert "Who is <right>?" in page.text
    assert page.one("figure")["class"] == "howcome-figure"


@pytest.mark.parametrize("kind", MAKE)
def test_both_backends_say_and_count_the_same(kind):
    by_svg = MAKE[kind](alt=ALT, title="Right")
    figures.use("matplotlib")
    by_matplotlib = MAKE[kind](alt=ALT, title="Right")
    assert by_svg.kind == "image/svg+xml"
    assert by_matplotlib.kind == "image/png"
    assert (by_svg.alt, by_svg.title) == (by_matplotlib.alt, by_matplotlib.title)
    assert by_svg.numbers == by_matplotlib.numbers
    assert Page(by_svg.html).rows == Page(by_matplotlib.html).rows


@pytest.mark.parametrize(
    "alt",
    ["", "  \n", "image", "A chart.", "Figure", "the bar chart", "IMAGEN", "…", "\x00", None, 3],
)
@pytest.mark.parametrize("kind", MAKE)
def test_an_alt_that_says_nothing_is_refused_with_an_example(kind, alt):
    with pytest.raises(ValueError, match="Write in alt what the picture shows"):
        MAKE[kind](alt=alt)


def test_a_forgotten_alt_is_answered_by_the_same_sentence():
    with pytest.raises(ValueError, match="Write in alt what the picture shows"):
        figures.bars({"a": 1})


def test_a_figure_speaks_spanish(monkeypatch):
    monkeypatch.setenv("HOWCOME_LANG", "es")
    page = Page(figures.bars({"tenis": None, "bota": 2}, alt="Botas: 2.").html)
    assert page.text.startswith("Números")
    assert page.rows[1] == ["tenis", "sin número"]
    assert page.rows[0] == ["nombre", "número"]


def test_every_word_has_both_languages():
    from howcome.figures.figure import _WORDS

    assert _WORDS["en"].keys() == _WORDS["es"].keys()


def test_the_repr_is_what_the_picture_shows():
    assert repr(figures.bars({"a": 1}, alt=ALT)) == f"Figure: {ALT}"


# --- the numbers ---------------------------------------------------------------------------------


def test_the_table_of_bars_is_the_data():
    page = Page(figures.bars({"sneaker": 9, "boot": 2.5}, alt=ALT, unit="%").html)
    assert page.rows == [["label", "number (%)"], ["sneaker", "9"], ["boot", "2.5"]]
    scopes = [attributes["scope"] for tag, attributes in page.tags if tag == "th"]
    assert scopes == ["col", "col", "row", "row"]
    assert {"details", "summary", "caption"} <= {tag for tag, _ in page.tags}


def test_the_table_of_dots_is_the_data():
    page = Page(MAKE["dots"](alt=ALT).html)
    assert page.rows[0] == ["kind", "length (mm)", "mass (g)"]
    shown = [(kind, float(x), float(y)) for kind, x, y in page.rows[1:]]
    assert shown == [(row["kind"], row["length_mm"], row["mass_g"]) for row in POINTS]


def test_the_table_of_lines_is_the_data():
    figure = MAKE["lines"](alt=ALT)
    assert figure.numbers == SWEEP
    for shown, row in zip(Page(figure.html).rows[1:], SWEEP, strict=True):
        assert [float(cell) for cell in shown] == pytest.approx(list(row.values()))


def test_the_table_of_pictures_tells_each_size_and_average():
    first = MAKE["pictures"](alt=ALT).numbers[0]
    average = round(sum(map(sum, GREYS[0])) / 196)
    assert first == {"picture": "shoe 0", "height": 14, "width": 14, "average": average}


def test_a_long_table_says_what_it_leaves_out_and_numbers_keeps_all():
    many = [{"x": count, "y": count} for count in range(344)]
    figure = figures.dots(many, x="x", y="y", alt=ALT)
    page = Page(figure.html)
    assert len(page.rows) == 101
    assert "first 100 of 344 rows" in page.text
    assert len(figure.numbers) == 344


def test_numbers_stand_beside_the_bars_with_their_unit():
    text = words_in(figures.bars({"sneaker": 97, "boot": 41.25}, alt=ALT, unit="%", most=100))
    assert "97\u00a0%" in text
    assert "41.2\u00a0%" in text


def test_lengths_of_bars_are_in_proportion():
    bars = svg_of(figures.bars({"a": 10, "b": 5, "c": -5}, alt=ALT))
    blue = [float(one.get("width")) for one in bars.iter() if one.get("fill") == "#0072B2"]
    assert blue[0] == pytest.approx(2 * blue[1], abs=0.2)
    assert blue[1] == pytest.approx(blue[2], abs=0.2)


def test_groups_choose_and_order_the_bars():
    values = {"before": {"reef": 1, "deep": 2, "shore": 3}}
    figure = figures.bars(values, alt=ALT, groups=["deep", "reef"])
    assert figure.numbers == [{"label": "before", "deep": 2, "reef": 1}]


def test_numpy_and_pandas_come_in_by_their_manners():
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    frame = pandas.DataFrame(POINTS)
    assert figures.dots(frame, x="length_mm", y="mass_g", group="kind", alt=ALT).numbers == [
        {"kind": row["kind"], "length_mm": row["length_mm"], "mass_g": row["mass_g"]}
        for row in POINTS
    ]
    figure = figures.bars({"a": numpy.int64(3), "b": numpy.float32(0.5), "c": pandas.NA}, alt=ALT)
    assert figure.numbers[0] == {"label": "a", "number": 3}
    assert [row["number"] for row in figure.numbers] == [3, 0.5, None]
    grids = numpy.array(GREYS, dtype="uint8")
    assert figures.pictures(grids, alt=ALT).picture == figures.pictures(GREYS, alt=ALT).picture


# --- numbers that are missing --------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["svg", "matplotlib"])
def test_a_missing_number_is_said_not_drawn_as_nothing(backend):
    figures.use(backend)
    figure = figures.bars({"a": 1, "b": None, "c": float("nan")}, alt=ALT)
    assert [row["number"] for row in figure.numbers] == [1, None, None]
    assert [row[1] for row in Page(figure.html).rows[2:]] == ["no number"] * 2
    if backend == "svg":
        assert words_in(figure).count("no number") == 2


@pytest.mark.parametrize("backend", ["svg", "matplotlib"])
def test_dots_without_a_number_are_counted_below_the_picture(backend):
    figures.use(backend)
    rows = [{"x": 1, "y": 2, "g": "a"}, {"x": None, "y": 2, "g": None}, {"x": 1}, {"x": 2, "y": 1}]
    figure = figures.dots(rows, x="x", y="y", group="g", alt=ALT)
    assert "not drawn: 2." in figure.html
    assert figure.numbers[1] == {"g": "no group", "x": None, "y": 2}


@pytest.mark.parametrize("backend", ["svg", "matplotlib"])
def test_a_missing_number_breaks_the_line(backend):
    figures.use(backend)
    rows = [{"x": x, "y": None if x in (2, 5) else x, "z": None} for x in range(6)]
    figure = figures.lines(rows, x="x", y=["y", "z"], alt=ALT)
    if backend == "svg":
        (path,) = [one for one in svg_of(figure).iter() if one.get("stroke") == "#0072B2"]
        assert path.get("d").count("M") == 2
        assert "nan" not in figure.picture.decode().lower()


# --- bad input -----------------------------------------------------------------------------------

BAD = {
    "nothing": lambda: figures.bars({}, alt=ALT),
    "a list": lambda: figures.bars([1, 2], alt=ALT),
    "words": lambda: figures.bars({"a": "nine"}, alt=ALT),
    "true": lambda: figures.bars({"a": True}, alt=ALT),
    "endless": lambda: figures.bars({"a": float("inf")}, alt=ALT),
    "all missing": lambda: figures.bars({"a": None}, alt=ALT),
    "mixed": lambda: figures.bars({"a": 1, "b": {"c": 2}}, alt=ALT),
    "empty groups": lambda: figures.bars({"a": {}}, alt=ALT),
    "wrong group": lambda: figures.bars({"a": {"reef": 1}}, alt=ALT, groups=["reff"]),
    "groups of none": lambda: figures.bars({"a": 1}, alt=ALT, groups=["reef"]),
    "label as group": lambda: figures.bars({"a": {"label": 1}}, alt=ALT),
    "too small most": lambda: figures.bars({"a": 11}, alt=ALT, most=10),
    "too many groups": lambda: figures.bars({"a": dict.fromkeys("abcdefg", 1)}, alt=ALT),
    "no points": lambda: figures.dots([], x="x", y="y", alt=ALT),
    "points of numbers": lambda: figures.dots([1, 2], x="x", y="y", alt=ALT),
    "a number": lambda: figures.dots(3, x="x", y="y", alt=ALT),
    "no column": lambda: figures.dots(POINTS, x="lenght_mm", y="mass_g", alt=ALT),
    "word on an axis": lambda: figures.dots(POINTS, x="kind", y="mass_g", alt=ALT),
    "no lines": lambda: figures.lines(SWEEP, x="share", y=[], alt=ALT),
    "no numbers in lines": lambda: figures.lines([{"x": 1, "y": None}], x="x", y="y", alt=ALT),
    "no pictures": lambda: figures.pictures([], alt=ALT),
    "one flat list": lambda: figures.pictures([0, 1], alt=ALT),
    "a flat picture": lambda: figures.pictures([[0, 1]], alt=ALT),
    "ragged": lambda: figures.pictures([[[0, 1], [0]]], alt=ALT),
    "too bright": lambda: figures.pictures([[[0, 256]]], alt=ALT),
    "negative grey": lambda: figures.pictures([[[0, -1]]], alt=ALT),
    "missing pixel": lambda: figures.pictures([[[0, None]]], alt=ALT),
    "captions": lambda: figures.pictures(GREYS, alt=ALT, captions=["one"]),
    "columns": lambda: figures.pictures(GREYS, alt=ALT, columns=0),
    "backend": lambda: figures.use("crayons"),
    "not a drawing": lambda: figures.show([1], alt=ALT),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_answered_in_one_plain_sentence(what):
    with pytest.raises(ValueError, match=r"^[^\n]{10,180}[.}]$") as refused:
        BAD[what]()
    assert "Traceback" not in str(refused.value)
    assert "NoneType" not in str(refused.value)


def test_a_wrong_column_is_answered_with_the_right_ones():
    with pytest.raises(ValueError, match='"length_mm", "mass_g", "kind"'):
        BAD["no column"]()


# --- everything is escaped, nothing is cut off ---------------------------------------------------

NASTY_FIGURES = {
    "bars": lambda: figures.bars({NASTY: 1, "b": 2}, alt=NASTY, title=NASTY, unit=NASTY),
    "grouped": lambda: figures.bars({NASTY: {NASTY: 1}}, alt=NASTY, title=NASTY),
    "dots": lambda: figures.dots(
        [{NASTY: 1, "y": 2, "g": NASTY}], x=NASTY, y="y", group="g", alt=NASTY, title=NASTY
    ),
    "lines": lambda: figures.lines(
        [{"x": 1, NASTY: 2, "b": 1}], x="x", y=[NASTY, "b"], alt=NASTY, title=NASTY
    ),
    "pictures": lambda: figures.pictures([[[0]]], captions=[NASTY], alt=NASTY, title=NASTY),
}


@pytest.mark.parametrize("kind", NASTY_FIGURES)
def test_nasty_words_stay_words(kind):
    figure = NASTY_FIGURES[kind]()
    svg_of(figure)  # well-formed, though the words hold <, &, quotes and a zero byte
    page = Page(figure.html)
    assert not {"b", "script"} & {tag for tag, _ in page.tags}
    assert all("onload" not in attributes for _, attributes in page.tags)
    assert "'Fish' & \"chips\"" in page.one("img")["alt"]


@pytest.mark.parametrize("kind", NASTY_FIGURES)
def test_no_words_leave_the_card(kind):
    root = svg_of(NASTY_FIGURES[kind]())
    width = float(root.get("width"))
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        x, wide = float(element.get("x")), text_width(element.text)
        anchor = element.get("text-anchor", "start")
        start = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
        assert start >= 0, element.text
        assert start + wide <= width, element.text
        assert 0 < float(element.get("y")) < float(root.get("height"))


def test_words_are_high_enough_on_a_phone():
    for make in MAKE.values():
        root = svg_of(make(alt=ALT))
        assert float(root.get("width")) <= WIDTH
        assert float(root.get("font-size")) * 330 / WIDTH >= 14
        assert not any(one.get("font-size") for one in root.iter() if one is not root)


def test_wrapping_keeps_every_sign():
    assert "".join(wrap("abc" * 40, 100)) == "abc" * 40
    assert wrap("\U0001f469\u200d\U0001f680" * 3, 1) == ["\U0001f469\u200d\U0001f680"] * 3


def test_only_the_picture_brings_colours_the_words_inherit_the_theme():
    for tag, attributes in Page(MAKE["lines"](alt=ALT, title="Right").html).tags:
        if tag != "img":
            assert "color" not in attributes.get("style", "")
            assert "background" not in attributes.get("style", "")


@pytest.mark.parametrize("points", [[(3, 3)], [(0, 0), (0, 5)], [(-1e14, 1e-9), (1e14, 2e-9)]])
@pytest.mark.parametrize("backend", ["svg", "matplotlib"])
def test_odd_ranges_are_drawn(points, backend):
    figures.use(backend)
    rows = [{"x": x, "y": y} for x, y in points]
    assert figures.dots(rows, x="x", y="y", alt=ALT).picture
    assert figures.lines(rows, x="x", y="y", alt=ALT).picture
    assert figures.bars({str(x): x for x, _ in points}, alt=ALT).picture


# --- the marks -----------------------------------------------------------------------------------

# What colour-blind eyes see, as matrices on linear RGB: Machado, Oliveira & Fernandes, "A
# Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.0.
MACHADO_2009 = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> list[float]:
    """Linear RGB, each 0 to 1, of a hex colour (IEC 61966-2-1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast_on_white(colour: str) -> float:
    """Contrast ratio of WCAG 2.1, from 1 to 21."""
    red, green, blue = linear(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def lab(rgb: list[float]) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of linear RGB."""
    red, green, blue = (min(1, max(0, part)) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, eyes: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab([sum(a * b for a, b in zip(row, rgb, strict=True)) for row in MACHADO_2009[eyes]])


@pytest.mark.parametrize("mark", figures.MARKS, ids=lambda mark: mark.shape)
def test_every_mark_stands_out_on_white(mark):
    assert contrast_on_white(mark.colour) >= 3


def test_words_are_read_on_white_and_on_the_track():
    on_track = contrast_on_white(GRID)
    for colour in (INK, SOFT):
        assert contrast_on_white(colour) / on_track >= 4.5


@pytest.mark.parametrize("eyes", MACHADO_2009)
def test_marks_stay_apart_for_colour_blind_eyes(eyes):
    for one, other in combinations(figures.MARKS, 2):
        a, b = seen(one.colour, eyes), seen(other.colour, eyes)
        apart = sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5
        assert apart >= 15, f"{one.shape} and {other.shape}: {apart:.1f} (CIE76)"


def test_no_two_marks_share_a_colour_a_shape_or_a_dash():
    for column in zip(*figures.MARKS, strict=True):
        assert len(set(column)) == len(figures.MARKS)


# --- the bytes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MAKE)
def test_the_svg_backend_stays_under_15_kilobytes(kind):
    assert len(MAKE[kind](alt=ALT, title="Right").html) < 15_000


@pytest.mark.parametrize("kind", MAKE)
def test_the_same_input_gives_the_same_bytes(kind):
    assert MAKE[kind](alt=ALT).picture == MAKE[kind](alt=ALT).picture


def test_pixels_come_back_as_they_went_in():
    image = pytest.importorskip("PIL.Image")
    from io import BytesIO

    from howcome.figures.png import grey_png

    back = image.open(BytesIO(grey_png(GREYS[3])))
    assert back.size == (14, 14)
    assert list(back.tobytes()) == [grey for row in GREYS[3] for grey in row]


def test_greys_from_0_to_1_are_the_same_pictures():
    ones = [[[0, 1], [1, 0]]]
    assert (
        figures.pictures(ones, alt=ALT).picture
        == figures.pictures([[[0, 255], [255, 0]]], alt=ALT).picture
    )


# --- a pupil's own drawing -----------------------------------------------------------------------


def test_show_takes_axes_and_figures_and_closes_them():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    sheet, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    figure = figures.show(ax, alt=ALT, numbers=[{"x": 1, "y": 3}], title="Mine")
    assert figure.picture.startswith(b"\x89PNG")
    assert Page(figure.html).one("img")["alt"] == ALT
    assert Page(figure.html).rows == [["x", "y"], ["1", "3"]]
    assert not plt.fignum_exists(sheet.number)
    assert "<details" not in figures.show(sheet, alt=ALT).html


def test_drawing_with_matplotlib_leaves_a_pupils_settings_alone():
    matplotlib = pytest.importorskip("matplotlib")
    figures.use("matplotlib")
    with matplotlib.rc_context({"font.size": 31}):
        first = figures.bars({"a": 1}, alt=ALT)
        assert matplotlib.rcParams["font.size"] == 31
    assert figures.bars({"a": 1}, alt=ALT).picture == first.picture


# --- plain Python --------------------------------------------------------------------------------


def test_the_svg_backend_runs_with_every_compiled_package_blocked():
    script = textwrap.dedent(
        """
        import sys

        class Blocked:
            names = {"numpy", "pandas", "matplotlib", "sklearn", "PIL", "scipy"}
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] in self.names:
                    raise ImportError(name + " is blocked")

        sys.meta_path.insert(0, Blocked())
        from howcome import figures

        alt = "Nine and two."
        points = [{"x": 1, "y": 2, "g": "a"}, {"x": 2, "y": 3, "g": "b"}]
        made = [
            figures.bars({"a": 9, "b": 2}, alt=alt),
            figures.bars({"a": {"c": 9}}, alt=alt),
            figures.dots(points, x="x", y="y", group="g", alt=alt),
            figures.lines(points, x="x", y="y", alt=alt),
            figures.pictures([[[0, 255]]], alt=alt),
        ]
        assert all("data:image/svg+xml" in one.html for one in made)
        try:
            figures.use("matplotlib")
        except ValueError as refused:
            print(refused)
        assert not Blocked.names & set(sys.modules)
        """
    )
    widgets = str(Path(figures.__file__).parents[2])
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": widgets},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == 'matplotlib is not installed here: write "svg" instead.\n'
