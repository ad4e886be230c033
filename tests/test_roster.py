"""Rosters as platforms and spreadsheets really write them, pseudonyms, and finding a pupil."""

import os
import stat
import sys

import pytest

from howcome_instructor.course.folder import Course
from howcome_instructor.course.roster import (
    FIELDS,
    Ambiguous,
    Pupil,
    find_pupil,
    load_pupils,
    pseudonymise,
    read_roster,
    write_pupils,
)
from howcome_instructor.course.roster.pseudonyms import FIRST, SECOND
from howcome_instructor.course.roster.words import safe_id
from howcome_instructor.errors import BadInput

NBGRADER = """\
id,first_name,last_name,email,lms_user_id
p01,Testa,Muestra,p01@school.example,7001
p02,Prueba,Ejemplo,p02@school.example,7002
"""
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,m04 who is missing (881),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,4.0,(read only)
"Muestra, Testa",7001,S-1,tmuestra,8B,3,75
"Ejemplo Uno, Prueba",7002,S-2,pejemplo,8B,,
"Student, Test",9999,,ab12cd34,8B,,
"""
GOOGLE = """\
Last Name,First Name,Email Address,Who is missing?
Date,,,2026-11-20
Points,,,4
Muestra,Testa,testa@school.example,3
Date,Prueba,prueba@school.example,
"""
MOODLE = """\
First name,Surname,ID number,Institution,Department,Email address,Last downloaded from this course
Testa,Muestra,S-1,,,testa@school.example,1763
Prueba,Ejemplo,S-2,,,prueba@school.example,1763
"""
MOODLE_ES = """\
Nombre;Apellido(s);Número de ID;Dirección de correo
Testa María;Muestra Núñez;S-1;testa@school.example
Prueba;Ejemplo;S-2;prueba@school.example
"""
SCHOOLOGY = """\
Unique User ID,First Name,Last Name,Username,Section
s7001,Testa,Muestra,tmuestra,8B
s7002,Prueba,Ejemplo,pejemplo,8B
"""


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path, "class", "middle", lessons={"m04-who-is-missing": "1"})


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_roster(path)


def test_nbgraders_own_list(tmp_path):
    assert read(tmp_path, NBGRADER)[0] == Pupil(
        "p01", "Testa", "Muestra", "p01@school.example", "7001"
    )


def test_canvas_gradebook_without_the_rows_about_points_and_the_test_student(tmp_path):
    assert read(tmp_path, CANVAS) == [
        Pupil("tmuestra", "Testa", "Muestra", "", "7001", "S-1", "tmuestra", "8B"),
        Pupil("pejemplo", "Prueba", "Ejemplo Uno", "", "7002", "S-2", "pejemplo", "8B"),
    ]


def test_google_classroom_with_a_pupil_whose_name_is_date(tmp_path):
    first, second = read(tmp_path, GOOGLE)
    assert (first.id, first.name) == ("testa@school.example", "Testa Muestra")
    assert second.name == "Prueba Date"


def test_moodle_in_english_and_in_spanish_with_excels_semicolons(tmp_path):
    assert [pupil.sis_id for pupil in read(tmp_path, MOODLE)] == ["S-1", "S-2"]
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
        first, _ = read(tmp_path, MOODLE_ES, encoding)
        assert first.id == "S-1", encoding
        assert first.name == "Testa María Muestra Núñez", encoding


def test_schoology_and_tabs_and_excels_line_for_the_comma(tmp_path):
    for text in (SCHOOLOGY, SCHOOLOGY.replace(",", "\t"), "sep=;\n" + SCHOOLOGY.replace(",", ";")):
        first, second = read(tmp_path, text)
        assert (first.lms_id, first.login, first.section) == ("s7001", "tmuestra", "8B")
        assert second.id == "pejemplo"


def test_names_alone_in_one_column(tmp_path):
    pupils = read(tmp_path, "Nombre\nTesta Muestra Núñez\nEjemplo, Prueba\n")
    assert [(one.id, one.first_name, one.last_name) for one in pupils] == [
        ("testa-muestra-nunez", "Testa", "Muestra Núñez"),
        ("prueba-ejemplo", "Prueba", "Ejemplo"),
    ]


def test_blank_and_doubled_rows_count_once(tmp_path):
    doubled = NBGRADER + "\n,,,,\n" + NBGRADER.splitlines()[1] + "\n"
    assert [pupil.id for pupil in read(tmp_path, doubled)] == ["p01", "p02"]


def test_a_pupil_in_two_sections_is_one_pupil(tmp_path):
    twice = CANVAS + '"Muestra, Testa",7001,S-1,tmuestra,9A,3,75\n'
    assert [pupil.id for pupil in read(tmp_path, twice)] == ["tmuestra", "pejemplo"]


def test_siblings_who_share_an_address_get_ids_from_their_names(tmp_path):
    pupils = read(
        tmp_path,
        "First Name,Last Name,Email Address\nTesta,Muestra,home@x.example\n"
        "Prueba,Muestra,home@x.example\n",
    )
    assert [pupil.id for pupil in pupils] == ["testa-muestra", "prueba-muestra"]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("a+b", "a-b"),
        (".hidden", "hidden"),
        ("x/y\\z", "x-y-z"),
        ("María José ", "Maria-Jose"),
        ("CON", "p-CON"),
        ("nul.txt", "p-nul.txt"),
        ("[*]?", ""),
        ("p01.", "p01"),
        ("a" * 200, "a" * 64),
        ("ana@school.example", "ana@school.example"),
    ],
)
def test_ids_become_safe_names_of_folders(text, safe):
    assert safe_id(text) == safe


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,first_name\np01,Testa\np02,Uno\nP01,Prueba\n", "rows 2 and 4"),
        ("id,first_name\na+b,Testa\na-b,Prueba\n", "rows 2 and 3"),
        ("id,first_name\np01,Testa\n,Prueba\n", "row 3"),
        ("id,first_name\n+,Testa\n", "row 2"),
        ("Nombre\nTesta Muestra\nPrueba Uno\nTESTA MUESTRA\n", "rows 2 and 4"),
        ('id,first_name\np01,"Testa\np02,Prueba\np03,Uno\np04,Dos\np05,Tres\n', "row 2"),
        ("colour,shape\nred,round\n", "no row of column names"),
        ("id,first_name\n", "names no pupil"),
        ("", "is empty"),
        (b"PK\x03\x04" + b"x" * 50, "workbook"),
        (b"\x00\x01\x02\x03" * 50, "not a table"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(tmp_path, text, words):
    with pytest.raises(BadInput, match=words):
        read(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadInput, match=r"nobody\.csv"):
        read_roster(tmp_path / "nobody.csv")


def test_pupils_are_written_for_excel_and_read_back(course):
    pupils = [
        Pupil(
            "amber-otter", "María", "Núñez, hija", "a@x.example", "007", "=1+1", "@me", "8B", "es"
        ),
        Pupil("blue-heron", '"Quote"', "", language="en"),
    ]
    write_pupils(course, pupils)
    data = course.pupils.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + ",".join(FIELDS).encode())
    assert ",=1" not in data.decode("utf-8-sig")
    assert load_pupils(course) == {pupil.id: pupil for pupil in pupils}
    if os.name != "nt":
        assert stat.S_IMODE(course.pupils.stat().st_mode) == 0o600
    assert [path.name for path in course.root.iterdir()] == ["pupils.csv"]


def test_pupils_that_a_spreadsheet_saved_again_with_semicolons(course):
    write_pupils(course, [Pupil("amber-otter", "Testa", "Muestra"), Pupil("blue-heron")])
    text = course.pupils.read_text(encoding="utf-8-sig").replace(",", ";")
    course.pupils.write_bytes(text.encode("cp1252"))
    assert load_pupils(course)["amber-otter"].name == "Testa Muestra"


@pytest.mark.parametrize(
    "rows", ["id,first_name\n../x,Testa\n", "id,first_name\np01,Testa\np01,Prueba\n"]
)
def test_pupils_that_somebody_broke(course, rows):
    course.pupils.write_text(rows)
    with pytest.raises(BadInput, match="row"):
        load_pupils(course)


def test_no_pupils_yet(course):
    assert load_pupils(course) == {}


def many(count):
    return [
        Pupil(f"u{number}", f"First{number}", f"Last{number}", f"u{number}@x.example", str(number))
        for number in range(count)
    ]


def test_pseudonyms_are_two_plain_words_and_unique():
    made = pseudonymise(many(150))
    assert len({pupil.id for pupil in made}) == 150
    assert len(FIRST) * len(SECOND) >= 1500
    assert all(pupil.id.split("-")[0] in FIRST for pupil in made)
    assert all(pupil.id.split("-")[1] in SECOND for pupil in made)
    assert all(safe_id(f"{one}-{two}") == f"{one}-{two}" for one in FIRST for two in SECOND[:3])


def test_pseudonyms_say_nothing_about_pupil_or_order():
    pupils = many(40)
    first, second = (
        [pupil.id for pupil in pseudonymise(pupils)],
        [pupil.id for pupil in pseudonymise(pupils)],
    )
    assert first != second
    assert first != sorted(first)


def test_pseudonyms_stay_when_pupils_are_added_or_renamed_or_shuffled():
    pupils = many(20)
    before = pseudonymise(pupils)
    changed = [*reversed(pupils), *many(25)[20:]]
    changed[0] = Pupil(changed[0].id, "Married", "Anew", changed[0].email, changed[0].lms_id)
    after = pseudonymise(changed, before)
    assert [pupil.id for pupil in after[:20]] == [pupil.id for pupil in reversed(before)]
    assert len({pupil.id for pupil in after}) == 25


def test_siblings_are_not_taken_for_each_other():
    one = Pupil("a", "Testa", "Muestra", "home@x.example")
    two = Pupil("b", "Prueba", "Muestra", "home@x.example")
    known = pseudonymise([one])
    first, second = pseudonymise([two, one], known)
    assert second.id == known[0].id
    assert first.id != known[0].id


@pytest.mark.parametrize(
    "rows", ["Ana,Test,\nUno,Test,u@x.example", "Ana,Test,a+b@x.example\nUno,Test,u@x.example"]
)
def test_an_id_that_was_made_up_is_no_login(tmp_path, rows):
    """A gradebook file by such logins would be for nobody."""
    path = tmp_path / "roster.csv"
    path.write_text(f"first_name,last_name,email\n{rows}\n")
    assert {pupil.login for pupil in pseudonymise(read_roster(path))} == {""}


def test_the_id_from_before_still_finds_the_pupil():
    (pupil,) = pseudonymise([Pupil("bitd", "Testa", "Muestra")])
    assert find_pupil([pupil], "bitd_m04.ipynb") == pupil


def test_ids_given_as_text_are_not_used_again():
    taken = {f"{one}-{two}" for one in FIRST for two in SECOND} - {"amber-otter"}
    (pupil,) = pseudonymise([Pupil("x")], taken)
    assert pupil.id == "amber-otter" or pupil.id.count("-") == 2
    assert pupil.id not in taken


PUPILS = [
    Pupil("amber-otter", "Testa María", "Muestra Núñez", "tmuestra1@x.example", "70012", "0451"),
    Pupil("blue-heron", "Testa", "Muestra", login="tm22"),
    Pupil("p07", "Prueba", "O'Ejemplo-Uno"),
    Pupil("ana", "Otra", "Persona"),
    Pupil("al9", "Ana", "Inventada"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("amber-otter", "amber-otter"),
        ("AMBER_OTTER m04 (1) final", "amber-otter"),
        ("70012", "amber-otter"),
        ("70012.0", "amber-otter"),
        ("451", "amber-otter"),
        ("TMUESTRA1@X.example", "amber-otter"),
        ("tmuestra1 m04", "amber-otter"),
        ("muestra nunez, testa maria", "amber-otter"),
        ("Nunez Testa", "amber-otter"),
        ("testa maría muestra núñez (8B) late", "amber-otter"),
        ("Testa Muestra", "blue-heron"),
        ("muestratesta", "blue-heron"),
        ("tm22-m04", "blue-heron"),
        ("prueba oejemplo uno", "p07"),
        ("P07 m04", "p07"),
        ("Ana", "ana"),
        ("Ana Inventada m04", "al9"),
        ("Testa", None),
        ("Muestra", None),
        ("m04 who is missing (1)", None),
        ("", None),
    ],
)
def test_a_pupil_is_found_by_whatever_a_file_is_called(text, found):
    pupil = find_pupil(PUPILS, text)
    assert (pupil and pupil.id) == found


@pytest.mark.parametrize(
    "text", ["p07 and amber-otter", "Otra Persona y Testa Muestra", "Testa Muestra Nunez"]
)
def test_two_names_are_nobodys(text):
    with pytest.raises(Ambiguous):
        find_pupil(PUPILS, text)


def test_two_pupils_of_one_name_are_told_apart_by_number_only():
    twins = [Pupil("a1", "Testa", "Muestra", lms_id="8001"), Pupil("a2", "Testa", "Muestra")]
    with pytest.raises(Ambiguous) as several:
        find_pupil(twins, "Testa Muestra")
    assert [pupil.id for pupil in several.value.pupils] == ["a1", "a2"]
    assert find_pupil(twins, "8001").id == "a1"


def test_the_roster_needs_nothing_heavy():
    import subprocess

    code = (
        "import sys, howcome_instructor.course.roster; "
        "print({'nbgrader', 'nbformat', 'pandas', 'jinja2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
