"""Make facts.csv from the facts typed here.

Edit this script; facts.csv is made by it: `python datasets/facts/make.py`.

A fact comes in only when one of us read the study, its abstract, or the sentence quoted word for
word, or computed the figure from a table in this project. What others retell stays out.
"""

import csv
import hashlib
import io
import sys
from pathlib import Path

TABLE = Path(__file__).with_name("facts.csv")
TABLE_SHA256 = "41f49da3de7703c8997dd82d133b5bea4f75f1f009d7793c1d52d1f571ba3a56"

COLUMNS = (
    *("id", "topic", "statement", "figure", "unit", "year", "what_was_counted"),
    *("source", "who_paid", "criticism", "how_sure"),
)
# How we came to a figure, the surest first.
HOW_SURE = ("computed here", "paper read", "abstract read", "report read", "quotation read")
NOT_STATED = "not stated in what we read"

# A study stands once; each of its figures is (id, statement, figure, unit).
# A study without a figure has ("", "") there.
STUDIES = [
    {
        "topic": "faces",
        "figures": [
            (
                "faces-darker-women",
                "The worst of three services that guess a person's gender from a photo was wrong "
                "on 34.7 % of the photos of darker-skinned women.",
                *(34.7, "% of photos"),
            ),
            (
                "faces-lighter-men",
                "On photos of lighter-skinned men, none of the three services was wrong more "
                "often than on 0.8 %.",
                *(0.8, "% of photos"),
            ),
        ],
        "year": 2018,
        "what_was_counted": "wrong answers of the services of Microsoft, IBM and Face++ on photos "
        "of 1,270 members of six parliaments, three in Africa and three in Europe",
        "source": 'Joy Buolamwini and Timnit Gebru, "Gender Shades: Intersectional Accuracy '
        'Disparities in Commercial Gender Classification", PMLR 81 (2018), pages 77-91',
        "who_paid": NOT_STATED,
        "criticism": "All photos are portraits of politicians, and there are two genders only. "
        "The services have changed since. Whether a machine should guess gender at all is a "
        "question that the figures leave open.",
        "how_sure": "abstract read",
    },
    {
        "topic": "faces",
        "figures": [
            (
                "face-match",
                "In a test of 189 programs that match faces, wrong matches were often 10 to more "
                "than 100 times as frequent for some groups of people as for others.",
                *(10, "times as frequent, or more"),
            ),
        ],
        "year": 2019,
        "what_was_counted": "wrong matches of 189 programs from 99 makers, on 18.27 million photos "
        "of 8.49 million people",
        "source": 'Patrick Grother, Mei Ngan and Kayee Hanaoka, "Face Recognition Vendor Test '
        '(FRVT) Part 3: Demographic Effects", NIST IR 8280 (2019)',
        "who_paid": "the United States government: NIST is one of its laboratories",
        "criticism": "Programs differ: in some that search a collection of photos, the testers "
        "found no such gap. They did not look into the causes.",
        "how_sure": "quotation read",
    },
    {
        "topic": "voices",
        "figures": [
            (
                "speech-black-speakers",
                "Five companies' speech programs got 35 of 100 words wrong, on average, when "
                "Black people spoke.",
                *(35, "wrong words in 100"),
            ),
            (
                "speech-white-speakers",
                "The same programs got 19 of 100 words wrong, on average, when white people spoke.",
                *(19, "wrong words in 100"),
            ),
        ],
        "year": 2020,
        "what_was_counted": "word errors of the programs of Amazon, Apple, Google, IBM and "
        "Microsoft on interviews with 73 Black and 42 white people in the United States",
        "source": 'Allison Koenecke and others, "Racial disparities in automated speech '
        'recognition", PNAS 117(14) (2020), pages 7684-7689',
        "who_paid": NOT_STATED,
        "criticism": "Li, Cohen and Pakhomov (arXiv 2407.13982, 2024) looked at recordings from "
        "the same collection: their sound quality differs from place to place, so part of such a "
        "gap can come from the recording.",
        "how_sure": "abstract read",
    },
    {
        "topic": "writing",
        "figures": [
            (
                "detectors-toefl",
                "Seven programs that say they detect AI writing called 61.3 % of essays by people "
                "who learned English later AI-made, on average. People had written all of them.",
                *(61.3, "% of essays"),
            ),
            (
                "detectors-eighth-grade",
                "The same programs called 5.2 % of essays by United States eighth graders "
                "AI-made, on average.",
                *(5.2, "% of essays"),
            ),
        ],
        "year": 2023,
        "what_was_counted": "false alarms of seven detectors on 91 TOEFL essays from a forum in "
        "China and 88 essays of eighth graders",
        "source": "Weixin Liang, Mert Yuksekgonul, Yining Mao, Eric Wu and James Zou, "
        '"GPT detectors are biased against non-native English writers", Patterns 4(7) (2023), '
        "and arXiv 2304.02819v3",
        "who_paid": "James Zou names the National Science Foundation, the National Institutes of "
        "Health, the Silicon Valley Foundation and the Chan-Zuckerberg Initiative",
        "criticism": "91 essays from one forum are few, and the two sets differ in more than the "
        "language of the writers: age, task and length too. The detectors of early 2023 have "
        "changed.",
        "how_sure": "paper read",
    },
    {
        "topic": "health",
        "figures": [
            (
                "health-cost-label",
                "A program chose patients for extra help by what they would cost. Of the patients "
                "it would choose, 17.7 % were Black.",
                *(17.7, "% of chosen patients"),
            ),
            (
                "health-need-label",
                "Had the program treated equally sick patients alike, 46.5 % of the patients "
                "chosen would have been Black.",
                *(46.5, "% of chosen patients"),
            ),
        ],
        "year": 2019,
        "what_was_counted": "patients above the program's line for extra help, in the records of "
        "one hospital network: 6,079 Black and 43,539 white patients",
        "source": "Ziad Obermeyer, Brian Powers, Christine Vogeli and Sendhil Mullainathan, "
        '"Dissecting racial bias in an algorithm used to manage the health of populations", '
        "Science 366 (2019), pages 447-453",
        "who_paid": "the National Institute for Health Care Management Foundation",
        "criticism": "The second figure is computed; nobody was chosen that way. The patients are "
        "those of one hospital network, though the maker found the same pattern in its own data.",
        "how_sure": "paper read",
    },
    {
        "topic": "health",
        "figures": [
            (
                "x-rays-elsewhere",
                "Programs that look for pneumonia in X-rays did better at the hospitals they were "
                "trained at than at others, in 3 of 5 comparisons.",
                *(3, "of 5 comparisons"),
            ),
        ],
        "year": 2018,
        "what_was_counted": "how well the programs ranked 158,323 chest X-rays of three hospital "
        "systems",
        "source": "John R. Zech, Marcus A. Badgeley and others, "
        '"Variable generalization performance of a deep learning model to detect pneumonia in '
        'chest radiographs: A cross-sectional study", PLOS Medicine 15(11) (2018)',
        "who_paid": NOT_STATED,
        "criticism": "Pneumonia was far more frequent at one hospital: naming the hospital alone "
        "ranked the X-rays well. So the task is partly to tell hospitals apart, and other tasks "
        "may go otherwise.",
        "how_sure": "abstract read",
    },
    {
        "topic": "made-up facts",
        "figures": [
            (
                "law-chatgpt-4",
                "Asked checkable questions about court cases, ChatGPT 4 made things up in 58 % of "
                "its answers.",
                *(58, "% of answers"),
            ),
            (
                "law-llama-2",
                "Asked the same kind of questions, Llama 2 made things up in 88 % of its answers.",
                *(88, "% of answers"),
            ),
        ],
        "year": 2024,
        "what_was_counted": "answers that do not agree with the records, to questions about "
        "United States federal court cases drawn at random",
        "source": "Matthew Dahl, Varun Magesh, Mirac Suzgun and Daniel E. Ho, "
        '"Large Legal Fictions: Profiling Legal Hallucinations in Large Language Models", '
        "Journal of Legal Analysis 16 (2024), and arXiv 2401.01301",
        "who_paid": NOT_STATED,
        "criticism": "These are models of 2023, asked without a search, about cases drawn at "
        "random: most people ask other things, and later models differ.",
        "how_sure": "abstract read",
    },
    {
        "topic": "made pictures",
        "figures": [
            (
                "made-faces",
                "People told made-up faces from photos in 48.2 % of cases: no better than a coin.",
                *(48.2, "% right"),
            ),
            (
                "made-faces-trained",
                "Other people, who were trained and told each time whether they were right, "
                "reached 59.0 %.",
                *(59.0, "% right"),
            ),
        ],
        "year": 2022,
        "what_was_counted": "answers of 315 people, and of 219 trained people, each on 128 of 800 "
        "faces: photos, and faces made with StyleGAN2",
        "source": 'Sophie J. Nightingale and Hany Farid, "AI-synthesized faces are '
        'indistinguishable from real faces and more trustworthy", PNAS 119(8) (2022)',
        "who_paid": NOT_STATED,
        "criticism": "One program made all the faces, and each was a neat portrait. Other "
        "programs, other pictures and other people may give other figures.",
        "how_sure": "quotation read",
    },
    {
        "topic": "feedback",
        "figures": [
            (
                "model-collapse",
                "When models are trained on the output of earlier models again and again, the "
                "rare cases go first, and at last nearly everything is alike.",
                *("", ""),
            ),
        ],
        "year": 2024,
        "what_was_counted": "models of three kinds, each trained on what the one before it made",
        "source": "Ilia Shumailov, Zakhar Shumaylov, Yiren Zhao, Nicolas Papernot, Ross Anderson "
        'and Yarin Gal, "AI models collapse when trained on recursively generated data", '
        "Nature 631 (2024), pages 755-759",
        "who_paid": NOT_STATED,
        "criticism": 'Gerstgrasser and others ("Is Model Collapse Inevitable?", arXiv 2404.01413, '
        "2024): when the first data are kept and new data are added to them, the collapse does "
        "not come.",
        "how_sure": "abstract read",
    },
    {
        "topic": "feedback",
        "figures": [
            (
                "patrol-loop",
                "A program that sends patrols where most was found before sends them back to the "
                "same places, whatever the true rates are. Changing what it is fed stops that.",
                *("", ""),
            ),
        ],
        "year": 2018,
        "what_was_counted": "nothing in the field: a proof for a simple model of patrols, and a "
        "simulation",
        "source": "Danielle Ensign, Sorelle A. Friedler, Scott Neville, Carlos Scheidegger and "
        'Suresh Venkatasubramanian, "Runaway Feedback Loops in Predictive Policing", '
        "PMLR 81 (2018), pages 160-171",
        "who_paid": "in part the National Science Foundation",
        "criticism": "The proof holds for the model of the paper. How far a program in a real "
        "city is like it has to be shown there.",
        "how_sure": "abstract read",
    },
    {
        "topic": "words",
        "figures": [
            (
                "analogy-trick",
                "Famous word puzzles such as 'man is to doctor as woman is to ...' are no good "
                "measure of bias in word maps: the way they were used may have made up some biases "
                "and hidden others. The bias is there, and needs other measures.",
                *("", ""),
            ),
        ],
        "year": 2020,
        "what_was_counted": "well-known puzzles, asked again with other rules for the answer",
        "source": "Malvina Nissim, Rik van Noord and Rob van der Goot, "
        '"Fair Is Better than Sensational: Man Is to Doctor as Woman Is to Doctor", '
        "Computational Linguistics 46(2) (2020), pages 487-497",
        "who_paid": NOT_STATED,
        "criticism": "The paper says what the puzzles cannot do; how much bias a word map holds "
        "it does not measure.",
        "how_sure": "abstract read",
    },
    {
        "topic": "school",
        "figures": [
            (
                "grades-lowered",
                "In England in 2020 a formula lowered 39.1 % of the A-level grades that teachers "
                "had given.",
                *(39.1, "% of grades"),
            ),
            (
                "grades-raised",
                "The same formula raised 2.2 % of the grades.",
                *(2.2, "% of grades"),
            ),
        ],
        "year": 2020,
        "what_was_counted": "about 700,000 grades that teachers gave when exams were called off, "
        "against the grades of the exam regulator's formula",
        "source": '"A-level results: almost 40% of teacher assessments in England downgraded", '
        "The Guardian (13 August 2020), with the figures of the regulator, Ofqual",
        "who_paid": "Ofqual, a public body, counted; The Guardian reported",
        "criticism": "Ofqual pointed out that 96.4 % of the final grades were the same as the "
        "teachers' or one grade apart. Four days later the formula was given up and the "
        "teachers' grades counted.",
        "how_sure": "report read",
    },
    {
        "topic": "school",
        "figures": [
            (
                "regents-64",
                "On five school exams in New York City in 2010, 790 papers got 64 points, one "
                "point short of a pass.",
                *(790, "papers"),
            ),
            (
                "regents-65",
                "On the same exams 33,654 papers got 65 points, just enough.",
                *(33654, "papers"),
            ),
        ],
        "year": 2011,
        "what_was_counted": "544,671 papers of 2010 on five Regents exams, marked by teachers of "
        "the students' own schools",
        "source": '"NYC Regents exams scores 2010", a table of the R package dslabs: counts of the '
        "New York City Department of Education, charted by The New York Times on 19 February 2011; "
        "our table `regents`",
        "who_paid": "the city, a public body, counted; who else paid is " + NOT_STATED,
        "criticism": "Points are turned into scores with a table, so some scores can hardly be "
        "reached; and the state had schools read some papers just below the line twice.",
        "how_sure": "computed here",
    },
    {
        "topic": "rewards",
        "figures": [
            (
                "fine-before",
                "Before there was a fine, 8.0 children a week were picked up late at each of six "
                "day-care centers, on average.",
                *(8.0, "late pick-ups a week"),
            ),
            (
                "fine-later",
                "In the last eight weeks of a fine for being late it was 18.5.",
                *(18.5, "late pick-ups a week"),
            ),
        ],
        "year": 2000,
        "what_was_counted": "late pick-ups in weeks 1-4 and 9-16 at the six centers with the fine; "
        "at four centers without one it was 10.0 and 9.3",
        "source": 'Uri Gneezy and Aldo Rustichini, "A Fine Is a Price", The Journal of Legal '
        "Studies 29(1) (2000), pages 1-17; our table `daycare`",
        "who_paid": NOT_STATED,
        "criticism": "Six centers in one city, and one size of fine: a larger one might have "
        "worked otherwise.",
        "how_sure": "computed here",
    },
    {
        "topic": "hiring",
        "figures": [
            (
                "call-backs-white-names",
                "Of made-up resumes with a white-sounding name, 9.65 % were called back.",
                *(9.65, "% of resumes"),
            ),
            (
                "call-backs-black-names",
                "Of made-up resumes with a Black-sounding name, 6.45 % were called back.",
                *(6.45, "% of resumes"),
            ),
        ],
        "year": 2004,
        "what_was_counted": "call-backs for 4,870 resumes that were sent to job ads in Boston and "
        "Chicago in 2001 and 2002; chance decided the name on each",
        "source": "Marianne Bertrand and Sendhil Mullainathan, "
        '"Are Emily and Greg More Employable than Lakisha and Jamal?", American Economic Review '
        "94(4) (2004), pages 991-1013; our table `resumes`",
        "who_paid": NOT_STATED,
        "criticism": 'S. Michael Gaddis ("How Black Are Lakisha and Jamal?", Sociological Science '
        "4, 2017): the gap depends on which names are chosen, as names also tell of the parents' "
        "schooling.",
        "how_sure": "computed here",
    },
    {
        "topic": "courts",
        "figures": [
            (
                "risk-score-black",
                "Of Black people who were not arrested again within two years, a risk score had "
                "flagged 44.8 %.",
                *(44.8, "% of people not re-arrested"),
            ),
            (
                "risk-score-white",
                "Of white people who were not arrested again within two years, the same score had "
                "flagged 23.5 %.",
                *(23.5, "% of people not re-arrested"),
            ),
        ],
        "year": 2016,
        "what_was_counted": "scores of 5 or more among 6,150 people in Broward County, Florida; "
        "re-arrest was counted, not crime",
        "source": "Jeff Larson, Surya Mattu, Lauren Kirchner and Julia Angwin, "
        '"How We Analyzed the COMPAS Recidivism Algorithm", ProPublica (23 May 2016); our table '
        "`audit`",
        "who_paid": "ProPublica, a newsroom paid for by gifts",
        "criticism": "Of the people flagged, nearly the same share was re-arrested in both groups "
        "(63.0 and 59.1 %): by that meaning of fair, the score is nearly fair.",
        "how_sure": "computed here",
    },
    {
        "topic": "energy",
        "figures": [
            (
                "data-centers",
                "All data centers together took about 415 terawatt-hours of electricity in 2024.",
                *(415, "terawatt-hours in 2024"),
            ),
            (
                "data-centers-share",
                "That was around 1.5 % of the world's electricity.",
                *(1.5, "% of the world's electricity"),
            ),
        ],
        "year": 2025,
        "what_was_counted": "an estimate for all data centers of the world, whatever they compute",
        "source": 'International Energy Agency, "Energy and AI" (2025), summary',
        "who_paid": NOT_STATED,
        "criticism": "It is not the share of AI: data centers also carry films, mail and banks. "
        "Nobody has a meter on all of them, and other estimates differ.",
        "how_sure": "report read",
    },
]


def rows() -> list[dict]:
    """One row for each figure, with all that is said of its study."""
    return [
        {
            **{key: study.get(key, "") for key in COLUMNS},
            **dict(zip(("id", "statement", "figure", "unit"), figure, strict=True)),
        }
        for study in STUDIES
        for figure in study["figures"]
    ]


def check(found: list[dict]) -> None:
    """Refuse a fact that lacks what each fact has to carry."""
    for row in found:
        empty = [key for key in COLUMNS if row[key] == "" and key not in ("figure", "unit")]
        if empty or (row["figure"] == "") != (row["unit"] == ""):
            raise SystemExit(f"The fact {row['id']!r} is not complete: {', '.join(empty)}.")
        if row["how_sure"] not in HOW_SURE:
            raise SystemExit(f"The fact {row['id']!r} is {row['how_sure']!r}: that is not enough.")
    ids = [row["id"] for row in found]
    if len(set(ids)) < len(ids):
        raise SystemExit("Two facts have the same id.")


def make() -> bytes:
    """The bytes of facts.csv: one row a figure."""
    found = rows()
    check(found)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue().encode()


def main(arguments: list[str]) -> None:
    if arguments:
        raise SystemExit("The facts stand in this script: it takes no source.")
    table = make()
    if hashlib.sha256(table).hexdigest() != TABLE_SHA256:
        raise SystemExit("The table came out with other bytes than TABLE_SHA256 in this script.")
    TABLE.write_bytes(table)
    print(f"{TABLE.name}: {len(table)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
