"""Who gets through which route: every route against everyone who could knock."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import anyio
import httpx
import pytest
from sqlalchemy import func, select, update

from dashboard import secret, tokens
from dashboard.api import routes, standalone
from dashboard.gate import COOKIE
from dashboard.photos.content import read_picture
from dashboard.photos.store import photo_store
from db import accounts, attempts, persons, photos, sign_ins
from db.actors import SYSTEM, Role
from db.answers import history
from db.closing import submit_audit
from db.models_access import Attempt, SignIn
from db.passwords import hashed
from db.rows import AuditRow
from db.session import database
from db.settings import set_setting
from db.signatures import sign
from tests.conftest import SECRET, sqlite_url
from tests.factories import (
    DAY,
    MET,
    NOW,
    full_answers,
    give_answers,
    make_audit,
    make_division,
    make_person,
    make_photo,
    make_sheet,
    make_signing,
    make_unit,
)
from tests.pictures import photo
from tests.routes import MADE_AT, refused, serving
from tests.staff import SignedIn, give, signed_in
from tests.stored import stored

PASSWORD = "七座桥 and one ferry"
OTHER = "another long sentence"
OURS = {"X-Heng": "1", "Content-Type": "application/json"}
ELSEWHERE = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]
"""What a browser says of a request that another site's page sends."""

PHOTO = "8f6d3d0e-3f6b-4b57-9d0a-2f8a5b2c4e11"
FOUND = str(uuid4())
"""The photo behind a finding at the draft's unit, of a month before."""
PICTURE = read_picture(photo())
"""The draft has this photo from the beginning."""

Outcome = tuple[int, str]
DONE: Outcome = (200, "")
ENDED: Outcome = (401, "token_expired")
FORBIDDEN: Outcome = (403, "forbidden")
UNKNOWN: Outcome = (404, "not_found")


@cache
def password_hash() -> str:
    return hashed(PASSWORD, "")


class Place:
    """A unit with a draft and a submitted audit, and everyone who could ask for them."""

    def __init__(self) -> None:
        with database().write(SYSTEM) as session:
            division, elsewhere = make_division(session), make_division(session)
            unit, foreign = make_unit(session, division), make_unit(session, elsewhere)
            self.people = {name: make_person(session).id for name in PEOPLE}
            for name, (role, scope) in PEOPLE.items():
                places = {"division": division.id, "unit": unit.id, "foreign": foreign.id}
                key = {"foreign": "unit_id", "unit": "unit_id", "division": "division_id"}
                fields = {key[scope]: places[scope]} if scope else {}
                if role is not None:
                    give(session, self.people[name], role, **fields)
            mine = {"unit_id": unit.id, "inspector_id": self.people["inspector"]}
            self.draft = make_audit(session, **mine)
            other = {"unit_id": foreign.id, "inspector_id": self.people["inspector elsewhere"]}
            self.foreign = make_audit(session, **other)
            for name, person in self.people.items():
                login = name.replace(" ", "-")
                accounts.save_account(
                    session,
                    person,
                    login=login,
                    email=None,
                    now=NOW,
                    password_hash=password_hash(),
                    must_change=False,
                )
        with database().write(SYSTEM) as session:
            by = self.people["inspector"]
            new = make_photo(PHOTO, sha256=PICTURE.sha256)
            photos.add_photo(session, self.draft.id, by, new, NOW)
            # Who signs has seen the photos: one more would make the signature stale.
            sign(session, self.draft.id, by, make_signing(id=SIGNATURE), NOW)
            earlier = make_audit(session, **mine, audited_on=DAY - timedelta(days=30))
            give_answers(session, earlier, full_answers(make_sheet()))
            found = make_photo(FOUND, sha256=PICTURE.sha256)
            photos.add_photo(session, earlier.id, by, found, NOW)
            submit_audit(session, earlier.id, by, NOW)
        photo_store().keep(PICTURE)
        self.signed = {name: signed_in(person) for name, person in self.people.items()}
        with database().write(SYSTEM) as session:
            persons.set_active(session, self.people["person who has left"], False)

    def token(self, name: str, audit: AuditRow | str | None = None) -> str:
        """The token of somebody's open session for an audit, by default for the draft."""
        return token_of(self.signed[name], audit or self.draft)


PEOPLE: dict[str, tuple[Role | None, str]] = {
    "inspector": (Role.INSPECTOR, "unit"),
    "colleague": (Role.INSPECTOR, "unit"),
    "inspector elsewhere": (Role.INSPECTOR, "foreign"),
    "head": (Role.DIVISION_HEAD, "division"),
    "representative": (Role.UNIT_REPRESENTATIVE, "unit"),
    "viewer": (Role.MEETING_VIEWER, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
    "nobody in particular": (None, ""),
    "person who has left": (Role.INSPECTOR, "unit"),
}
"""Who there is, in which role; the first began the draft."""


def token_of(signed: SignedIn, audit: AuditRow | str) -> str:
    key = audit if isinstance(audit, str) else audit.id
    return tokens.issue(tokens.Bearer(signed.person, key, "zh", signed.id))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("dashboard.api:standalone") as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=120) as client:
        yield client


@pytest.fixture
def server(client: httpx.Client, own_url: str) -> httpx.Client:
    client.cookies.clear()
    return client


@pytest.fixture(scope="module")
def built(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Place]:
    """The place in a folder of its own, to be copied: the database, and the photos beside it."""
    folder = tmp_path_factory.mktemp("place")
    url = sqlite_url(shutil.copy(migrated, folder / "own.db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        patch.setenv("HENG_SECRET", SECRET)
        secret.server_secret.cache_clear()
        place = Place()
    secret.server_secret.cache_clear()
    database(url).close()
    return folder, place


@pytest.fixture
def place(built: tuple[Path, Place], own_url: str, tmp_path: Path) -> Place:
    """The place in the test's own database; everyone signed in was there a moment ago."""
    shutil.copytree(built[0], tmp_path, dirs_exist_ok=True)
    with database().write(SYSTEM) as session:
        session.execute(update(SignIn).values(seen_at=datetime.now(UTC)))
    return built[1]


@dataclass(frozen=True)
class Door:
    """A route, what is sent to it, and whether a token (or only our own page) opens it."""

    method: str
    path: str
    by: str
    body: Callable[[], Any] = lambda: None
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def knock(
        self, server: httpx.Client, audit: str, token: str = "", **headers: str
    ) -> httpx.Response:
        """Send what fits the route."""
        sent = {**OURS, "X-Heng-Token": token, "X-Heng-Item": "HOT-01", **headers}
        sent = {name: value for name, value in sent.items() if value}
        body = self.body()
        content = json.dumps(body) if isinstance(body, dict) else body
        path = "/api" + self.path.replace("{audit}", audit)
        path = path.replace("findings/{photo}", f"findings/{FOUND}")
        for name, known in (("{signature}", SIGNATURE), ("{photo}", PHOTO)):
            path = path.replace(name, str(uuid4()) if self.method == "PUT" else known)
        return server.request(self.method, path, content=content, headers=sent)


def one_answer() -> dict[str, Any]:
    operation = {
        "id": str(uuid4()),
        "client": str(uuid4()),
        "sequence": 1,
        "item": "HOT-01",
        "answer": MET,
        "note": "",
        "made_at": MADE_AT,
    }
    return {"operations": [operation]}


def all_open() -> dict[str, Any]:
    return {"id": str(uuid4()), "confirmed": [item.code for item in make_sheet().items]}


def signature() -> dict[str, Any]:
    strokes = [[[0, 0], [1000, 400]]]
    return {"name": "张师傅", "strokes": strokes, "signed_at": MADE_AT, "seen": {}}


def here() -> dict[str, Any]:
    return {"client": str(uuid4()), "waiting": 0}


def wrong_sign_in() -> dict[str, str]:
    return {"login": "nobody-knows-me", "password": PASSWORD}


def other_password() -> dict[str, str]:
    return {"old": PASSWORD, "new": OTHER}


WRITERS = {"inspector": DONE, "administrator": DONE}
DOORS = [
    Door("GET", "/health", "anyone"),
    Door("GET", "/form/offline", "anyone"),
    Door("GET", "/form/sw.js", "anyone"),
    Door("GET", "/form/{name}", "anyone"),
    Door("POST", "/session", "our pages", wrong_sign_in),
    Door("DELETE", "/session", "our pages"),
    Door("POST", "/password", "our pages", other_password),
    Door("GET", "/audits/{audit}", "token", outcomes=WRITERS),
    Door("POST", "/audits/{audit}/operations", "token", one_answer, WRITERS),
    Door("PUT", "/audits/{audit}/photos/{photo}", "token", lambda: PICTURE.data, WRITERS),
    Door("GET", "/audits/{audit}/photos/{photo}", "token", outcomes=WRITERS),
    Door("GET", "/audits/{audit}/photos/{photo}/thumbnail", "token", outcomes=WRITERS),
    Door("GET", "/audits/{audit}/findings/{photo}", "token", outcomes=WRITERS),
    Door("DELETE", "/audits/{audit}/photos/{photo}", "token", outcomes=WRITERS),
    Door("GET", "/audits/{audit}/changes", "token", outcomes=WRITERS),
    Door("POST", "/audits/{audit}/presence", "token", here, WRITERS),
    Door("POST", "/audits/{audit}/submit", "token", all_open, WRITERS),
    Door("PUT", "/audits/{audit}/signature/{signature}", "token", signature, WRITERS),
    Door("DELETE", "/audits/{audit}/signature/{signature}", "token", outcomes=WRITERS),
]
SIGNATURE = str(uuid4())
"""The signature that the draft has."""
BY_TOKEN = [door for door in DOORS if door.by == "token"]
BY_PAGE = [door for door in DOORS if door.by == "our pages"]


def named(door: Door) -> str:
    return f"{door.method} {door.path}"


def doors(these: list[Door]) -> Any:
    return pytest.mark.parametrize("door", these, ids=named)


def outcome(reply: httpx.Response) -> Outcome:
    """Status and code of a reply; a refusal has its words and nothing of our insides."""
    if reply.status_code == 200:
        return DONE
    code = reply.json()["error"]["code"]
    refused(reply, reply.status_code, code)
    return reply.status_code, code


def kept() -> dict[str, list[Any]]:
    """Everything the database holds but for failed attempts, which are counted on purpose."""
    return stored(Attempt.__tablename__)


def test_every_route_has_a_row() -> None:
    there = {(method, route.path) for route in routes for method in route.methods or ()}
    assert there - {("HEAD", path) for _method, path in there} == {
        (d.method, d.path) for d in DOORS
    }


@doors(DOORS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_no_other_method_opens_a_route(
    server: httpx.Client, place: Place, door: Door, method: str
) -> None:
    if (method, door.path) in {(d.method, d.path) for d in DOORS}:
        return
    before = kept()
    reply = Door(method, door.path, door.by, door.body).knock(
        server, place.draft.id, place.token("administrator")
    )
    assert outcome(reply) == (405, "bad_request")
    assert kept() == before


@doors(BY_TOKEN)
@pytest.mark.parametrize("name", PEOPLE)
def test_a_token_opens_what_the_role_allows(
    server: httpx.Client, place: Place, door: Door, name: str
) -> None:
    expected = ENDED if name == "person who has left" else door.outcomes.get(name, UNKNOWN)
    before = kept()
    assert outcome(door.knock(server, place.draft.id, place.token(name))) == expected
    if expected != DONE or door.method == "GET":
        assert kept() == before
    else:
        assert kept() != before


SUBMITTED: dict[str, dict[str, Outcome]] = {
    "GET": dict.fromkeys(("inspector", "administrator", "head", "representative"), DONE),
    "operations": {
        "inspector": (409, "submitted"),
        "administrator": (409, "submitted"),
        "head": FORBIDDEN,
        "representative": FORBIDDEN,
    },
    "photos": {
        "inspector": (409, "submitted"),
        "administrator": (409, "submitted"),
        "head": FORBIDDEN,
        "representative": FORBIDDEN,
    },
    "signature": {
        "inspector": (409, "submitted"),
        "administrator": (409, "submitted"),
        "head": FORBIDDEN,
        "representative": FORBIDDEN,
    },
    "presence": {
        "inspector": DONE,
        "administrator": DONE,
        "head": FORBIDDEN,
        "representative": FORBIDDEN,
    },
    "submit": {
        "inspector": DONE,
        "administrator": DONE,
        "head": FORBIDDEN,
        "representative": FORBIDDEN,
    },
}
"""After submitting head and representative see the audit, and nobody changes it."""


@doors(BY_TOKEN)
@pytest.mark.parametrize("name", PEOPLE)
def test_a_submitted_audit_is_read_by_those_it_concerns_and_changed_by_nobody(
    server: httpx.Client, place: Place, door: Door, name: str
) -> None:
    submit = next(door for door in BY_TOKEN if door.path.endswith("/submit"))
    assert outcome(submit.knock(server, place.draft.id, place.token("inspector"))) == DONE
    before = kept()
    row = SUBMITTED["GET" if door.method == "GET" else door.path.split("/")[3]]
    expected = ENDED if name == "person who has left" else row.get(name, UNKNOWN)
    assert outcome(door.knock(server, place.draft.id, place.token(name))) == expected
    assert kept() == before


@doors(BY_TOKEN)
@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "person who has left"])
def test_a_guessed_audit_is_answered_like_one_there_is_not(
    server: httpx.Client, place: Place, door: Door, name: str
) -> None:
    allowed = ("inspector elsewhere", "administrator")
    unknown = str(uuid4())
    guessed = door.knock(server, place.foreign.id, place.token(name, place.foreign))
    there_is_not = door.knock(server, unknown, place.token(name, unknown))
    assert outcome(there_is_not) == UNKNOWN
    if name not in allowed:
        assert guessed.status_code == there_is_not.status_code
        told = guessed.text.replace(place.foreign.id, unknown)
        assert told == there_is_not.text


def end(signed: SignedIn) -> None:
    with database().write(SYSTEM) as session:
        sign_ins.end(session, signed.id, datetime.now(UTC))


def ended(place: Place) -> str:
    end(place.signed["inspector"])
    return place.token("inspector")


def begun_before(place: Place, ago: timedelta) -> SignedIn:
    return signed_in(place.people["inspector"], datetime.now(UTC) - ago)


def idle(place: Place) -> str:
    return token_of(begun_before(place, sign_ins.IDLE + timedelta(minutes=1)), place.draft)


def of_other(place: Place) -> str:
    bearer = tokens.Bearer(
        place.people["administrator"], place.draft.id, "zh", place.signed["inspector"].id
    )
    return tokens.issue(bearer)


def of_demo(place: Place) -> str:
    with database().write(SYSTEM) as session:
        set_setting(session, "demo", True)
    return tokens.issue(tokens.Bearer(place.people["inspector"], place.draft.id, "zh"))


def unknown_session(place: Place) -> str:
    return tokens.issue(tokens.Bearer(place.people["inspector"], place.draft.id, "zh", 999_999))


def forged(place: Place) -> str:
    content, moment, signature = place.token("inspector").split(".")
    return f"{content}.{moment}.{'a' if signature[0] != 'a' else 'b'}{signature[1:]}"


BAD_TOKENS: dict[str, tuple[Callable[[Place], str], Outcome]] = {
    "nobody": (lambda _place: "", FORBIDDEN),
    "nonsense": (lambda _place: "x.y.z", FORBIDDEN),
    "forged": (forged, FORBIDDEN),
    "for another audit": (lambda p: p.token("inspector", p.foreign), FORBIDDEN),
    "ended session": (ended, ENDED),
    "idle session": (idle, ENDED),
    "session of somebody else": (of_other, ENDED),
    "session there is not": (unknown_session, ENDED),
    "demo token outside the demo": (of_demo, ENDED),
    "the cookie instead": (lambda p: p.signed["inspector"].cookie, FORBIDDEN),
}


@doors(BY_TOKEN)
@pytest.mark.parametrize("name", BAD_TOKENS)
def test_a_bad_token_opens_nothing(
    server: httpx.Client, place: Place, door: Door, name: str
) -> None:
    make, expected = BAD_TOKENS[name]
    token = make(place)
    before = kept()
    assert outcome(door.knock(server, place.draft.id, token)) == expected
    assert kept() == before


@doors(BY_TOKEN)
def test_a_session_ends_in_any_case(
    server: httpx.Client, place: Place, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sign_ins, "IDLE", sign_ins.ABSOLUTE * 2)
        signed = begun_before(place, sign_ins.ABSOLUTE - timedelta(minutes=1))
        still = token_of(signed, place.draft)
        assert outcome(door.knock(server, place.draft.id, still)) == DONE
        signed = begun_before(place, sign_ins.ABSOLUTE + timedelta(seconds=1))
        before = kept()
        token = token_of(signed, place.draft)
        assert outcome(door.knock(server, place.draft.id, token)) == ENDED
        assert kept() == before


@doors(BY_TOKEN)
def test_a_demo_token_opens_only_where_the_demo_is_served(
    server: httpx.Client, place: Place, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tokens.issue(tokens.Bearer(place.people["inspector"], place.draft.id, "zh"))
    monkeypatch.setenv("HENG_DEMO", "1")
    assert outcome(door.knock(server, place.draft.id, token)) == ENDED
    of_demo(place)
    assert outcome(door.knock(server, place.draft.id, token)) == DONE


@doors([*BY_TOKEN, *BY_PAGE])
@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_another_site_is_refused(
    server: httpx.Client, place: Place, door: Door, headers: dict[str, str]
) -> None:
    signed = place.signed["administrator"]
    before = kept()
    cookie = f"{COOKIE}={signed.cookie}"
    reply = door.knock(
        server, place.draft.id, place.token("administrator"), Cookie=cookie, **headers
    )
    assert outcome(reply) == FORBIDDEN
    assert "set-cookie" not in reply.headers
    assert kept() == before


@doors(BY_PAGE)
@pytest.mark.parametrize("value", ["", "0", "yes"])
def test_a_form_of_another_site_cannot_send_the_header(
    server: httpx.Client, place: Place, door: Door, value: str
) -> None:
    before = kept()
    cookie = f"{COOKIE}={place.signed['administrator'].cookie}"
    reply = door.knock(server, place.draft.id, **{"X-Heng": value, "Cookie": cookie})
    assert outcome(reply) == FORBIDDEN
    assert "set-cookie" not in reply.headers
    assert kept() == before


@pytest.mark.parametrize("name", PEOPLE)
def test_an_operation_of_somebody_else_replayed_changes_nothing(
    server: httpx.Client, place: Place, name: str
) -> None:
    door = BY_TOKEN[1]
    sent = one_answer()
    first = Door(door.method, door.path, door.by, lambda: sent)
    assert outcome(first.knock(server, place.draft.id, place.token("inspector"))) == DONE
    before = kept()
    reply = first.knock(server, place.draft.id, place.token(name))
    expected = ENDED if name == "person who has left" else WRITERS.get(name, UNKNOWN)
    assert outcome(reply) == expected
    # Who has the audit open is written down with whatever arrives.
    assert kept() | {"presences": before["presences"]} == before


def test_an_operation_s_id_from_another_audit_moves_and_tells_nothing(
    server: httpx.Client, place: Place
) -> None:
    sent = one_answer()
    own = Door("POST", BY_TOKEN[1].path, "token", lambda: sent)
    assert outcome(own.knock(server, place.draft.id, place.token("inspector"))) == DONE
    before = kept()
    other = {"operations": [{**sent["operations"][0], "answer": {"verdict": "not_applicable"}}]}
    forged = Door("POST", BY_TOKEN[1].path, "token", lambda: other)
    token = place.token("inspector elsewhere", place.foreign)
    reply = forged.knock(server, place.foreign.id, token)
    assert [result["status"] for result in reply.json()["results"]] == ["refused"]
    assert kept() == before
    with database().read(SYSTEM) as session:
        assert len(history(session, place.draft.id)) == 1
        assert not history(session, place.foreign.id)


# Signing in and out.


def sign_in(server: httpx.Client, login: str, password: str = PASSWORD) -> httpx.Response:
    body = json.dumps({"login": login, "password": password})
    return server.post("/api/session", content=body, headers=OURS)


def change(server: httpx.Client, cookie: str, old: str, new: str) -> httpx.Response:
    headers = {**OURS, "Cookie": f"{COOKIE}={cookie}"}
    body = json.dumps({"old": old, "new": new})
    return server.post("/api/password", content=body, headers=headers)


def cookie_of(reply: httpx.Response) -> tuple[str, set[str]]:
    """The value and the attributes of the cookie that a reply sets."""
    first, *others = (part.strip() for part in reply.headers["set-cookie"].split(";"))
    name, value = first.split("=", 1)
    assert name == COOKIE
    return value, set(others)


def is_open(cookie: str) -> bool:
    with database().read(SYSTEM) as session:
        return sign_ins.find(session, cookie, datetime.now(UTC)) is not None


def failures() -> int:
    with database().read(SYSTEM) as session:
        return session.scalars(select(func.count()).select_from(Attempt)).one()


@pytest.mark.parametrize("secure", [False, True])
def test_the_right_password_begins_a_session(
    server: httpx.Client, place: Place, monkeypatch: pytest.MonkeyPatch, secure: bool
) -> None:
    if secure:
        monkeypatch.setenv("HENG_SECURE", "1")
    reply = sign_in(server, "inspector")
    assert (reply.status_code, reply.json()) == (200, {"state": "signed_in"})
    value, attributes = cookie_of(reply)
    assert is_open(value)
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= attributes
    assert ("Secure" in attributes) is secure
    assert f"Max-Age={int(sign_ins.ABSOLUTE.total_seconds())}" in attributes
    assert not any(a.startswith("Domain") for a in attributes)
    assert value not in str(kept())
    assert failures() == 0


def test_under_https_the_cookie_is_secure(place: Place) -> None:
    async def sign_in_by_https() -> httpx.Response:
        transport = httpx.ASGITransport(standalone)
        async with httpx.AsyncClient(transport=transport, base_url="https://heng") as client:
            body = json.dumps({"login": "inspector", "password": PASSWORD})
            return await client.post("/api/session", content=body, headers=OURS)

    _value, attributes = cookie_of(anyio.run(sign_in_by_https))
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= attributes


WRONG = {
    "wrong password": ("inspector", "not the password"),
    "no password": ("inspector", ""),
    "the hash itself": ("inspector", ""),
    "unknown name": ("nobody-knows-me", PASSWORD),
    "no name": ("", PASSWORD),
    "who has left": ("person-who-has-left", PASSWORD),
    "a NUL": ("inspector\x00", PASSWORD),
}


@pytest.mark.parametrize("name", WRONG)
def test_whoever_does_not_get_in_is_told_the_same(
    server: httpx.Client, place: Place, name: str
) -> None:
    login, password = WRONG[name]
    if name == "the hash itself":
        password = password_hash()
    before = kept()
    first = sign_in(server, "inspector", "surely wrong")
    reply = sign_in(server, login, password)
    assert outcome(reply) == (401, "sign_in_refused")
    assert reply.content == first.content
    assert "set-cookie" not in reply.headers
    assert kept() == before
    assert failures() == 2


@pytest.mark.parametrize("login", ["inspector", "nobody-knows-me", "person-who-has-left"])
def test_after_failures_nobody_gets_in_by_that_name(
    server: httpx.Client, place: Place, login: str
) -> None:
    for _number in range(attempts.FAILURES_OF_ACCOUNT):
        assert outcome(sign_in(server, login, "wrong password")) == (401, "sign_in_refused")
    before = kept()
    wrong, right = sign_in(server, login, "wrong password"), sign_in(server, login, PASSWORD)
    assert outcome(wrong) == outcome(right) == (429, "too_many_failures")
    assert wrong.content == right.content
    assert "set-cookie" not in right.headers
    assert kept() == before
    assert sign_in(server, "administrator").status_code == 200


def test_after_failures_from_one_address_nobody_gets_in_from_there(
    server: httpx.Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "FAILURES_OF_ADDRESS", 3)
    for number in range(3):
        assert outcome(sign_in(server, f"guess-{number}")) == (401, "sign_in_refused")
    assert outcome(sign_in(server, "inspector")) == (429, "too_many_failures")


def test_getting_in_forgives_the_failures_before(server: httpx.Client, place: Place) -> None:
    for _round in range(2):
        for _number in range(attempts.FAILURES_OF_ACCOUNT - 1):
            assert sign_in(server, "inspector", "wrong password").status_code == 401
        assert sign_in(server, "inspector").status_code == 200


def test_signing_out_ends_the_session_and_its_tokens(server: httpx.Client, place: Place) -> None:
    signed, other = place.signed["inspector"], signed_in(place.people["inspector"])
    token = place.token("inspector")
    headers = {**OURS, "Cookie": f"{COOKIE}={signed.cookie}"}
    reply = server.delete("/api/session", headers=headers)
    assert reply.json() == {"state": "signed_out"}
    value, attributes = cookie_of(reply)
    assert value.strip('"') == ""
    assert {"Max-Age=0", "HttpOnly", "Path=/", "SameSite=lax"} <= attributes
    assert (is_open(signed.cookie), is_open(other.cookie)) == (False, True)
    for door in BY_TOKEN:
        assert outcome(door.knock(server, place.draft.id, token)) == ENDED
    before = kept()
    for cookie in (signed.cookie, "forged", ""):
        headers = {**OURS, "Cookie": f"{COOKIE}={cookie}"}
        assert server.delete("/api/session", headers=headers).json() == {"state": "signed_out"}
    assert kept() == before


def test_a_new_password_ends_the_other_sessions(server: httpx.Client, place: Place) -> None:
    mine, other = place.signed["inspector"], signed_in(place.people["inspector"])
    token = token_of(other, place.draft)
    assert change(server, mine.cookie, PASSWORD, OTHER).json() == {"state": "changed"}
    assert (is_open(mine.cookie), is_open(other.cookie)) == (True, False)
    assert is_open(place.signed["administrator"].cookie)
    assert outcome(BY_TOKEN[0].knock(server, place.draft.id, token)) == ENDED
    assert outcome(sign_in(server, "inspector", PASSWORD)) == (401, "sign_in_refused")
    assert sign_in(server, "inspector", OTHER).status_code == 200


@pytest.mark.parametrize("new", ["short", "x" * 500, "aaaaaaaaaaaa", "inspector", "INSPECTOR"])
def test_a_weak_password_is_refused(server: httpx.Client, place: Place, new: str) -> None:
    before = kept()
    reply = change(server, place.signed["inspector"].cookie, PASSWORD, new)
    assert outcome(reply) == (422, "invalid")
    assert new not in reply.text or len(new) < 6
    assert kept() == before


def test_a_new_password_needs_the_old_one(server: httpx.Client, place: Place) -> None:
    cookie = place.signed["inspector"].cookie
    before = kept()
    for _number in range(attempts.FAILURES_OF_ACCOUNT):
        reply = change(server, cookie, "not the password", OTHER)
        assert outcome(reply) == (401, "sign_in_refused")
    assert outcome(change(server, cookie, PASSWORD, OTHER)) == (429, "too_many_failures")
    assert kept() == before


@pytest.mark.parametrize("who", ["nobody", "forged", "ended", "idle", "left", "a token"])
def test_a_new_password_needs_an_open_session(server: httpx.Client, place: Place, who: str) -> None:
    cookies: dict[str, Callable[[], str]] = {
        "nobody": lambda: "",
        "forged": lambda: "x" * 43,
        "ended": lambda: place.signed["inspector"].cookie,
        "idle": lambda: begun_before(place, sign_ins.IDLE + timedelta(minutes=1)).cookie,
        "left": lambda: place.signed["person who has left"].cookie,
        "a token": lambda: place.token("inspector"),
    }
    cookie = cookies[who]()
    if who == "ended":
        end(place.signed["inspector"])
    before = kept()
    assert outcome(change(server, cookie, PASSWORD, OTHER)) == ENDED
    assert kept() == before
    assert failures() == 0


def test_a_one_time_password_opens_only_the_change_of_it(
    server: httpx.Client, place: Place
) -> None:
    person = place.people["inspector"]
    with database().write(SYSTEM) as session:
        accounts.save_account(
            session, person, login="inspector", email=None, now=NOW, password_hash=password_hash()
        )
    value, _attributes = cookie_of(sign_in(server, "inspector"))
    with database().read(SYSTEM) as session:
        kept = accounts.account(session, person)
        assert kept is not None
        assert kept.must_change
    assert change(server, value, PASSWORD, OTHER).json() == {"state": "changed"}
    with database().read(SYSTEM) as session:
        kept = accounts.account(session, person)
        assert kept is not None
        assert not kept.must_change
    assert is_open(value)


BROKEN = [b"", b"[]", b'{"login": "inspector"}', b'{"login": 5, "password": "x"}', b"{"]
BROKEN += [b'{"login": "inspector\\ud800", "password": "x", "old": "x", "new": "x"}']


@doors([door for door in BY_PAGE if door.method == "POST"])
@pytest.mark.parametrize("content", BROKEN, ids=repr)
def test_a_broken_request_is_refused(
    server: httpx.Client, place: Place, door: Door, content: bytes
) -> None:
    before = kept()
    cookie = f"{COOKIE}={place.signed['inspector'].cookie}"
    reply = server.post("/api" + door.path, content=content, headers={**OURS, "Cookie": cookie})
    assert outcome(reply)[0] in (400, 422)
    assert kept() == before
