"""The result page of an audit that was signed, given back, mended and corrected."""

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import desk, ending, together
from dashboard.words import speak
from db.actors import SYSTEM, Role
from db.audits import list_audits
from db.closing import submit_audit
from db.consents import NotSubmitted
from db.rows import AuditRow
from db.session import database
from db.trail import TrailFilter, entries
from tests.factories import (
    NOW,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_division,
    make_person,
    make_sheet,
    make_signing,
    make_unit,
)
from tests.screens import components, enter, opened, rows, sound, spoken, tables, texts
from tests.staff import actor_of, give

MET = {"verdict": "met"}


class Division:
    """A unit with a submitted, signed audit; its inspector, its head and its representative."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        with database().write(SYSTEM) as session:
            division = make_division(session)
            unit = make_unit(session, division)
            people = {
                name: make_person(session, name=name) for name in ("张三", "罗部长", "方站长")
            }
            give(session, people["张三"].id, Role.INSPECTOR, division_id=division.id)
            give(session, people["罗部长"].id, Role.DIVISION_HEAD, division_id=division.id)
            give(session, people["方站长"].id, Role.UNIT_REPRESENTATIVE, unit_id=unit.id)
            self.audit = make_audit(session, unit_id=unit.id, inspector_id=people["张三"].id)
            given = full_answers(make_sheet(), HOT_01=deduction(1))
            give_answers(session, self.audit, given)
        self.people = {name: person.id for name, person in people.items()}
        seen = {code: (answer, "") for code, answer in given.items()}
        signing = make_signing(seen=seen, statement="第一项有异议<b>")
        ending.sign(self.actor("张三"), self.audit.id, signing)
        desk.submit(self.actor("张三"), self.audit.id, set())
        self.enter("张三")

    def actor(self, name: str) -> Any:
        return actor_of(self.people[name])

    def enter(self, name: str) -> None:
        enter(self.patch, self.people[name])

    def state(self) -> str:
        return desk.look_at(self.actor("张三"), self.audit.id).audit.state

    def mend(self, audit: AuditRow, answer: dict[str, Any]) -> None:
        with database().write(SYSTEM) as session:
            give_answers(session, audit, {"HOT-01": answer}, sequence=500)


@pytest.fixture
def division(own_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Division]:
    yield Division(monkeypatch)
    st.cache_data.clear()
    speak(None)


def press(session: AppTest, label: str, **params: Any) -> AppTest:
    said = spoken(label, "zh", **params)
    next(button for button in session.button if button.label == said).click().run()
    return session


def html(session: AppTest) -> str:
    return "".join(element.proto.body for element in session.get("html"))


def test_the_signature_is_drawn_of_numbers_and_the_statement_is_no_markup(
    division: Division,
) -> None:
    shown = html(opened("hotline", audit=division.audit.id))
    [picture] = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', shown)
    assert '<path d="M10 20L400 200L900 380"/>' in b64decode(picture).decode()
    assert "第一项有异议&lt;b&gt;" in shown and "张师傅" in shown


def test_a_head_returns_with_remarks_and_the_inspector_finds_them_first(
    division: Division,
) -> None:
    division.enter("罗部长")
    key = division.audit.id
    assert "waiting" in tables(opened())
    session = opened("hotline", audit=key)
    press(session, "Return to {person}", person="张三")
    assert len(session.error) == 1 and division.state() == "submitted"
    session.text_input(key=f"return-{key}-HOT-01").set_value("请写明是哪一通电话")
    session.text_input(key=f"return-whole-{key}").set_value("请核实")
    sound(press(session, "Return to {person}", person="张三"))
    assert division.state() == "returned"
    # The head reads on what was said, and can neither confirm nor return it now.
    assert "请写明是哪一通电话" in texts(session)
    assert spoken("Confirm", "zh") not in [button.label for button in session.button]
    division.enter("张三")
    start = opened()
    [row] = rows(tables(start)["returned"])
    assert row["said"].startswith("罗部长") and "请核实" in row["said"]
    assert "state" not in row
    [form] = components(opened("hotline", audit=key), "heng_sheet_form")
    assert form["answers"]["HOT-01"]["answer"] == deduction(1)


def test_a_colleague_who_fills_in_too_finds_the_returned_audit(division: Division) -> None:
    with database().write(SYSTEM) as session:
        helper = make_person(session, name="李四")
        there = division.audit.unit.division.id
        give(session, helper.id, Role.INSPECTOR, division_id=there)
    division.people["李四"] = helper.id
    ending.give_back(division.actor("罗部长"), division.audit.id, "请核实", {})
    division.enter("李四")
    assert "returned" not in tables(opened())
    together.share(division.actor("张三"), division.audit.id, helper.id)
    [row] = rows(tables(opened())["returned"])
    assert "请核实" in row["said"] and row["inspector"] == "张三"


def test_what_was_returned_is_confirmed_after_it_was_mended(division: Division) -> None:
    ending.give_back(division.actor("罗部长"), division.audit.id, "请核实", {})
    signature = ending.ending_of(division.actor("张三"), division.audit.id).signature
    assert signature is not None
    ending.unsign(division.actor("张三"), division.audit.id, signature.id)
    division.mend(division.audit, MET)
    desk.submit(division.actor("张三"), division.audit.id, set())
    division.enter("罗部长")
    session = opened("hotline", audit=division.audit.id)
    assert spoken("Returns", "zh") in texts(session) and "请核实" in texts(session)
    sound(press(session, "Confirm"))
    labels = [button.label for button in session.button]
    assert spoken("Return to {person}", "zh", person="张三") not in labels
    assert "waiting" not in tables(opened())


def test_a_head_confirms_many_at_once_but_looks_closer_where_too_much_is_left_out(
    division: Division,
) -> None:
    with database().write(SYSTEM) as session:
        given = full_answers(make_sheet())
        plain, thin, late = (
            make_audit(
                session, unit_id=division.audit.unit.id, inspector_id=division.people["张三"]
            )
            for _each in range(3)
        )
        for audit in (plain, late):
            give_answers(session, audit, given)
        for audit in (plain, thin, late):
            submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet().by_code)
    division.enter("罗部长")
    session = opened()
    boxes = {box.key: box for box in session.checkbox}
    assert [boxes[f"tick-{one.id}"].value for one in (division.audit, plain, thin)] == [1, 1, 0]
    assert any("1" in warning.value for warning in session.warning)
    # Meanwhile somebody makes one of them void: the others are confirmed all the same.
    desk.make_void(division.actor("张三"), late.id, "重复")
    assert len(sound(press(session, "Confirm those ticked")).success) == 1
    done, [why] = desk.confirm_many(division.actor("罗部长"), [late.id, plain.id])
    assert done == 1 and isinstance(why, NotSubmitted)
    with database().read(SYSTEM) as told:
        found, total = entries(told, TrailFilter(action="confirmed"))
        assert {one.object_id for one in found} == {division.audit.id, plain.id} and total == 2
        rows_now = {row.id: row for row in list_audits(told).rows}
    assert [rows_now[one.id].confirmed for one in (plain, thin)] == [True, False]
    listed = rows(tables(opened("audits"))["audits"])
    states = sorted(row["state"] for row in listed)
    submitted = spoken("Submitted", "zh")
    assert states == sorted(
        [
            *2 * [f"{submitted} · {spoken('confirmed', 'zh')}"],
            f"{submitted} · {spoken('pending', 'zh')}",
            spoken("Void", "zh"),
        ]
    )


def test_a_correction_needs_a_reason_and_takes_the_place_when_it_is_submitted(
    division: Division,
) -> None:
    key = division.audit.id
    session = press(opened("hotline", audit=key), "Begin the correction")
    assert len(session.error) == 1
    new = ending.correct(division.actor("张三"), key, "次数写错")
    session = opened("hotline", audit=key)
    labels = [button.label for button in session.button]
    assert spoken("Go on with the correction", "zh") in labels
    assert spoken("Begin the correction", "zh") not in labels
    division.mend(new, MET)
    desk.submit(division.actor("张三"), new.id, set())
    session = opened("hotline", audit=new.id)
    [change] = rows(tables(session)[f"changes-{new.id}"])
    assert change["item"] == "HOT-01" and change["points"] == "0 → 2"
    assert "第 2 版" in html(session)
    division.enter("方站长")
    old = opened("hotline", audit=key)
    said = spoken("Replaced by version {version}: {reason}", "zh", version=2, reason="次数写错")
    assert [warning.value for warning in old.warning] == [said]
    assert division.state() == "replaced"
    listed = rows(tables(opened("audits"))["audits"])
    assert {row["state"] for row in listed} == {
        spoken("Replaced", "zh"),
        f"{spoken('Submitted', 'zh')} · 第 2 版",
    }


def test_a_correction_is_dropped_and_the_audit_stays(division: Division) -> None:
    key = division.audit.id
    new = ending.correct(division.actor("张三"), key, "次数写错")
    session = press(opened("hotline", audit=key), "Drop, which cannot be undone")
    assert len(session.error) == 1
    session.text_input(key=f"drop-{new.id}").set_value("不必更正")
    sound(press(session, "Drop, which cannot be undone"))
    assert division.state() == "submitted"
    assert spoken("Begin the correction", "zh") in [button.label for button in session.button]


@pytest.mark.parametrize("state", ["returned", "replaced"])
def test_every_state_is_read_in_english_too(division: Division, state: str) -> None:
    key = division.audit.id
    if state == "returned":
        ending.give_back(division.actor("罗部长"), key, "", {"HOT-01": "?"})
        division.enter("罗部长")
    else:
        new = ending.correct(division.actor("张三"), key, "x")
        with database().write(SYSTEM) as session:
            submit_audit(session, new.id, new.inspector.id, NOW, make_sheet().by_code)
    shown = sound(opened("hotline", "en", audit=key))
    assert spoken(state.capitalize(), "en") in html(shown)
