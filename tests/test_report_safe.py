"""What comes from a pupil's notebook onto a page: text, a small part of HTML, real pictures."""

import base64
import struct
import zlib
from html.parser import HTMLParser

import pytest

from howcome import figures
from howcome.figures.png import grey_png
from howcome_instructor.grade.report.pictures import safe_address, safe_picture
from howcome_instructor.grade.report.safe import MOST_TEXT, TAGS, image, lines, plain, safe_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://example.org/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://example.org/pixel.png'>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img srcset='https://example.org/x.png 2x'>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<a href='javascript:alert(1)'>link</a>",
    "<a href='jav&#x09;ascript:alert(1)'>link</a>",
    "<form action='https://example.org'><input autofocus onfocus=alert(1)></form>",
    "<button formaction='javascript:alert(1)'>press</button>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<base href='https://example.org/'>",
    "<link rel=stylesheet href='https://example.org/x.css'>",
    "<style>body{background:url(https://example.org/x)}</style>",
    "<p style='background:url(https://example.org/x)'>words</p>",
    "<p style='position:fixed;inset:0'>words</p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='https://example.org/x'></object><embed src='https://example.org/x'>",
    "<video><source onerror=alert(1)></video>",
    "<details ontoggle=alert(1) open>words</details>",
    "<template><script>alert(1)</script></template>",
    "<p id=todo class=score name=body>words</p>",
    "<td onmouseover=alert(1) colspan='2'>words</td>",
    "<xmp><script>alert(1)</script></xmp><plaintext>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<p>\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
]
SAFE = {"alt", "src", "width", "scope", "colspan", "rowspan", "lang"}


class Seen(HTMLParser):
    """Every tag and attribute that is left."""

    def __init__(self, html: str):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_runs_or_fetches_is_left(html):
    seen = Seen(safe_html(html))
    assert seen.tags <= TAGS
    for name, value in seen.attributes:
        assert name in SAFE
        assert name != "src" or value.startswith("data:image/")


def test_cleaning_again_changes_nothing():
    for html in HOSTILE:
        once = safe_html(html)
        assert safe_html(str(once)) == once


def test_styles_and_scripts_leave_no_text_behind():
    html = "<style scoped>td {color: red}</style><script>let a</script><p>A table</p>"
    assert safe_html(html) == "<p>A table</p>"


def test_a_figure_of_ours_comes_through_whole():
    figure = figures.bars({"Reef": 3, "Deep sea": 18}, alt="Reef 3, deep sea 18.", title="Wrong")
    html = safe_html(figure.html)
    seen = Seen(html)
    assert {"figure", "figcaption", "img", "details", "summary", "table", "th", "td"} <= seen.tags
    attributes = dict(seen.attributes)
    assert attributes["src"].startswith("data:image/svg+xml;base64,")
    assert attributes["alt"] == "Reef 3, deep sea 18."
    assert "style=" not in html


def test_a_picture_that_is_none_leaves_its_words():
    assert safe_html('<img src="https://example.org/a.png" alt="Two <bars>">') == (
        "Two &lt;bars&gt;"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "a" * (7 * 2**20),
        "<b>" * 5_000,
        "<p><b>" * 3_000,
        "<b><i><u><s>" * 800 + "</p>" * 1_000,
        "<p " + "a=1 " * 100_000 + ">",
        "<p>a</p>" * 100_000,
        "<" * 1_000_000,
        "&notanentity" * 100_000,
    ],
)
def test_html_made_to_keep_a_cleaner_busy_is_left_out(html):
    assert safe_html(html) == ""


def test_unfinished_comments_styles_and_scripts_cost_no_time():
    for start in ("<!--", "<style>", "<script ", "<style><!--"):
        assert safe_html("<p>words</p>" + start * 50_000) == "<p>words</p>"


def test_a_long_table_is_shown():
    rows = "".join(f"<tr><th>{n}</th>{'<td>1</td>' * 20}</tr>" for n in range(60))
    assert safe_html(f"<table>{rows}</table>").count("<td>") == 1200


def test_text_loses_its_colours_and_hidden_signs_and_is_cut():
    assert plain("\x1b[31mred\x1b[0m \x07\u202egnp\u2066.") == "red gnp."
    assert len(plain("a" * 100_000)) == MOST_TEXT + 2
    assert lines("a < b\nc") == '<div class="words">a &lt; b\nc</div>'


def test_an_image_escapes_its_words():
    assert image("", '"><script>') == "<p>&#34;&gt;&lt;script&gt;</p>"
    assert "<script>" not in image("data:image/png;base64,AA==", '"><script>')


PNG = grey_png([[0, 255], [255, 0]])
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJ"
    "DRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)


def of(kind: str, picture: bytes) -> str:
    return safe_picture(kind, base64.b64encode(picture).decode())


def test_real_pictures_are_shown():
    assert of("image/png", PNG).startswith("data:image/png;base64,iVBOR")
    assert of("image/jpeg", JPEG).startswith("data:image/jpeg;base64,/9j/")
    drawing = SVG.format('<g transform="rotate(5)"><rect width="3"/></g>')
    assert safe_picture("image/svg+xml", drawing).startswith("data:image/svg+xml;base64,")


def test_pictures_that_are_not_what_they_say_are_not():
    huge = PNG[:16] + struct.pack(">II", 60_000, 60_000) + PNG[24:]
    false = [
        ("image/png", JPEG),
        ("image/png", PNG[:-4]),
        ("image/png", PNG + b"<script>"),
        ("image/png", huge),
        ("image/png", b""),
        ("image/jpeg", PNG),
        ("image/jpeg", JPEG[:-2]),
        ("image/gif", b"GIF89a"),
        ("text/html", b"<p>"),
    ]
    for kind, picture in false:
        assert of(kind, picture) == "", (kind, picture[:20])
    assert safe_picture("image/png", "not base64 at all!") == ""
    assert safe_address("data:image/png;base64,") == ""
    assert zlib.crc32(PNG)  # the picture itself is sound


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image x:href="https://example.org/x.png"/>',
        '<a x:href="javascript:alert(1)"><rect/></a>',
        '<rect fill="url(https://example.org/x)"/>',
        '<rect style="fill:url(https://example.org/x)"/>',
        "<style>rect{fill:url(https://example.org/x)}</style>",
        "<foreignObject><p>words</p></foreignObject>",
        '<use x:href="#a"/>',
        "<set attributeName='onload' to='alert(1)'/>",
        '<p xmlns="http://www.w3.org/1999/xhtml">words</p>',
    ],
)
def test_a_drawing_is_shapes_and_words_only(inside):
    assert safe_picture("image/svg+xml", SVG.format(inside)) == ""


def test_a_drawing_with_entities_is_refused():
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format(
        "<text>&b;</text>"
    )
    assert safe_picture("image/svg+xml", bomb) == ""
    assert safe_picture("image/svg+xml", SVG.format("<text>fine</text>")) != ""
