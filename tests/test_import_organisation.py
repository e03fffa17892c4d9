"""The organisation's workbook: what goes out comes in again, and every fault says where it is."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from dashboard.imports import workbook as workbook_module
from dashboard.imports.cells import RISKY, escaped, text_of
from dashboard.imports.comparing_people import folded
from dashboard.imports.entries import (
    DivisionEntry,
    Entry,
    Known,
    PersonEntry,
    RoleEntry,
    UnitEntry,
)
from dashboard.imports.faults import FileRefused
from dashboard.imports.organisation import export, read_organisation, template
from dashboard.imports.workbook import Cell
from dashboard.words import LANGUAGES, say, speaking
from db import attempts
from db.actors import Role
from db.regulations import REGULATIONS, regulations_text

DAY = date(2026, 1, 31)
KNOWN = Known(
    divisions={code: DivisionEntry(code, f"{code}部", f"Division {code}") for code in ("D1", "D2")},
    units={
        code: UnitEntry(code, f"{code}站", f"Station {code}", "D1", DAY) for code in ("U1", "U9")
    },
    people={
        "P1": PersonEntry("P1", "周明慧", "zhou", "zhou@example.com"),
        "P9": PersonEntry("P9", "旧人", "gone", None),
    },
    roles={
        role.key: role
        for role in (
            RoleEntry("P1", Role.INSPECTOR, "D1", None, DAY),
            RoleEntry("P1", Role.UNIT_REPRESENTATIVE, None, "U1", DAY, date(2026, 6, 30)),
        )
    },
    closed=frozenset({"U9"}),
    left=frozenset({"P9"}),
)
HEADINGS = {
    "Divisions": ("Code", "Chinese name", "English name", "Regulations"),
    "Units": ("Code", "Chinese name", "English name", "Division code", "Member since"),
    "People": ("Code", "Name", "Sign-in name", "E-mail"),
    "Roles": ("Person code", "Role", "Division code", "Unit code", "From", "Until"),
}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with speaking("en"):
        yield


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of rows by sheet, under the right headings."""
    return raw({name: [HEADINGS[name], *rows] for name, rows in sheets.items()})


def raw(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook of whole sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# What goes out comes in again.

signs = st.characters(
    exclude_categories=("Cc", "Cs", "Co", "Cn"), exclude_characters="\ufffe\uffff"
)
risky = st.sampled_from(RISKY)
texts = st.one_of(
    st.text(signs, min_size=1, max_size=20),
    st.tuples(risky, st.text(signs, max_size=60)).map("".join),
    st.tuples(risky, st.text(signs, max_size=60)).map("".join),
)
names = texts.map(str.strip).filter(lambda text: text and _kept(text))
codes = names.filter(lambda text: len(text) <= 40)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def _kept(text: str) -> bool:
    """Whether blank space that Python does not know to be blank leaves the text alone."""
    return text == text.strip(" \t\r\n\u00a0\u3000\u200b\ufeff").strip()


@st.composite
def organisations(draw: st.DrawFn) -> list[Entry]:
    """Divisions, units, people and roles that refer to each other."""
    distinct = st.lists(codes, unique=True, min_size=1, max_size=4)
    found: list[Entry] = []
    divisions, units, people = draw(distinct), draw(distinct), draw(distinct)
    tags = st.sets(st.sampled_from(REGULATIONS), min_size=1).map(regulations_text)
    found += [DivisionEntry(code, draw(names), draw(names), draw(tags)) for code in divisions]
    found += [
        UnitEntry(code, draw(names), draw(names), draw(st.sampled_from(divisions)), draw(days))
        for code in units
    ]
    found += [
        PersonEntry(code, draw(names), f"login{number}", f"p{number}@example.com")
        for number, code in enumerate(people)
    ]
    for person in people:
        for role in draw(st.sets(st.sampled_from(list(Role)))):
            for_unit = role == Role.UNIT_REPRESENTATIVE
            everything = role in (Role.ADMINISTRATOR, Role.MEETING_VIEWER)
            since, until = sorted((draw(days), draw(days)))
            found.append(
                RoleEntry(
                    person,
                    role,
                    None if for_unit or everything else draw(st.sampled_from(divisions)),
                    draw(st.sampled_from(units)) if for_unit else None,
                    since,
                    draw(st.sampled_from((until, None))),
                )
            )
    return found


def known(entries: Sequence[Entry]) -> Known:
    """The organisation that these entries are."""
    by_kind: dict[type, dict[Any, Any]] = {
        kind: {entry.key: entry for entry in entries if isinstance(entry, kind)}
        for kind in (DivisionEntry, UnitEntry, PersonEntry, RoleEntry)
    }
    return Known(*by_kind.values())


@settings(deadline=None, max_examples=60)
@given(organisations(), st.sampled_from(sorted(LANGUAGES)), st.sampled_from(sorted(LANGUAGES)))
def test_what_is_exported_is_read_as_it_was(entries: list[Entry], written: str, read: str) -> None:
    with speaking(written):
        content = export(entries)
    with speaking(read):
        lines, faults = read_organisation(content)
        again, none = read_organisation(content, known(entries))
    assert faults == none == []
    assert [line.entry for line in lines] == entries
    assert {line.change for line in lines} == {"new"}
    assert {line.change for line in again} == {"same"}


@given(names)
def test_escaping_is_undone_and_no_cell_begins_like_a_formula(text: str) -> None:
    assert not escaped(text).startswith(("=", "+", "-", "@"))
    assert text_of(Cell(escaped(text)), 1000) == text


def test_no_cell_of_an_export_is_a_formula() -> None:
    book = load_workbook(io.BytesIO(export([PersonEntry("=1+1", "@SUM(A1)", "+1", "-1@x.y")])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert [cell.value for cell in book["People"][2]] == ["'=1+1", "'@SUM(A1)", "'+1", "'-1@x.y"]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_template_is_empty_until_it_is_filled_in(language: str) -> None:
    with speaking(language):
        assert read_organisation(template()) == ([], [])
        names = load_workbook(io.BytesIO(template())).sheetnames
    assert len(names) == 5
    assert names[0] == {"zh": "事业部", "en": "Divisions"}[language]


def test_chinese_and_english_may_be_mixed() -> None:
    content = raw(
        {
            "事业部": [("编码", "名称"), ("D7", "南区")],
            "Roles": [
                ("人员代码", "Role", "事业部编号", "From"),
                ("P1", "事业部负责人", "D7", DAY),
            ],
        }
    )
    lines, faults = read_organisation(content, KNOWN)
    assert faults == []
    assert [line.entry for line in lines] == [
        DivisionEntry("D7", "南区", "南区"),
        RoleEntry("P1", Role.DIVISION_HEAD, "D7", None, DAY),
    ]


# What a person may have meant.


@pytest.mark.parametrize(
    "written",
    [
        DAY,
        datetime(2026, 1, 31, 8, 30),  # noqa: DTZ001 - Excel knows no zones
        46053,
        46053.75,
        "46053",
        "2026-01-31",
        " 2026/1/31　",
        "2026.1.31",
        "2026年1月31日",
        "20260131",
        20260131,
        "2026-01-31 00:00:00",
    ],
)
def test_reads_a_day_however_it_is_written(written: object) -> None:
    lines, faults = read_organisation(workbook(Units=[("U7", "甲", None, "D1", written)]), KNOWN)
    assert faults == []
    assert [line.entry for line in lines] == [UnitEntry("U7", "甲", "甲", "D1", DAY)]


def test_counts_days_from_1904_where_the_workbook_does() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - Excel knows no zones
    page = book.active
    page.title = "Units"
    for row in (HEADINGS["Units"], ("U7", "甲", None, "D1", 46053 - 1462)):
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    lines, _faults = read_organisation(content.getvalue(), KNOWN)
    assert [line.entry for line in lines] == [UnitEntry("U7", "甲", "甲", "D1", DAY)]


@pytest.mark.parametrize(
    ("written", "code"), [(7, "7"), (7.0, "7"), ("007 ", "007"), ("　D7\u00a0", "D7"), (1.5, "1.5")]
)
def test_reads_a_code_however_it_is_written(written: object, code: str) -> None:
    lines, faults = read_organisation(workbook(Divisions=[(written, " 南区 ", None)]))
    assert (faults, [line.entry for line in lines]) == ([], [DivisionEntry(code, "南区", "南区")])


def test_blank_rows_and_examples_are_left_out_and_rows_keep_their_numbers() -> None:
    rows = [("Example D1", "x"), (None, " "), ("示例 D2", "x"), ("D7", "南区")]
    lines, faults = read_organisation(workbook(Divisions=rows))
    assert faults == []
    assert [(line.row, line.entry.key) for line in lines] == [(5, "D7")]


def test_what_the_file_leaves_empty_stays() -> None:
    content = workbook(
        Divisions=[("D1", "D1部")], Units=[("U1", "U1站", None, "D1")], People=[("P1", "周明慧")]
    )
    lines, faults = read_organisation(content, KNOWN)
    assert faults == []
    assert {line.change for line in lines} == {"same"}


@pytest.mark.parametrize("written", ["SPEC,HEAT", "spec、heat", " Heat ； SPEC ", "HEAT SPEC HEAT"])
def test_the_regulations_of_a_division_are_read_however_they_are_written(written: str) -> None:
    rows = [("D1", "D1部", None, written), ("D7", "南区", None, written), ("D8", "北区")]
    lines, faults = read_organisation(workbook(Divisions=rows), KNOWN)
    assert faults == []
    assert [(line.change, line.entry) for line in lines] == [
        ("changed", DivisionEntry("D1", "D1部", "Division D1", "HEAT,SPEC")),
        ("new", DivisionEntry("D7", "南区", "南区", "HEAT,SPEC")),
        ("new", DivisionEntry("D8", "北区", "北区", "GAS")),
    ]


def test_an_empty_cell_leaves_a_division_under_its_regulations() -> None:
    known = Known(divisions={"D1": DivisionEntry("D1", "供热", "Heating", "HEAT,SPEC,ACC")})
    (line,), faults = read_organisation(workbook(Divisions=[("D1", "供热", None, " ")]), known)
    assert (faults, line.change) == ([], "same")


def test_known_codes_with_other_content_are_changes() -> None:
    content = workbook(
        Divisions=[("D1", "河东", "East")],
        Units=[("U1", "U1站", None, "D2", date(2026, 7, 1))],
        People=[("P1", "周明慧", "ZHOU", "New@Example.com")],
        Roles=[("P1", "representative", None, "U1", DAY, "2026-03-31")],
    )
    lines, faults = read_organisation(content, KNOWN)
    assert [str(fault) for fault in faults] == [
        "Sheet Roles, row 2, column Role, value “representative”: There is no such role. Write "
        "one of: Inspector, Service agent, Division head, Administrator, Unit representative, "
        "Evaluation meeting."
    ]
    assert [(line.change, line.entry) for line in lines] == [
        ("changed", DivisionEntry("D1", "河东", "East")),
        ("changed", UnitEntry("U1", "U1站", "Station U1", "D2", date(2026, 7, 1))),
        ("changed", PersonEntry("P1", "周明慧", "zhou", "new@example.com")),
    ]
    assert lines[0].before == KNOWN.divisions["D1"]


def test_a_role_may_end_earlier_but_not_later() -> None:
    def ending(until: str) -> tuple[Any, Any]:
        row = ("P1", "Unit representative", None, "U1", DAY, until)
        return read_organisation(workbook(Roles=[row]), KNOWN)

    (earlier, none), (no_lines, later) = ending("2026-03-31"), ending("2026-07-01")
    assert ([line.change for line in earlier], none) == (["changed"], [])
    assert (no_lines, [fault.column for fault in later]) == ([], ["Until"])


def test_rows_may_refer_to_rows_of_the_same_file() -> None:
    content = workbook(
        Roles=[("P7", "检查员", None, "U7", DAY)],
        People=[("P7", "新人")],
        Units=[("U7", "甲", None, "D7")],
        Divisions=[("D7", "南区")],
    )
    lines, faults = read_organisation(content)
    assert faults == []
    assert [line.sheet for line in lines] == ["divisions", "units", "people", "roles"]


def test_sign_in_names_are_compared_as_accounts_do() -> None:
    for text in ("Zhou", " ＺＨＯＵ ", "straße", "ﬁ", "Ⅷ"):
        assert folded(text) == attempts.folded(text)


# Every fault says where it is, what it is, and what to do.

ROLE = ("P1", "Inspector", "D2", None, DAY, None)
FAULTS = {
    "empty": ("Divisions", ("D7", None), "Chinese name", "", "This cell is empty."),
    "regulations": (
        "Divisions",
        ("D7", "南区", None, "GAS,WATER"),
        "Regulations",
        "GAS,WATER",
        "These are no regulations of a division. Write one or more of GAS, HEAT, SPEC, STD, ACC",
    ),
    "formula": ("Divisions", ("D7", "=1+1"), "Chinese name", "=1+1", "This is a formula"),
    "error": ("Divisions", ("D7", "#N/A"), "Chinese name", "#N/A", "Excel shows an error here."),
    "boolean": ("Divisions", (True, "x"), "Code", "True", "This is a true/false value."),
    "turned into a date": (
        "Divisions",
        (DAY, "x"),
        "Code",
        "2026-01-31 00:00:00",
        "Excel has made a date of it.",
    ),
    "rounded": ("Divisions", (1e15, "x"), "Code", "1000000000000000", "Excel rounds numbers"),
    "too long": ("Divisions", ("x" * 41, "x"), "Code", "x" * 41, "More than 40 characters."),
    "line break": ("Divisions", ("a\nb", "x"), "Code", "a\nb", "It holds a line break"),
    "no date": ("Units", ("U7", "x", None, "D1", "soon"), "Member since", "soon", "is no date."),
    "no such day": (
        "Units",
        ("U7", "x", None, "D1", "2026-02-30"),
        "Member since",
        "2026-02-30",
        "This is no date.",
    ),
    "number no date": ("Units", ("U7", "x", None, "D1", -3), "Member since", "-3", "is no date."),
    "far date": (
        "Units",
        ("U7", "x", None, "D1", "1889-01-01"),
        "Member since",
        "1889-01-01",
        "This date lies before 1990 or after 2100.",
    ),
    "unknown division": ("Units", ("U7", "x", None, "D8"), "Division code", "D8", "no division"),
    "closed unit": ("Units", ("U9", "x", None, "D1"), "Code", "U9", "This unit has been closed."),
    "other since": (
        "Units",
        ("U1", "U1站", None, "D1", "2026-02-01"),
        "Member since",
        "2026-02-01",
        "The unit belongs to this division since 2026-01-31",
    ),
    "move without a day": (
        "Units",
        ("U1", "U1站", None, "D2"),
        "Member since",
        "",
        "it is not said from which day it moves.",
    ),
    "move too early": (
        "Units",
        ("U1", "U1站", None, "D2", DAY),
        "Member since",
        "2026-01-31",
        "The unit belongs to division D1 since 2026-01-31.",
    ),
    "person left": ("People", ("P9", "旧人"), "Code", "P9", "This person has left."),
    "login in use": ("People", ("P7", "x", "Zhou"), "Sign-in name", "Zhou", "Someone else has it"),
    "login of one who left": ("People", ("P7", "x", "gone"), "Sign-in name", "gone", "else has it"),
    "e-mail in use": (
        "People",
        ("P7", "x", None, "ZHOU@example.com"),
        "E-mail",
        "ZHOU@example.com",
        "Someone else has it: P1.",
    ),
    "no e-mail": ("People", ("P7", "x", None, "a b@c"), "E-mail", "a b@c", "is no e-mail address."),
    "no role": ("Roles", ("P1", "boss", *ROLE[2:]), "Role", "boss", "There is no such role."),
    "unknown person": ("Roles", ("P8", *ROLE[1:]), "Person code", "P8", "There is no person"),
    "role of one who left": ("Roles", ("P9", *ROLE[1:]), "Person code", "P9", "has left."),
    "role without scope": (
        "Roles",
        ("P1", "Inspector", None, None, DAY),
        "Division code",
        "",
        "An inspector is for a division or for a unit",
    ),
    "role for both": (
        "Roles",
        ("P1", "Inspector", "D1", "U1", DAY),
        "Division code",
        "D1",
        "An inspector is for a division or for a unit",
    ),
    "head without division": (
        "Roles",
        ("P1", "Division head", None, None, DAY),
        "Division code",
        "",
        "This role is for a division.",
    ),
    "head for a unit": (
        "Roles",
        ("P1", "Division head", "D1", "U1", DAY),
        "Unit code",
        "U1",
        "This role is not for a unit.",
    ),
    "representative without unit": (
        "Roles",
        ("P1", "Unit representative", None, None, DAY),
        "Unit code",
        "",
        "This role is for a unit.",
    ),
    "administrator for a division": (
        "Roles",
        ("P1", "Administrator", "D1", None, DAY),
        "Division code",
        "D1",
        "This role is not for a division.",
    ),
    "role for an unknown unit": (
        "Roles",
        ("P1", "Inspector", None, "U8", DAY),
        "Unit code",
        "U8",
        "There is no unit",
    ),
    "role for an unknown division": (
        "Roles",
        ("P1", "Inspector", "D8", None, DAY),
        "Division code",
        "D8",
        "There is no division",
    ),
    "role for a closed unit": (
        "Roles",
        ("P1", "Inspector", None, "U9", DAY),
        "Unit code",
        "U9",
        "This unit has been closed.",
    ),
    "ends before it begins": (
        "Roles",
        (*ROLE[:5], "2026-01-30"),
        "Until",
        "2026-01-30",
        "It ends before it begins on 2026-01-31.",
    ),
    "ended role": (
        "Roles",
        ("P1", "Unit representative", None, "U1", DAY, None),
        "Until",
        "",
        "This role ends on 2026-06-30",
    ),
    "held already": (
        "Roles",
        ("P1", "Inspector", "D1", None, "2026-05-01"),
        "From",
        "2026-05-01",
        "This role is held already, from 2026-01-31 to further notice.",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_names_sheet_row_column_value_and_remedy(case: str) -> None:
    sheet, row, column, value, reason = FAULTS[case]
    lines, faults = read_organisation(workbook(**{sheet: [(), row]}), KNOWN)
    assert lines == []
    (fault,) = faults
    assert (fault.sheet, fault.row, fault.column, fault.value) == (sheet, 3, column, value)
    assert fault.reason and fault.remedy
    assert reason in f"{fault.reason} {fault.remedy}"
    assert f"Sheet {sheet}, row 3, column {column}, value “{value}”" in str(fault)


def test_duplicates_name_the_first_row() -> None:
    content = workbook(
        Divisions=[("D7", "x"), ("D7", "y")],
        People=[("P1", "周明慧"), ("P1", "周明慧"), ("P7", "x", "new"), ("P8", "y", "NEW")],
        Roles=[ROLE, ROLE, (*ROLE[:4], date(2026, 2, 1))],
    )
    _lines, faults = read_organisation(content, KNOWN)
    assert [(f.sheet, f.row, f.column, f.reason) for f in faults] == [
        ("Divisions", 3, "Code", "The same stands in row 2 already."),
        ("People", 3, "Code", "The same stands in row 2 already."),
        ("People", 5, "Sign-in name", "Someone else has it: P7."),
        ("Roles", 3, "Person code", "The same stands in row 2 already."),
        ("Roles", 4, "From", "This role is held already, from 2026-01-31 to further notice."),
    ]


def test_a_bad_row_takes_those_that_refer_to_it_along() -> None:
    content = workbook(Divisions=[("D7", None)], Units=[("U7", "x", None, "D7")])
    lines, faults = read_organisation(content)
    assert (lines, [fault.sheet for fault in faults]) == ([], ["Divisions", "Units"])


@pytest.mark.parametrize(
    ("headings", "column", "reason"),
    [
        (("Code", "Chinese name", "Colour"), "Colour", "No column of this name is known"),
        (("Code", "Chinese name", "名称"), "名称", "Two columns have this heading"),
        (("Code",), "Chinese name", "This column is missing"),
    ],
)
def test_wrong_columns_are_named(headings: tuple[str, ...], column: str, reason: str) -> None:
    lines, faults = read_organisation(raw({"Divisions": [headings, ("D7", "x", "y")]}))
    assert lines == []
    assert [(f.row, f.column) for f in faults] == [(1, column)]
    assert reason in faults[0].reason


def test_unknown_and_repeated_sheets_are_named() -> None:
    content = raw(
        {"Divisions": [("Code", "Name"), ("D7", "x")], "事业部": [("Code",)], "Foo": [("x",)]}
    )
    lines, faults = read_organisation(content)
    assert [line.entry.key for line in lines] == ["D7"]
    assert [fault.sheet for fault in faults] == ["事业部", "Foo"]


# Files that are not read at all.


def repacked(content: bytes, **parts: bytes) -> bytes:
    """A workbook with parts put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part, old.read(part))
        for name, data in parts.items():
            new.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def refusal(content: bytes) -> str:
    """What is said of a file that is refused."""
    with pytest.raises(FileRefused) as refused:
        read_organisation(content)
    return say(refused.value)


def test_refuses_what_is_no_workbook() -> None:
    plain = workbook(Divisions=[("D7", "x")])
    assert "not an Excel workbook" in refusal(b"")
    assert "not an Excel workbook" in refusal("代码,名称".encode())
    assert "not an Excel workbook" in refusal(repacked(b"PK\x05\x06" + bytes(18), **{"a": b""}))
    assert "old (.xls) or password-protected" in refusal(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "is damaged" in refusal(repacked(plain, **{"xl/workbook.xml": b"<a"}))
    assert "none of the sheets" in refusal(raw({"Foo": [("x",)]}))


def test_refuses_macros() -> None:
    plain = workbook(Divisions=[("D7", "x")])
    assert "macros" in refusal(repacked(plain, **{"xl/vbaProject.bin": b"x"}))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        types = archive.read("[Content_Types].xml")
    types = types.replace(b"spreadsheetml.sheet.main", b"x-macroEnabled.main")
    assert "macros" in refusal(repacked(plain, **{"[Content_Types].xml": types}))


def test_refuses_bombs() -> None:
    plain = workbook(Divisions=[("D7", "x")])
    big = repacked(plain, **{"xl/big.xml": bytes(41 * 1024 * 1024)})
    assert len(big) < 100_000
    assert "unpacks to far more" in refusal(big)
    many = repacked(plain, **{f"xl/{number}.xml": b"" for number in range(1001)})
    assert "unpacks to far more" in refusal(many)
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    for bomb in (entity, entity.decode().encode("utf-16")):
        assert "not an Excel workbook" in refusal(repacked(plain, **{"xl/sharedStrings.xml": bomb}))


def test_refuses_more_than_5_mb_and_more_than_20_000_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "has 5.1 MB; at most 5 MB" in refusal(bytes(5_300_000))
    assert workbook_module.MOST_ROWS == 20_000
    monkeypatch.setattr(workbook_module, "MOST_ROWS", 4)
    divisions = [("D1", "x"), ("D2", "x")]
    lines, _faults = read_organisation(workbook(Divisions=divisions, People=divisions))
    assert len(lines) == 4
    assert "more than 4 rows" in refusal(
        workbook(Divisions=[*divisions, ("D3", "x")], People=divisions)
    )


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_damaged_file_is_refused_in_words_or_read(data: st.DataObject) -> None:
    content = bytearray(DAMAGED)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        read_organisation(bytes(content), KNOWN)
    except FileRefused as refused:
        assert say(refused)


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_a_damaged_sheet_is_refused_in_words_or_read(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(DAMAGED)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        part = bytearray(archive.read(name))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(part) - 1))
        part[place] = data.draw(st.sampled_from(b'<>"/=0159AZaz& '))
    try:
        read_organisation(repacked(DAMAGED, **{name: bytes(part)}), KNOWN)
    except FileRefused as refused:
        assert say(refused)


DAMAGED = workbook(Divisions=[("D7", "x", 3)], Units=[("U7", "x", "y", "D7", DAY)])
