"""The routes for real: a server, a tablet, and everything that can arrive."""

import json
import re
import threading
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest

from checklists.exact import plain
from checklists.model import Sheet
from checklists.scoring import SheetScore, score_sheet
from dashboard import desk, tokens
from dashboard.looks import ZONE
from db.actors import SYSTEM, Role
from db.answers import history
from db.migrate import upgrade
from db.session import database
from tests.conftest import sqlite_url
from tests.factories import (
    MET,
    NOT_APPLICABLE,
    deduction,
    full_answers,
    make_person,
    make_sheet,
)
from tests.routes import Tablet, open_audit, refused, serving, skip_time, status_of
from tests.staff import actor_of, give, make_administrator

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
CHINESE = re.compile("[一-鿿]")
LONG = "长" * 2000
LOST = {
    "per_occurrence": deduction(1),
    "pass_fail": {"verdict": "deducted"},
    "parts": {"verdict": "deducted", "parts": ["a"]},
    "target_rate": {"verdict": "measured", "numerator": "93", "denominator": "97"},
    "proportional": {"verdict": "measured", "actual": "1", "required": "3"},
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("dashboard.api:standalone") as address:
        yield address


@pytest.fixture(scope="module", params=BOTH)
def stored_at(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("routes") / "routes.db")
    else:
        url = request.getfixturevalue("postgresql")
    upgrade(url)
    yield url
    database(url).close()


@pytest.fixture
def server(
    address: str, stored_at: str, own_secret: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[httpx.Client]:
    monkeypatch.setenv("DATABASE_URL", stored_at)
    with httpx.Client(base_url=address, timeout=120) as client:
        yield client


@pytest.fixture
def tablet(server: httpx.Client) -> Tablet:
    return Tablet(server, open_audit())


@pytest.fixture
def english(server: httpx.Client) -> Tablet:
    return Tablet(server, open_audit(), "en")


def answers_of(tablet: Tablet) -> dict[str, Any]:
    return {code: given["answer"] for code, given in tablet.look()["answers"].items()}


def exact(answers: dict[str, Any], sheet: Sheet | None = None) -> SheetScore:
    return score_sheet(sheet or make_sheet(), answers)


def test_health_needs_no_token(server: httpx.Client) -> None:
    assert server.get("/api/health").json() == {"status": "ok"}


def test_an_answer_is_kept_and_scored(tablet: Tablet) -> None:
    reply = tablet.answer("HOT-01", deduction(1), note="迟接一次")
    assert reply.json()["results"] == [
        {
            "id": reply.json()["results"][0]["id"],
            "item": "HOT-01",
            "status": "accepted",
            "field": None,
            "message": None,
        }
    ]
    seen = tablet.look()
    given = {"answer": deduction(1), "note": "迟接一次", "sequence": 1, "way": "tap"}
    (shown,) = seen["answers"].values()
    assert {name: shown[name] for name in given} == given
    assert (shown["operation"], shown["by"]) == (reply.json()["results"][0]["id"], "检查员")
    here = datetime.fromisoformat(shown["iso"]).astimezone(ZONE)
    assert shown["at"][:4] == f"{here:%Y}"
    assert seen["score"] == reply.json()["score"]
    assert (seen["sequence"], seen["state"]) == (1, "draft")


@pytest.mark.parametrize("code", ["hotline", "indicators", "inspection"])
def test_the_score_in_the_reply_is_the_exact_one(server: httpx.Client, code: str) -> None:
    sheet = make_sheet(code)
    tablet = Tablet(server, open_audit(sheet))
    answers = full_answers(sheet)
    answers |= {item.code: LOST[item.rule.kind] for item in sheet.items if item.rule.kind in LOST}
    del answers[sheet.items[-1].code]
    reply = tablet.send(
        *(tablet.operation(item, answer, note="见录音") for item, answer in answers.items())
    )
    said, expected = reply.json()["score"], exact(answers, sheet)
    assert [said[name] for name in ("k1", "k2", "k3", "lost")] == [
        plain(value) for value in (expected.k1, expected.k2, expected.k3, expected.lost)
    ]
    assert (said["k"], said["grade"]["code"]) == (plain(expected.k or Decimal(0)), expected.grade)
    assert said["unanswered"] == list(expected.unanswered)
    assert {code: line["left"] for code, line in said["items"].items()} == {
        line.item: plain(line.left) for line in expected.lines
    }
    must = [item for item in sheet.items if not item.rule.OPTIONAL]
    assert said["total"] == len(must)
    assert said["answered"] == len(must) - len(expected.unanswered)


def test_before_the_first_answer_there_is_no_score(tablet: Tablet) -> None:
    score = tablet.look()["score"]
    assert (score["k"], score["k_text"], score["grade"], score["answered"]) == (None, None, None, 0)


def test_the_same_operation_again_changes_nothing(tablet: Tablet) -> None:
    operation = tablet.operation("HOT-01", deduction(1))
    first = tablet.send(operation)
    before = tablet.look()
    second = tablet.send(operation, operation)
    assert [result["status"] for result in second.json()["results"]] == ["accepted"] * 2
    assert second.json()["score"] == first.json()["score"]
    assert tablet.look() == before
    with database().read(SYSTEM) as session:
        assert len(history(session, tablet.audit.id)) == 1


def test_an_older_answer_that_comes_late_stays_in_the_history_only(tablet: Tablet) -> None:
    older, newer = tablet.operation("HOT-01", deduction(1)), tablet.operation("HOT-01")
    assert status_of(tablet.send(newer)) == "accepted"
    assert status_of(tablet.send(older)) == "superseded"
    assert status_of(tablet.send(older)) == "superseded"
    assert answers_of(tablet) == {"HOT-01": MET}
    with database().read(SYSTEM) as session:
        assert len(history(session, tablet.audit.id)) == 2


def test_null_clears_an_item_and_keeps_its_note(tablet: Tablet) -> None:
    tablet.answer("HOT-01", note="先记下")
    reply = tablet.answer("HOT-01", None, note="先记下")
    assert status_of(reply) == "accepted"
    assert "HOT-01" in reply.json()["score"]["unanswered"]
    given = {"answer": None, "note": "先记下", "sequence": 2, "way": "tap"}
    shown = tablet.look()["answers"]["HOT-01"]
    assert {name: shown[name] for name in given} == given


def test_a_refusal_names_the_field_in_the_reader_s_language(tablet: Tablet) -> None:
    english = Tablet(tablet.server, tablet.audit, "en")
    said = {}
    for one in (tablet, english):
        reply = one.answer("HOT-01", {"verdict": "deducted", "count": -1})
        (result,) = reply.json()["results"]
        assert (result["status"], result["item"], result["field"]) == (
            "refused",
            "HOT-01",
            "count",
        )
        said[one.language] = result["message"]
    assert CHINESE.search(said["zh"])
    assert "number of times" in said["en"]
    assert not CHINESE.search(said["en"])
    assert tablet.look()["answers"] == {}


def test_a_refused_figure_goes_by_the_name_its_item_gives_it(server: httpx.Client) -> None:
    sheet = make_sheet("indicators")
    item = next(item for item in sheet.items if item.rule.kind == "target_rate")
    more = {"verdict": "measured", "numerator": "9", "denominator": "3"}
    for language in ("zh", "en"):
        told = Tablet(server, open_audit(sheet), language).answer(item.code, more).json()
        assert item.rule.numerator.get(language) in told["results"][0]["message"]


def test_a_refused_answer_does_not_hold_up_the_others(tablet: Tablet) -> None:
    reply = tablet.send(
        tablet.operation("HOT-01"), tablet.operation("HOT-99"), tablet.operation("HOT-02")
    )
    assert [result["status"] for result in reply.json()["results"]] == [
        "accepted",
        "refused",
        "accepted",
    ]
    assert set(answers_of(tablet)) == {"HOT-01", "HOT-02"}


def test_an_answer_to_an_optional_item_is_not_counted_as_answered(tablet: Tablet) -> None:
    sheet = make_sheet()
    bonus = next(item.code for item in sheet.items if item.rule.kind == "bonus")
    score = tablet.answer(bonus).json()["score"]
    assert score["answered"] == 0
    assert score["items"][bonus]["answered"]
    assert bonus not in score["unanswered"]


def obstacles(reply: httpx.Response) -> list[dict[str, Any]]:
    """All that a refused submit says is in the way."""
    found: list[dict[str, Any]] = reply.json()["error"]["obstacles"]
    assert all(one["message"] for one in found)
    return found


def test_submitting_with_open_items_asks_for_each_of_them(tablet: Tablet) -> None:
    answers = full_answers(make_sheet())
    skipped = {code: answers.pop(code) for code in ("HOT-02", "HOT-30")}
    tablet.send(*(tablet.operation(item, answer) for item, answer in answers.items()))
    reply = tablet.submit("HOT-30")
    refused(reply, 409, "unanswered")
    wording = make_sheet().by_code["HOT-02"].wording.zh
    [obstacle] = obstacles(reply)
    assert obstacle["items"] == [{"code": "HOT-02", "name": wording}]
    assert tablet.look()["state"] == "draft"
    assert tablet.submit(*skipped).json() == {"state": "submitted"}
    assert tablet.submit(*skipped).json() == {"state": "submitted"}
    assert tablet.submit().json() == {"state": "submitted"}
    assert tablet.look()["state"] == "submitted"


def test_what_keeps_it_from_being_submitted_is_named_item_by_item(server: httpx.Client) -> None:
    sheet = make_sheet("inspection")
    tablet = Tablet(server, open_audit(sheet))
    answers = full_answers(sheet, INS_01={"verdict": "deducted"})
    del answers["INS-06"]
    tablet.send(*(tablet.operation(item, answer) for item, answer in answers.items()))
    reply = tablet.submit("INS-06")
    assert CHINESE.search(refused(reply, 409, "several"))
    wording = sheet.by_code["INS-06"].wording.zh
    judged, proved = obstacles(reply)
    assert (judged["code"], judged["items"]) == (
        "must_judge",
        [{"code": "INS-06", "name": wording}],
    )
    assert (proved["code"], [item["code"] for item in proved["items"]]) == ("proof", ["INS-01"])
    tablet.answer("INS-06")
    reply = tablet.submit()
    assert CHINESE.search(refused(reply, 409, "proof"))
    assert obstacles(reply) == [proved]
    assert tablet.look()["state"] == "draft"


def test_the_share_left_out_is_told_with_every_score(tablet: Tablet) -> None:
    open_share = tablet.look()["score"]["skip"]
    assert open_share == {
        "share": "0 %", "limit": "30 %", "over": False, "left_out": "100 %", "asks": True
    }  # fmt: skip
    skipped = {"verdict": "not_applicable", "reason": "本次无此情形"}
    share = tablet.answer("HOT-14", skipped).json()["score"]["skip"]
    assert (share["share"], share["left_out"], share["over"]) == ("4.9 %", "100 %", False)


def test_open_items_are_named_in_english_to_an_english_reader(english: Tablet) -> None:
    reply = english.submit()
    message = refused(reply, 409, "unanswered")
    assert not CHINESE.search(message)
    names = {item["code"]: item["name"] for item in obstacles(reply)[0]["items"]}
    assert names["HOT-01"] == make_sheet().by_code["HOT-01"].wording.en
    assert len(names) == english.look()["score"]["total"]


def test_after_submitting_nothing_is_taken_but_replays(tablet: Tablet) -> None:
    operation = tablet.operation("HOT-01")
    tablet.send(operation)
    tablet.submit(*tablet.look()["score"]["unanswered"])
    assert CHINESE.search(refused(tablet.answer("HOT-01", deduction(1)), 409, "submitted"))
    assert status_of(tablet.send(operation)) == "accepted"
    assert answers_of(tablet) == {"HOT-01": MET}


def test_a_void_audit_takes_neither_answers_nor_a_submit(tablet: Tablet) -> None:
    desk.make_void(actor_of(tablet.audit.inspector.id), tablet.audit.id, "填错单位")
    refused(tablet.answer("HOT-01"), 409, "void")
    refused(tablet.submit(*tablet.look()["score"]["unanswered"]), 409, "void")
    assert tablet.look()["state"] == "void"


def test_an_expired_token_is_told_from_a_wrong_one(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        skip_time(patch, tokens.LIFE_SECONDS - 60)
        still_good = tablet.token()
        skip_time(patch, tokens.LIFE_SECONDS + 60)
        expired = tablet.token()
    tablet.headers = {"X-Heng-Token": expired}
    assert CHINESE.search(refused(tablet.answer("HOT-01"), 401, "token_expired"))
    refused(tablet.submit(), 401, "token_expired")
    tablet.headers = {"X-Heng-Token": still_good}
    assert status_of(tablet.answer("HOT-01")) == "accepted"


def changed(token: str) -> str:
    content, moment, signature = token.split(".")
    return f"{content}.{moment}.{'a' if signature[0] != 'a' else 'b'}{signature[1:]}"


def test_a_token_is_for_one_audit_and_from_this_server(tablet: Tablet) -> None:
    other = Tablet(tablet.server, open_audit())
    good = tablet.headers["X-Heng-Token"]
    wrong: dict[str, dict[str, Any]] = {
        "none": {},
        "empty": {"X-Heng-Token": ""},
        "nonsense": {"X-Heng-Token": "x"},
        "another audit's": other.headers,
        "one letter changed": {"X-Heng-Token": changed(good)},
        "no signature": {"X-Heng-Token": good.rsplit(".", 1)[0]},
        "not ASCII": {"X-Heng-Token": "é".encode("latin-1")},
    }
    for name, headers in wrong.items():
        tablet.headers = headers
        assert CHINESE.search(refused(tablet.answer("HOT-01"), 403, "forbidden")), name
        refused(tablet.submit(), 403, "forbidden")
        reply = tablet.server.get(tablet.path(), headers=headers)
        refused(reply, 403, "forbidden")
    tablet.headers = {"X-Heng-Token": good}
    assert answers_of(tablet) == {}


def test_without_a_token_the_browser_s_language_is_spoken(tablet: Tablet) -> None:
    tablet.headers = {"Accept-Language": "en-GB,en;q=0.9"}
    assert not CHINESE.search(refused(tablet.answer("HOT-01"), 403, "forbidden"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_request_from_another_site_is_refused(tablet: Tablet, headers: dict[str, str]) -> None:
    refused(tablet.send(tablet.operation("HOT-01"), **headers), 403, "forbidden")
    assert answers_of(tablet) == {}


def test_our_own_pages_may_send(tablet: Tablet, monkeypatch: pytest.MonkeyPatch) -> None:
    own = str(tablet.server.base_url).rstrip("/")
    ours = {"Origin": own, "Sec-Fetch-Site": "same-origin"}
    assert status_of(tablet.send(tablet.operation("HOT-01"), **ours)) == "accepted"
    monkeypatch.setenv("HENG_HOSTS", "heng.example,localhost:9")
    proxied = {"Origin": "https://heng.example"}
    assert status_of(tablet.send(tablet.operation("HOT-01"), **proxied)) == "accepted"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(tablet: Tablet, kind: str) -> None:
    body = json.dumps({"operations": [tablet.operation("HOT-01")]})
    reply = tablet.server.post(
        tablet.path("/operations"),
        content=body,
        headers={**tablet.headers, "Content-Type": kind},
    )
    refused(reply, 400, "bad_request")


BROKEN = {
    "empty": b"",
    "cut short": b'{"operations": [{"id": "',
    "no UTF-8": b'{"operations": "\xff\xfe"}',
    "NaN": b'{"operations": [NaN]}',
    "infinity": b'{"operations": -Infinity}',
    "nested without end": b"[" * 200_000,
    "a number without end": b'{"operations": [' + b"9" * 5000 + b"]}",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_json_is_refused(tablet: Tablet, name: str) -> None:
    for route in ("/operations", "/submit"):
        reply = tablet.server.post(
            tablet.path(route),
            content=BROKEN[name],
            headers={**tablet.headers, "Content-Type": "application/json"},
        )
        refused(reply, 400, "bad_request")


def test_a_body_over_two_megabytes_is_refused(tablet: Tablet) -> None:
    headers = {**tablet.headers, "Content-Type": "application/json"}
    body = b'{"operations": "' + b"x" * 2_000_000 + b'"}'
    path = tablet.path("/operations")
    refused(tablet.server.post(path, content=body, headers=headers), 413, "too_large")
    pieces = (body[at : at + 65_536] for at in range(0, len(body), 65_536))
    refused(tablet.server.post(path, content=pieces, headers=headers), 413, "too_large")


def test_two_hundred_answers_are_taken_at_once_and_not_one_more(tablet: Tablet) -> None:
    codes = [item.code for item in make_sheet().items]
    operations = [tablet.operation(codes[n % len(codes)], note=LONG) for n in range(201)]
    refused(tablet.send(*operations), 422, "invalid")
    assert answers_of(tablet) == {}
    reply = tablet.send(*operations[:200])
    assert reply.status_code == 200
    assert len(reply.json()["results"]) == 200
    refused(tablet.send(), 422, "invalid")


def nested(depth: int) -> Any:
    value: Any = "deep"
    for _level in range(depth):
        value = [value]
    return value


def envelopes() -> dict[str, dict[str, Any]]:
    """What may be wrong with the wrapping of an answer; the request is refused as a whole."""
    return {
        "an unknown field": {"colour": "red"},
        "a field that cannot be said back": {"\ud800": "red"},
        "no id": {"id": ""},
        "a long id": {"id": "x" * 65},
        "an id of another kind": {"id": 5},
        "half of a character as id": {"id": "\ud800"},
        "no number": {"sequence": "first"},
        "a broken number": {"sequence": 1.5},
        "an answer of another kind": {"answer": ["met"]},
        "a time without a zone": {"made_at": "2026-11-22T03:04:05"},
        "no time": {"made_at": "yesterday"},
        "a note of another kind": {"note": None},
        "a way there is not": {"way": "by magic"},
    }


@pytest.mark.parametrize("name", envelopes())
def test_a_request_of_another_shape_is_refused(tablet: Tablet, name: str) -> None:
    operation = tablet.operation("HOT-01", **envelopes()[name])
    assert CHINESE.search(refused(tablet.send(operation), 422, "invalid"))
    refused(tablet.post("/operations", [operation]), 422, "invalid")
    refused(tablet.post("/operations", {"operations": [operation], "more": 1}), 422, "invalid")
    assert answers_of(tablet) == {}


ANSWERS = {
    "no verdict": {},
    "an unknown verdict": {"verdict": "perhaps"},
    "a verdict of another item": {"verdict": "measured"},
    "a verdict of another kind": {"verdict": ["met"]},
    "an unknown fact": {"verdict": "met", "colour": "red"},
    "half of a character": {"verdict": "\ud800"},
    "a fact that cannot be said back": {"verdict": "met", "\ud800": 1},
    "a NUL": {"verdict": "not_applicable", "reason": "a\x00b"},
    "a long reason": {"verdict": "not_applicable", "reason": "长" * 501},
    "a broken count": {"verdict": "deducted", "count": 1.5},
    "a count as text": {"verdict": "deducted", "count": "1e400"},
    "a huge count": {"verdict": "deducted", "count": 10**30},
    "a true count": {"verdict": "deducted", "count": True},
    "a nested count": {"verdict": "deducted", "count": nested(5)},
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_does_not_fit_is_refused_in_words(tablet: Tablet, name: str) -> None:
    reply = tablet.answer("HOT-01", ANSWERS[name])
    assert status_of(reply) == "refused", reply.text
    assert CHINESE.search(reply.json()["results"][0]["message"])
    assert answers_of(tablet) == {}


@pytest.mark.parametrize("depth", [50, 300, 600, 900])
def test_deep_nesting_is_refused(tablet: Tablet, depth: int) -> None:
    reply = tablet.answer("HOT-01", {"verdict": "deducted", "count": nested(depth)})
    refused(reply, 422, "invalid")
    assert answers_of(tablet) == {}


def test_an_audit_there_is_not_is_said(server: httpx.Client) -> None:
    tablet = Tablet(server, open_audit())
    bearer = tokens.Bearer(tablet.signed.person, "nothing", "zh", tablet.signed.id)
    headers = {"X-Heng-Token": tokens.issue(bearer)}
    refused(server.get("/api/audits/nothing", headers=headers), 404, "not_found")
    body = {"operations": [tablet.operation("HOT-01")]}
    reply = server.post("/api/audits/nothing/operations", json=body, headers=headers)
    refused(reply, 404, "not_found")
    body = {"id": str(uuid4()), "confirmed": []}
    reply = server.post("/api/audits/nothing/submit", json=body, headers=headers)
    refused(reply, 404, "not_found")


def test_paths_and_methods_there_are_not_are_said(server: httpx.Client) -> None:
    refused(server.get("/api/nothing"), 404, "not_found")
    refused(server.get("/api/audits/a/b/c"), 404, "not_found")
    refused(server.post("/api/health"), 405, "bad_request")


def test_a_person_there_is_not_may_not_write(tablet: Tablet) -> None:
    for sign_in in (tablet.signed.id, None):
        bearer = tokens.Bearer(999_999, tablet.audit.id, "zh", sign_in)
        stranger = Tablet(tablet.server, tablet.audit)
        stranger.headers = {"X-Heng-Token": tokens.issue(bearer)}
        refused(stranger.answer("HOT-01"), 401, "token_expired")
    assert answers_of(tablet) == {}


def test_a_database_that_does_not_answer_is_worth_another_try(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = sqlite_url(tmp_path_factory.mktemp("not migrated") / "empty.db")
    monkeypatch.setenv("DATABASE_URL", empty)
    refused(tablet.answer("HOT-01"), 503, "unavailable")
    database(empty).close()


def test_a_fault_of_our_own_is_said_without_its_trace(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise ZeroDivisionError("our own fault")

    monkeypatch.setattr(desk, "record", fail)
    reply = tablet.answer("HOT-01")
    refused(reply, 500, "fault")
    assert "our own fault" not in reply.text


def test_two_tablets_at_once_lose_nothing(tablet: Tablet) -> None:
    with database().write(SYSTEM) as session:
        administrator = make_administrator(session)
    sheet = make_sheet()
    codes = [item.code for item in sheet.items if "met" in item.rule.VERDICTS]
    faults: list[BaseException] = []

    def work(mine: list[str], person: int) -> None:
        try:
            with httpx.Client(base_url=tablet.server.base_url, timeout=120) as client:
                one = Tablet(client, tablet.audit, person=person)
                for code in mine:
                    assert status_of(one.answer(code)) == "accepted"
        except BaseException as fault:
            faults.append(fault)
            raise

    people = (tablet.audit.inspector.id, administrator)
    threads = [
        threading.Thread(target=work, args=(codes[n::2], person)) for n, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults
    assert answers_of(tablet) == dict.fromkeys(codes, MET)
    with database().read(SYSTEM) as session:
        assert len(history(session, tablet.audit.id)) == len(codes)


def test_two_tablets_at_one_item_end_with_the_later_answer(tablet: Tablet) -> None:
    newest = tablet.operation("HOT-01", deduction(1), sequence=500)
    older = [tablet.operation("HOT-01", NOT_APPLICABLE, sequence=n) for n in range(1, 20)]
    threads = [threading.Thread(target=tablet.send, args=(one,)) for one in [*older, newest]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert answers_of(tablet) == {"HOT-01": deduction(1)}
    with database().read(SYSTEM) as session:
        assert len(history(session, tablet.audit.id)) == len(older) + 1


def test_only_an_administrator_goes_on_with_the_audit_of_somebody_else(tablet: Tablet) -> None:
    with database().write(SYSTEM) as session:
        colleague, administrator = make_person(session).id, make_administrator(session)
        give(session, colleague, Role.INSPECTOR, unit_id=tablet.audit.unit.id)
    other = Tablet(tablet.server, tablet.audit, person=colleague)
    refused(other.answer("HOT-01"), 404, "not_found")
    refused(other.submit(), 404, "not_found")
    other = Tablet(tablet.server, tablet.audit, person=administrator)
    assert status_of(other.answer("HOT-01")) == "accepted"
    with database().read(SYSTEM) as session:
        assert [e.person_id for e in history(session, tablet.audit.id)] == [administrator]
