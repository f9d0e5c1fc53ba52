"""A folder is read whole or refused with everything that is wrong with it."""

import csv
import shutil
from pathlib import Path

import pytest

from taawun.face.scenarios.columns import columns_of
from taawun.face.scenarios.files import WrongFolder, check, read, write
from taawun.face.scenarios.rows import Settings
from taawun.face.scenarios.world import TABLES

SCENARIOS = Path(__file__).parents[5] / "scenarios"

SMALL = {
    "scenario": "key,value\nkey,small\nname_en,Small\nname_ar,صغير\ncentre,CEN\nzone,Asia/Kuwait\n"
    "highest_level,1\ndemonstration,no\n",
    "parties": "code,kind,name_en,name_ar,parent\nCEN,centre,Centre,مركز,\nAA,nation,Aland,ألف,\n"
    "AA-M,ministry,Ministry,وزارة,AA\n",
    "communities": "key,name_en,name_ar,steward\nall,All,الجميع,CEN\n",
    "memberships": "community,party,since,until,status\nall,AA,2004-12,,member\n",
    "areas": "key,of_the_eight,name_en,name_ar\nmaritime,yes,Maritime,بحري\n",
    "courses": "code,title_en,title_ar,kind,area,basis\nK1,Course,دورة,course,maritime,documented\n",
    "runs": "code,course,state,start,end,at_centre,basis\nR1,K1,closed,2019-02,2019-02-07,yes,documented\n",
    "headcounts": "run,number,qualifier,basis\nR1,30,more_than,documented\n",
}


PERSONS = "code,party,identifier,name_en\nP1,AA,7,First\n"
NOMINATIONS = "code,party,run,person,state\nN1,AA,R1,P1,draft\n"
ACCOUNTS = "email,party,name_en,name_ar,language,level,acts_for,demonstration\na@a.example,AA,A,أ,ar,1,,no\n"


@pytest.fixture
def folder(tmp_path):
    """A small sound scenario; `folder(runs="…")` writes one file anew, `folder(runs=None)` takes it out."""

    def make(**changes):
        where = tmp_path / "small"
        where.mkdir(exist_ok=True)
        for name, words in {**SMALL, **changes}.items():
            path = where / f"{name}.csv"
            path.unlink(missing_ok=True)
            if isinstance(words, bytes):
                path.write_bytes(words)
            elif words is not None:
                path.write_text(words, encoding="utf-8")
        return where

    return make


def places(folder):
    return [(p.file, p.row, p.column) for p in check(folder)[1]]


def test_a_sound_folder_has_no_problems_and_keeps_what_it_says(folder):
    world = read(folder())
    assert [p.code for p in world.parties] == ["CEN", "AA", "AA-M"]
    assert (world.headcounts[0].number, world.headcounts[0].qualifier) == (30, "more_than")
    assert (world.runs[0].start, world.runs[0].capacity) == ("2019-02", None)


def test_what_is_written_reads_back_as_the_same_world(folder, tmp_path):
    world = read(folder())
    write(world, tmp_path / "copy")
    assert read(tmp_path / "copy") == world


def test_the_facts_of_the_initiative_are_sound_and_survive_a_copy(tmp_path):
    world = read(SCENARIOS / "ici")
    write(world, tmp_path / "copy")
    assert read(tmp_path / "copy") == world
    assert (len(world.parties), len(world.runs), len(world.courses), len(world.events)) == (52, 24, 19, 33)
    assert {row.endorses for row in world.parties} == {None}


def test_nothing_is_written_over_a_folder_that_holds_something(folder):
    where = folder()
    with pytest.raises(FileExistsError):
        write(read(where), where)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"parties": None}, ("parties.csv", None, "")),
        ({"scenario": None}, ("scenario.csv", None, "")),
        ({"guests": "a\n"}, ("guests.csv", None, "")),
        ({"areas": SMALL["areas"] + "cyber,maybe,Cyber,سيبراني\n"}, ("areas.csv", 3, "of_the_eight")),
        ({"areas": "key,of_the_eight,name_en,name_ar,colour\n"}, ("areas.csv", 1, "colour")),
        ({"areas": "of_the_eight,name_en,name_ar\n"}, ("areas.csv", 1, "key")),
        ({"areas": SMALL["areas"] + "maritime,no,Again,ثانية\n"}, ("areas.csv", 3, "key")),
        ({"areas": SMALL["areas"] + "cyber,no,Cyber\n"}, ("areas.csv", 3, "")),
        ({"areas": SMALL["areas"] + "cyber,no,Cyber,\n"}, ("areas.csv", 3, "name_ar")),
        ({"areas": SMALL["areas"] + "a b,no,Cyber,سيبراني\n"}, ("areas.csv", 3, "key")),
        ({"areas": SMALL["areas"] + "cyber,no,Cy\u202eber,سيبراني\n"}, ("areas.csv", 3, "name_en")),
        ({"areas": SMALL["areas"] + "cyber,no,Cy\0ber,سيبراني\n"}, ("areas.csv", 3, "name_en")),
        ({"areas": SMALL["areas"].encode("windows-1256")}, ("areas.csv", 2, "")),
        ({"areas": SMALL["areas"] + '"cyber,no\n'}, ("areas.csv", None, "")),
        ({"courses": SMALL["courses"].replace("maritime", "space")}, ("courses.csv", 2, "area")),
        (
            {"memberships": SMALL["memberships"].replace("2004-12", "2004-13")},
            ("memberships.csv", 2, "since"),
        ),
        ({"memberships": SMALL["memberships"] + "all,AA,2006,,observer\n"}, ("memberships.csv", 3, "since")),
        ({"runs": SMALL["runs"].replace("2019-02-07", "2018")}, ("runs.csv", 2, "end")),
        ({"headcounts": SMALL["headcounts"].replace("30", "thirty")}, ("headcounts.csv", 2, "number")),
        ({"headcounts": SMALL["headcounts"].replace("more_than", "")}, ("headcounts.csv", 2, "qualifier")),
        ({"communities": SMALL["communities"] + "AA,A,أ,CEN\n"}, ("communities.csv", 3, "key")),
        ({"parties": SMALL["parties"] + "BB,nation,B,باء,BB\n"}, ("parties.csv", 5, "parent")),
        ({"parties": SMALL["parties"].replace("مركز,", "مركز,AA")}, ("parties.csv", 2, "parent")),
        ({"scenario": SMALL["scenario"].replace("Asia/Kuwait", "Kuwait City")}, ("scenario.csv", 6, "value")),
        ({"scenario": SMALL["scenario"].replace("CEN", "XX")}, ("scenario.csv", 5, "value")),
        ({"scenario": SMALL["scenario"] + "extends,../ici\n"}, ("scenario.csv", 9, "value")),
        ({"scenario": SMALL["scenario"] + "extends,small\n"}, ("scenario.csv", 9, "value")),
        ({"scenario": SMALL["scenario"] + "colour,red\n"}, ("scenario.csv", 9, "key")),
        ({"areas": SMALL["areas"] + f"cyber,no,{'C' * 121},سيبراني\n"}, ("areas.csv", 3, "name_en")),
        ({"promises": "run,party,seats\nR1,AA,99999\n"}, ("promises.csv", 2, "seats")),
        ({"persons": PERSONS + "P2,AA,7,Second\n"}, ("persons.csv", 3, "identifier")),
        ({"persons": PERSONS + "P2,AA,8,\n"}, ("persons.csv", 3, "name_en")),
        ({"persons": PERSONS, "nominations": NOMINATIONS + "N2,AA,R1,P1,draft\n"}, ("nominations.csv", 3, "person")),
        ({"seats": "code,run,party,pool,state\nS1,R1,AA,open,used\n"}, ("seats.csv", 2, "run")),
        ({"accounts": ACCOUNTS + "A@a.example,AA,A,أ,ar,1,,no\n"}, ("accounts.csv", 3, "email")),
        ({"accounts": ACCOUNTS + "b@a.example,CEN,B,ب,ar,1,a@a.example,no\n"}, ("accounts.csv", 3, "acts_for")),
        ({"accounts": ACCOUNTS.replace(",1,", ",2,")}, ("accounts.csv", 2, "level")),
    ],
)
def test_each_wrong_thing_is_told_with_its_place(folder, changes, place):
    assert places(folder()) == []
    assert places(folder(**changes)) == [place]


def test_every_problem_is_told_at_once_with_how_to_mend_it(folder):
    where = folder(
        areas=SMALL["areas"] + "cyber,maybe,Cyber,سيبراني\n", courses=SMALL["courses"].replace("K1,", "K 1,")
    )
    with pytest.raises(WrongFolder) as refused:
        read(where)
    assert [p.file for p in refused.value.problems] == ["areas.csv", "courses.csv"]
    assert all(p.what and p.mend for p in refused.value.problems)
    assert "areas.csv, row 3, column of_the_eight" in str(refused.value)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert [p.file for p in check(tmp_path / "none")[1]][:1] == [str(tmp_path / "none")]


def test_a_folder_changes_the_cells_it_fills_and_adds_rows(folder, tmp_path):
    folder()
    over = tmp_path / "over"
    over.mkdir()
    (over / "scenario.csv").write_text("key,value\nextends,small\nkey,over\ndemonstration,yes\n", encoding="utf-8")
    (over / "parties.csv").write_text("code,endorses,kind,name_en,name_ar\nAA,yes,,,\nCC,,nation,C,جيم\n", "utf-8")
    world = read(over)
    assert (world.settings.key, world.settings.demonstration, world.settings.centre) == ("over", True, "CEN")
    assert [(p.code, p.endorses, p.name_ar) for p in world.parties] == [
        ("CEN", None, "مركز"),
        ("AA", True, "ألف"),
        ("AA-M", None, "وزارة"),
        ("CC", None, "جيم"),
    ]


def test_a_problem_of_the_base_names_the_base(folder, tmp_path):
    folder(areas=SMALL["areas"].replace("yes", "maybe"))
    over = tmp_path / "over"
    over.mkdir()
    (over / "scenario.csv").write_text("key,value\nextends,small\n", encoding="utf-8")
    assert places(over) == [("small/areas.csv", 2, "of_the_eight")]


def test_two_folders_that_extend_each_other_are_refused(folder, tmp_path):
    folder(scenario=SMALL["scenario"] + "extends,over\n")
    shutil.copytree(tmp_path / "small", tmp_path / "over")
    (tmp_path / "over" / "scenario.csv").write_text(SMALL["scenario"] + "extends,small\n", encoding="utf-8")
    assert ("scenario.csv", 9, "value") in places(tmp_path / "over")


def test_arabic_digits_and_a_byte_order_mark_are_read(folder):
    world = read(folder(headcounts="\ufeff" + SMALL["headcounts"].replace("30", "٣٠")))
    assert world.headcounts[0].number == 30


def test_every_file_and_column_is_documented():
    words = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    for name, row in {"scenario": Settings, **TABLES}.items():
        assert f"`{name}.csv`" in words
        assert [c for c in columns_of(row) if f"`{c}`" not in words] == []


def test_the_committed_files_have_one_line_end_and_no_spare_columns():
    for path in sorted(SCENARIOS.glob("*/*.csv")):
        raw = path.read_bytes()
        assert b"\r" not in raw, path
        rows = list(csv.reader(raw.decode("utf-8").splitlines()))
        assert len({len(row) for row in rows}) == 1, path
