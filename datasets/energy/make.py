"""Make energy.csv from the figures typed here.

Edit this script; energy.csv is made by it: `python datasets/energy/make.py`.

Each row carries its arithmetic: how the figure, as it was published, becomes watt-hours for one
task. It is computed each time the table is made. A figure comes in only when one of us read the
study, its abstract, or the sentence quoted word for word, or when it follows from physics or from
what stands on a label.
"""

import csv
import hashlib
import io
import sys
from pathlib import Path

TABLE = Path(__file__).with_name("energy.csv")
TABLE_SHA256 = "46e78c5daac65c3f31f039d1c9d566f841968cd4b8189faa4411d1018a2f6da6"

COLUMNS = (
    *("id", "kind", "what", "figure", "unit", "arithmetic", "watt_hours_each", "year"),
    *("who", "how", "leaves_out", "source", "how_sure"),
)
KINDS = ("machine", "everyday")
HOW = ("measured", "estimated", "stated", "computed")
HOW_SURE = ("computed here", "paper read", "abstract read", "page read", "quotation read")

LUCCIONI = {
    "kind": "machine",
    "year": 2024,
    "who": "researchers at Hugging Face, Carnegie Mellon University and the Allen Institute for AI",
    "how": "measured",
    "leaves_out": "training the model, cooling the building, making the chips",
    "source": "Alexandra Sasha Luccioni, Yacine Jernite and Emma Strubell, "
    '"Power Hungry Processing: Watts Driving the Cost of AI Deployment?", FAccT 2024, table 2',
    "how_sure": "paper read",
}
REVIEW = {
    "kind": "machine",
    "year": 2025,
    "who": "reporters of MIT Technology Review, with researchers",
    "how": "estimated",
    "source": "James O'Donnell and Casey Crownhart, \"We did the math on AI's energy footprint. "
    "Here's the story you haven't heard.\", MIT Technology Review (20 May 2025)",
    "how_sure": "quotation read",
}
HOME = {
    "kind": "everyday",
    "year": "",
    "who": "this project",
    "how": "computed",
    "source": "physics, and the number on the label",
    "how_sure": "computed here",
}

# arithmetic is worked out from left to right; it starts with the figure
ROWS = [
    {
        **LUCCIONI,
        "id": "sort-a-text",
        "what": "sort one short text, such as a film review, into good or bad",
        "figure": 0.002,
        "unit": "kilowatt-hours for 1,000 texts",
        "arithmetic": "0.002 * 1000 / 1000",
    },
    {
        **LUCCIONI,
        "id": "sort-a-picture",
        "what": "sort one picture into a kind of thing",
        "figure": 0.007,
        "unit": "kilowatt-hours for 1,000 pictures",
        "arithmetic": "0.007 * 1000 / 1000",
    },
    {
        **LUCCIONI,
        "id": "write-ten-words",
        "what": "go on with a text, about ten words",
        "figure": 0.047,
        "unit": "kilowatt-hours for 1,000 texts",
        "arithmetic": "0.047 * 1000 / 1000",
    },
    {
        **LUCCIONI,
        "id": "sum-up-a-text",
        "what": "sum up one text",
        "figure": 0.049,
        "unit": "kilowatt-hours for 1,000 texts",
        "arithmetic": "0.049 * 1000 / 1000",
    },
    {
        **LUCCIONI,
        "id": "make-a-picture",
        "what": "make one picture",
        "figure": 2.907,
        "unit": "kilowatt-hours for 1,000 pictures",
        "arithmetic": "2.907 * 1000 / 1000",
        "leaves_out": "training the model, cooling the building, making the chips; the models "
        "differ much (standard deviation 3.31)",
    },
    {
        **LUCCIONI,
        "id": "answer-bloomz",
        "what": "one short answer of BLOOMz-7B, a text model of 2022",
        "figure": 0.0001,
        "unit": "kilowatt-hours for an answer",
        "arithmetic": "0.0001 * 1000",
        "source": LUCCIONI["source"].replace("table 2", "table 5"),
    },
    {
        **LUCCIONI,
        "id": "train-bloomz",
        "what": "train BLOOMz-7B once",
        "figure": 59257,
        "unit": "kilowatt-hours for the training",
        "arithmetic": "59257 * 1000",
        "leaves_out": "cooling the building, making the chips; a part is worked out from the power "
        "of the chips, not metered",
        "how": "estimated",
        "source": LUCCIONI["source"].replace("table 2", "table 5"),
    },
    {
        "id": "prompt-de-vries",
        "kind": "machine",
        "what": "one question to ChatGPT, early 2023",
        "figure": 564,
        "unit": "megawatt-hours a day for 195 million questions",
        "arithmetic": "564 * 1000000 / 195000000",
        "year": 2023,
        "who": "Alex de Vries, a researcher",
        "how": "estimated",
        "leaves_out": "training; it takes 3,617 computers at full power day and night, for long "
        "answers, so he writes 'at most'",
        "source": 'Alex de Vries, "The growing energy footprint of artificial intelligence", '
        "Joule 7(10) (2023), pages 2191-2194",
        "how_sure": "quotation read",
    },
    {
        "id": "prompt-epoch",
        "kind": "machine",
        "what": "one question to ChatGPT, early 2025",
        "figure": 1050,
        "unit": "watt-seconds for a question",
        "arithmetic": "1050 / 3600",
        "year": 2025,
        "who": "Epoch AI, a research group",
        "how": "estimated",
        "leaves_out": "training, long questions and long answers; it guesses the chip, the size "
        "of the model and answers of about 400 words",
        "source": 'Josh You, "How much energy does ChatGPT use?", Epoch AI (7 February 2025)',
        "how_sure": "page read",
    },
    {
        "id": "prompt-google",
        "kind": "machine",
        "what": "the middle one of all text questions to Google's Gemini, May 2025",
        "figure": 0.24,
        "unit": "watt-hours for a question",
        "arithmetic": "0.24",
        "year": 2025,
        "who": "Google, about its own machine",
        "how": "measured",
        "leaves_out": "training, pictures and video, your own device, the way there; half of the "
        "questions take more, and it is not said how much more",
        "source": 'Cooper Elsworth and others, "Measuring the environmental impact of delivering '
        'AI at Google Scale", arXiv 2508.15734 (2025)',
        "how_sure": "abstract read",
    },
    {
        "id": "prompt-google-chips-only",
        "kind": "machine",
        "what": "the same question to Gemini, when only the busy AI chips are counted",
        "figure": 0.10,
        "unit": "watt-hours for a question",
        "arithmetic": "0.1",
        "year": 2025,
        "who": "Google, about its own machine",
        "how": "measured",
        "leaves_out": "the rest of the computer, machines that stand by, cooling: counted in the "
        "row above",
        "source": 'Cooper Elsworth and others, "Measuring the environmental impact of delivering '
        'AI at Google Scale", arXiv 2508.15734 (2025), table 1',
        "how_sure": "quotation read",
    },
    {
        "id": "prompt-openai",
        "kind": "machine",
        "what": "one question to ChatGPT, as the head of its company put it",
        "figure": 0.34,
        "unit": "watt-hours for a question",
        "arithmetic": "0.34",
        "year": 2025,
        "who": "Sam Altman, head of OpenAI",
        "how": "stated",
        "leaves_out": "not said: he gave no method, no model and no list of what was counted",
        "source": 'Sam Altman, "The Gentle Singularity", his blog (June 2025)',
        "how_sure": "quotation read",
    },
    {
        **REVIEW,
        "id": "prompt-small-model",
        "what": "one answer of a small open model, Llama 3.1 with 8 billion numbers",
        "figure": 114,
        "unit": "watt-seconds for an answer",
        "arithmetic": "114 / 3600",
        "leaves_out": "training; only the chips were metered, the rest was taken to be as much "
        "again",
    },
    {
        **REVIEW,
        "id": "prompt-large-model",
        "what": "one answer of a large open model, Llama 3.1 with 405 billion numbers",
        "figure": 6706,
        "unit": "watt-seconds for an answer",
        "arithmetic": "6706 / 3600",
        "leaves_out": "training; only the chips were metered, the rest was taken to be as much "
        "again",
    },
    {
        **REVIEW,
        "id": "make-a-video",
        "what": "make a video of five seconds",
        "figure": 3400000,
        "unit": "watt-seconds for a video",
        "arithmetic": "3400000 / 3600",
        "leaves_out": "training; one model of early 2025: for open models a test at Hugging Face "
        "found far less, at most a little over 100 watt-hours",
    },
    {
        "id": "web-search-2009",
        "kind": "machine",
        "what": "one web search in 2009, before there were AI answers",
        "figure": 0.0003,
        "unit": "kilowatt-hours for a search",
        "arithmetic": "0.0003 * 1000",
        "year": 2009,
        "who": "Google, about its own machine",
        "how": "stated",
        "leaves_out": "your own device; it is old, and we found no newer figure",
        "source": 'Urs Hölzle, "Powering a Google search", Official Google Blog (January 2009)',
        "how_sure": "quotation read",
    },
    {
        **HOME,
        "id": "led-lamp",
        "what": "a 10-watt LED lamp for one minute",
        "figure": 10,
        "unit": "watts, for 60 seconds",
        "arithmetic": "10 * 60 / 3600",
        "leaves_out": "making the lamp",
    },
    {
        **HOME,
        "id": "television",
        "what": "a 100-watt television for nine seconds",
        "figure": 100,
        "unit": "watts, for 9 seconds",
        "arithmetic": "100 * 9 / 3600",
        "leaves_out": "making the television; many take less than 100 watts, some take more",
    },
    {
        **HOME,
        "id": "laptop",
        "what": "a 30-watt laptop for one hour",
        "figure": 30,
        "unit": "watts, for 3600 seconds",
        "arithmetic": "30 * 3600 / 3600",
        "leaves_out": "making the laptop; what is lost in its charger",
    },
    {
        **HOME,
        "id": "phone",
        "what": "fill the battery of a phone: 4 amp-hours at 3.85 volts",
        "figure": 4,
        "unit": "amp-hours, at 3.85 volts",
        "arithmetic": "4 * 3.85",
        "leaves_out": "what is lost in the charger and as heat",
    },
    {
        **HOME,
        "id": "microwave",
        "what": "a microwave oven that takes 1,200 watts for one minute",
        "figure": 1200,
        "unit": "watts, for 60 seconds",
        "arithmetic": "1200 * 60 / 3600",
        "leaves_out": "making the oven; the clock on it, which runs all day",
    },
    {
        **HOME,
        "id": "cup-of-tea",
        "what": "heat a quarter of a liter of water from 20 to 100 degrees Celsius",
        "figure": 0.25,
        "unit": "kilograms of water, 80 degrees warmer, 4186 watt-seconds for each",
        "arithmetic": "0.25 * 80 * 4186 / 3600",
        "leaves_out": "what is lost through the kettle and to the air",
        "source": "physics: 4186 watt-seconds make a kilogram of water one degree warmer",
    },
    {
        **HOME,
        "id": "shower",
        "what": "heat 60 liters of water for a shower from 13 to 38 degrees Celsius",
        "figure": 60,
        "unit": "kilograms of water, 25 degrees warmer, 4186 watt-seconds for each",
        "arithmetic": "60 * 25 * 4186 / 3600",
        "leaves_out": "what is lost in the heater and the pipes, and the pump",
        "source": "physics: 4186 watt-seconds make a kilogram of water one degree warmer",
    },
    {
        **HOME,
        "id": "backpack",
        "what": "lift a backpack of 5 kilograms up one floor, 3 meters",
        "figure": 5,
        "unit": "kilograms, 3 meters up, 9.81 newtons for each kilogram",
        "arithmetic": "5 * 3 * 9.81 / 3600",
        "leaves_out": "lifting yourself, and the warmth of your muscles",
        "source": "physics: weight times height",
    },
]


def worked_out(arithmetic: str) -> float:
    """The result of `2 * 3 / 4`, from left to right; only * and / are allowed.

    >>> worked_out("10 * 60 / 3600") == 600 / 3600
    True
    """
    first, *rest = arithmetic.split()
    result = float(first)
    for sign, number in zip(rest[::2], rest[1::2], strict=True):
        if sign not in ("*", "/"):
            raise SystemExit(f"Write only * and / between numbers, not {sign!r}.")
        result = result * float(number) if sign == "*" else result / float(number)
    return result


def check(row: dict) -> None:
    """Refuse a row that is not complete, or whose arithmetic does not start with its figure."""
    empty = [k for k in COLUMNS if row[k] == "" and not (k == "year" and row["kind"] == "everyday")]
    known = row["kind"] in KINDS and row["how"] in HOW and row["how_sure"] in HOW_SURE
    if empty or not known:
        raise SystemExit(f"The row {row['id']!r} is not complete: {', '.join(empty) or 'a word'}.")
    if float(row["arithmetic"].split()[0]) != row["figure"]:
        raise SystemExit(f"The arithmetic of {row['id']!r} does not start with its figure.")


def make() -> bytes:
    """The bytes of energy.csv; watt-hours are rounded to four digits that count."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for typed in ROWS:
        each = worked_out(typed["arithmetic"])
        row = typed | {"watt_hours_each": float(f"{each:.4g}")}
        check(row)
        writer.writerow(row)
    return text.getvalue().encode()


def main(arguments: list[str]) -> None:
    if arguments:
        raise SystemExit("The figures stand in this script: it takes no source.")
    table = make()
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
