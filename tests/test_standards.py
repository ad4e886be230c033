"""`howcome standards`: what counts as taught, assessed and missing, and the pages made from it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from lessons import write_lesson

from howcome_instructor.cli import main
from howcome_instructor.sources import sources_in
from howcome_instructor.standards.coverage import cover
from howcome_instructor.standards.frameworks import STAGES, load_frameworks
from howcome_instructor.standards.lessons import read_lesson

HOME = Path(__file__).parent.parent
RECORD = {
    "title": "A lesson",
    "stage": "6-8",
    "minutes": 45,
    "question": "How come?",
    "standards": {"ai4k12": ["3-A-iii.6-8"]},
    "safe": ["F"],
    "graduate_profile": ["thinkers"],
    "aias_level": "1, because pupils use no AI tool",
}


@pytest.fixture
def curriculum(tmp_path) -> Path:
    """A curriculum with the real frameworks and no lesson."""
    found = tmp_path / "curriculum"
    shutil.copytree(HOME / "curriculum" / "standards", found / "standards")
    shutil.copy(HOME / "curriculum" / "README.md", found)
    return found


def add(curriculum: Path, name: str, **record) -> None:
    """Write a lesson and its guide; a value of None leaves a key out."""
    band = write_lesson(curriculum, name).parts[-3]
    whole = {key: value for key, value in (RECORD | record).items() if value is not None}
    guide(curriculum, band, name).write_text(
        f"---\n{yaml.safe_dump(whole)}---\n\n# {name}\n", encoding="utf-8"
    )


def guide(curriculum: Path, band: str, name: str) -> Path:
    folder = curriculum.parent / "instructor" / "guides" / band
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.md"


def run(curriculum: Path, *options: str):
    return CliRunner().invoke(main, ["standards", *options, "--curriculum", str(curriculum)])


def rows(curriculum: Path, *options: str) -> dict[tuple[str, str, str], dict]:
    """(framework, id, grades) -> the row, as --json tells it."""
    told = json.loads(run(curriculum, "--json", *options).stdout)
    return {(row["framework"], row["id"], row["grades"]): row for row in told["rows"]}


def left_out(curriculum: Path) -> list[tuple[str, str]]:
    told = json.loads(run(curriculum, "--json").stdout)
    return [(one["lesson"], one["why"]) for one in told["not_counted"]]


def test_an_id_is_taught_assessed_or_missing(curriculum):
    add(curriculum, "m01-with-points")
    add(curriculum, "e01-without", stage="TK-2", standards={"ai4k12": ["3-A-iii.K-2"]})
    path = curriculum / "elementary" / "e01-without" / "e01-without.ipynb"
    text = path.read_text(encoding="utf-8").replace('"grade": true', '"grade": false')
    path.write_text(text.replace('"task": true', '"task": false'), encoding="utf-8")
    found = rows(curriculum)
    assert found["ai4k12", "3-A-iii.6-8", "6-8"]["status"] == "assessed"
    assert found["ai4k12", "3-A-iii.6-8", "6-8"]["lessons"] == "m01-with-points"
    assert found["ai4k12", "3-A-iii.K-2", "TK-2"]["status"] == "taught"
    assert found["ai4k12", "3-A-iii.3-5", "3-5"]["status"] == "missing"


def test_an_id_with_a_band_counts_there_only_and_one_without_in_every_band(curriculum):
    add(curriculum, "m01-a")
    found = rows(curriculum)
    grades = [key[2] for key in found if key[:2] == ("ai4k12", "3-A-iii.6-8")]
    assert grades == ["6-8"]
    assert [key[2] for key in found if key[:2] == ("ailit_2026", "E6")] == list(STAGES)


@pytest.mark.parametrize(
    ("framework", "level", "stage"),
    [
        ("csta_2017", "1A-DA-06", "TK-2"),
        ("csta_2017", "1B-DA-06", "3-5"),
        ("csta_2017", "2-DA-07", "6-8"),
        ("csta_2017", "3B-DA-05", "9-12"),
        ("csta_2026", "EK-ALG-ML-02", "TK-2"),
        ("csta_2026", "E2-ALG-ML-02", "TK-2"),
        ("csta_2026", "E5-ALG-ML-02", "3-5"),
        ("esusd_strategy", "es.prog.young", "TK-2"),
    ],
)
def test_the_publishers_levels_are_our_grades(framework, level, stage):
    known = {one.id: one for one in load_frameworks(HOME / "curriculum")}
    assert known[framework].items[level].stage == stage


def test_a_step_counts_for_its_id_and_a_heading_for_the_one_id_below_it(curriculum):
    ids = {"ailit_2026": ["E6.basic"], "ai4k12": ["3-C-iii"]}
    add(curriculum, "m01-a", standards=ids)
    found = rows(curriculum)
    assert found["ailit_2026", "E6", "6-8"]["status"] == "assessed"
    assert found["ai4k12", "3-C-iii.6-8", "6-8"]["status"] == "assessed"
    assert found["ai4k12", "3-C-iii.3-5", "3-5"]["status"] == "missing"


def test_the_records_own_keys_count(curriculum):
    add(curriculum, "m01-a", safe=["S", "E"], aias_level=2, graduate_profile=["global citizens"])
    found = rows(curriculum)
    taught = [key for key, row in found.items() if row["status"] == "assessed"]
    assert ("edsafe_safe", "S", "6-8") in taught
    assert ("aias_v2", "2", "6-8") in taught
    assert ("esusd_graduate_profile", "global citizens", "6-8") in taught
    assert found["edsafe_safe", "A", "6-8"]["status"] == "missing"
    assert found["aias_v2", "1", "6-8"]["status"] == "", "a level that no lesson has is no gap"


def test_what_adults_keep_is_not_asked_of_lessons(curriculum):
    add(curriculum, "m01-a")
    assert ("esusd_strategy", "es.adults", "6-8") not in rows(curriculum)
    assert ("esusd_strategy", "es.integrity", "6-8") in rows(curriculum)


@pytest.mark.parametrize(
    ("ids", "why"),
    [
        ({"ai4k12": ["9-Z"]}, "ai4k12 has no id 9-Z."),
        ({"ai4k12": ["3-A-iii.3-5"]}, "ai4k12 3-A-iii.3-5 is for grades 3-5, the lesson for 6-8."),
        ({"ai4k12": ["BI-3"]}, "ai4k12 BI-3 is a heading; name the ids below it"),
        ({"csta_2017": ["1A-DA-06"]}, "csta_2017 1A-DA-06 is for grades TK-2, the lesson for 6-8."),
        ({"esusd_strategy": ["es.adults"]}, "is for adults, not for lessons."),
        ({"wida": ["1"]}, "wida is not counted: there is no curriculum/standards/wida.yaml."),
    ],
)
def test_what_cannot_be_counted_is_named(curriculum, ids, why):
    add(curriculum, "m01-a", standards=ids)
    ((lesson, said),) = left_out(curriculum)
    assert lesson == "m01-a"
    assert why in said


def test_what_nobody_has_read_in_a_public_source_is_not_asked_for(curriculum):
    add(curriculum, "e01-a", stage="TK-2", standards={"csta_2017": ["1A-DA-06"]})
    ((_, said),) = left_out(curriculum)
    assert "has not been read in a public source" in said
    assert ("csta_2017", "1A-DA-06", "TK-2") not in rows(curriculum)


def test_a_guide_that_is_missing_broken_or_unfinished_is_named_and_stops_nothing(curriculum):
    add(curriculum, "m01-good")
    for name in ("m02-none", "m03-broken", "m04-latin", "m05-odd", "m06-blank", "m07-unmapped"):
        add(curriculum, name)
    guide(curriculum, "middle", "m02-none").unlink()
    guide(curriculum, "middle", "m03-broken").write_text("---\ntitle: [a\n---\n")
    guide(curriculum, "middle", "m04-latin").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    add(curriculum, "m05-odd", stage=7, minutes={"a": 1}, standards=["ai4k12"])
    add(curriculum, "m06-blank", question="✎ the question")
    add(curriculum, "m07-unmapped", standards={}, safe=[], aias_level=None, graduate_profile=3)
    said = dict(left_out(curriculum))
    assert sorted(said) == [
        f"m0{n}" + rest
        for n, rest in enumerate(
            ("-none", "-broken", "-latin", "-odd", "-blank", "-unmapped"), start=2
        )
    ]
    assert said["m02-none"] == "It has no guide that can be read."
    assert "blanks" in said["m06-blank"]
    assert said["m07-unmapped"] == "Its record names no standards."
    assert rows(curriculum)["ai4k12", "3-A-iii.6-8", "6-8"]["lessons"] == "m01-good"
    assert run(curriculum).exit_code == 0
    assert run(curriculum, "--write").exit_code == 0
    page = (curriculum / "README.md").read_text(encoding="utf-8")
    assert "[m02-none](middle/m02-none/m02-none.ipynb) |  |  |  | not yet |" in page


def test_band_and_framework_choose(curriculum):
    add(curriculum, "m01-a")
    assert {key[2] for key in rows(curriculum, "--band", "elementary")} == {"TK-2", "3-5"}
    assert {key[0] for key in rows(curriculum, "--framework", "aias_v2")} == {"aias_v2"}
    shown = run(curriculum, "--framework", "edsafe_safe", "--band", "middle").stdout
    assert "1 · 1 · 3" in shown
    assert "m01" in shown
    assert "no publisher has reviewed" in shown


def test_csv(curriculum, tmp_path):
    add(curriculum, "m01-a")
    printed = run(curriculum, "--csv", "-").stdout
    table = list(csv.DictReader(io.StringIO(printed)))
    assert {"framework", "id", "grades", "status", "lessons"} <= set(table[0])
    row = next(one for one in table if one["id"] == "3-A-iii.6-8")
    assert (row["status"], row["lessons"]) == ("assessed", "m01-a")
    file = tmp_path / "out.csv"
    assert run(curriculum, "--csv", str(file)).exit_code == 0
    assert file.read_text(encoding="utf-8") == printed
    refused = run(curriculum, "--csv", str(tmp_path / "none" / "out.csv"))
    assert refused.exit_code == 2
    assert "cannot be written" in refused.stderr


def test_the_pages_are_made_and_checked(curriculum):
    add(curriculum, "m01-a", question="This | that?")
    (curriculum / "middle" / "m01-a" / "es.po").write_text("")
    assert run(curriculum, "--check").exit_code == 1
    assert run(curriculum, "--write").exit_code == 0
    assert run(curriculum, "--check").exit_code == 0
    page = (curriculum / "README.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if "[m01-a]" in line)
    assert (
        "| 6-8 | 45 | This \\| that? | [guide](../instructor/guides/middle/m01-a.md) | yes |" in row
    )
    assert page.startswith("# The map of lessons")
    assert "A gradebook" not in page
    assert "a gradebook drops the band" in " ".join(page.split()), "the rest of the page stays"
    coverage = (curriculum / "COVERAGE.md").read_text(encoding="utf-8")
    assert "3-A-iii.6-8 (m01)" in coverage
    assert "no publisher has reviewed the mapping" in coverage
    add(curriculum, "m02-b")
    before = (curriculum / "COVERAGE.md").read_bytes()
    stale = run(curriculum, "--check")
    assert stale.exit_code == 1
    assert "COVERAGE.md is not current" in " ".join(stale.stdout.split())
    assert (curriculum / "COVERAGE.md").read_bytes() == before, "a check writes nothing"


def test_a_map_without_a_place_for_the_lessons_is_left_alone(curriculum):
    add(curriculum, "m01-a")
    (curriculum / "README.md").write_text("# My own page\n")
    result = run(curriculum, "--write")
    assert result.exit_code == 2
    assert "has no place for the lessons" in result.stderr
    assert (curriculum / "README.md").read_text() == "# My own page\n"
    assert not (curriculum / "COVERAGE.md").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--framework", "ai4k13"], "there are ai4k12"),
        (["--band", "college"], "choose elementary, middle or high"),
        (["--csv", "-", "--json"], "Choose one of --csv and --json."),
        (["--write", "--band", "high"], "leave --framework and --band out"),
    ],
)
def test_a_mistake_is_one_sentence(curriculum, options, said):
    add(curriculum, "m01-a")
    result = run(curriculum, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["", "id: x", "- 1", "id: [", "id: a\nname: a\nversion: 1\npublisher: a\nlicence: a\n"]
)
def test_a_broken_framework_is_named(curriculum, text):
    add(curriculum, "m01-a")
    (curriculum / "standards" / "zzz.yaml").write_text(text)
    result = run(curriculum)
    assert result.exit_code == 2
    assert "zzz.yaml cannot be used" in result.stderr


# The real ones.

FILES = sorted((HOME / "curriculum" / "standards").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_framework_holds_ids_only(path):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert data["id"] == path.stem
    for key in ("name", "version", "publisher", "licence", "url", "status", "evidence"):
        assert data[key], key
    keys = {key for item in data["items"] for key in item}
    assert keys <= {"id", "type", "parent", "band", "verified", "local_id", "for"}, "no wording"
    ids = [str(item["id"]) for item in data["items"]]
    assert len(ids) == len(set(ids))
    assert {item.get("parent") for item in data["items"]} - {None} <= set(ids)
    assert set(data["counted"]) <= {item["type"] for item in data["items"]}
    assert set(map(str, data.get("grades", {}).values())) <= set(STAGES)
    assert "no publisher has reviewed" in path.read_text(encoding="utf-8")


def test_the_frameworks_that_were_asked_for_are_there():
    assert {path.stem for path in FILES} >= {
        *("ai4k12", "ailit_2026", "csta_2026", "csta_2017", "unesco_students_2024"),
        *("iste_students_2024", "aias_v2", "edsafe_safe", "esusd_strategy"),
        "esusd_graduate_profile",
    }


def test_the_words_say_mapped_and_never_aligned():
    for path in (HOME / "curriculum").glob("*.md"):
        assert "aligned" not in path.read_text(encoding="utf-8")


def test_the_map_and_the_coverage_are_current():
    result = CliRunner().invoke(main, ["standards", "--check"])
    assert result.exit_code == 0, result.output


def test_everything_that_the_lessons_name_is_counted():
    frameworks = load_frameworks(HOME / "curriculum")
    lessons = [read_lesson(one, frameworks) for one in sources_in(HOME / "curriculum")]
    assert cover(frameworks, lessons).left_out == []
