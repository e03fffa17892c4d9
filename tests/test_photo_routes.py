"""The routes of photos for real: taken once, refused with words, read back with safe headers."""

from collections.abc import Iterator
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from dashboard.photos.content import LARGEST_FILE
from dashboard.photos.routes import KEPT
from dashboard.photos.store import photo_store
from tests.factories import make_sheet
from tests.pictures import drawn, opened, photo
from tests.routes import Tablet, open_audit, refused, serving

JPEG = photo(taken="2026:11:02 09:41:07", place=(31.2304, 121.4737))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("dashboard.api:standalone") as address:
        yield address


@pytest.fixture
def tablet(address: str, own_url: str) -> Iterator[Tablet]:
    with httpx.Client(base_url=address, timeout=120) as server:
        yield Tablet(server, open_audit())


def send(
    tablet: Tablet,
    data: bytes = JPEG,
    *,
    number: str | None = None,
    item: str = "HOT-01",
    name: str = "现场.jpg",
    **headers: str,
) -> httpx.Response:
    said = {"X-Heng-Item": quote(item), "X-Heng-Name": quote(name)}
    path = tablet.path(f"/photos/{number or uuid4()}")
    return tablet.server.put(path, content=data, headers={**tablet.headers, **said, **headers})


def taken(tablet: Tablet, data: bytes = JPEG, **others: str) -> dict[str, object]:
    reply = send(tablet, data, **others)
    assert reply.status_code == 200, reply.text
    found: dict[str, object] = reply.json()["photo"]
    return found


def get(tablet: Tablet, number: object, more: str = "") -> httpx.Response:
    return tablet.server.get(tablet.path(f"/photos/{number}{more}"), headers=tablet.headers)


def test_a_photo_is_told_of_with_time_place_and_person(tablet: Tablet) -> None:
    number = str(uuid4())
    told = taken(tablet, number=number)
    assert told == {
        "item": "HOT-01",
        "id": number,
        "name": "现场.jpg",
        "width": 640,
        "height": 480,
        "taken": "2026-11-02 09:41",
        "place": "31.23040, 121.47370",
        "by": tablet.audit.inspector.name,
    }
    told.pop("item")
    assert tablet.look()["photos"] == {"HOT-01": [told]}


def test_a_photo_sent_twice_is_one(tablet: Tablet) -> None:
    number = str(uuid4())
    assert taken(tablet, number=number) == taken(tablet, number=number)
    assert len(tablet.look()["photos"]["HOT-01"]) == 1


def test_a_number_takes_no_other_content(tablet: Tablet) -> None:
    number = str(uuid4())
    taken(tablet, number=number)
    refused(send(tablet, photo(image=drawn(mark="x")), number=number), 422, "invalid")


def test_it_is_read_back_as_it_came_and_kept_by_nobody(tablet: Tablet) -> None:
    reply = get(tablet, taken(tablet, name='现场 "1"; x=\r\ny.jpg')["id"])
    assert reply.content == JPEG
    assert reply.headers["content-type"] == "image/jpeg"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers.get_list("cache-control") == ["no-store"]
    disposition = reply.headers["content-disposition"]
    assert disposition.startswith("inline; filename*=UTF-8''%E7%8E%B0%E5%9C%BA")
    assert not set('";\r\n ') & set(disposition.split("''", 1)[1])


def test_its_thumbnail_is_kept_by_its_readers_browser(tablet: Tablet) -> None:
    reply = get(tablet, taken(tablet)["id"], "/thumbnail")
    assert opened(reply.content).size == (480, 360)
    assert reply.headers["content-type"] == "image/jpeg"
    assert reply.headers.get_list("cache-control") == [KEPT]
    assert KEPT.startswith("private")
    missing = get(tablet, uuid4(), "/thumbnail")
    refused(missing, 404, "not_found")
    assert missing.headers.get_list("cache-control") == ["no-store"]


@pytest.mark.parametrize("told", ["text/html", "image/svg+xml", "application/x-msdownload", ""])
def test_the_content_decides_and_not_what_is_said_of_it(tablet: Tablet, told: str) -> None:
    number = taken(tablet, photo("PNG"), name="x.html", **{"Content-Type": told})["id"]
    assert get(tablet, number).headers["content-type"] == "image/png"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<script>alert(1)</script>", JPEG[:900]])
def test_what_is_no_whole_photo_is_refused_in_words(tablet: Tablet, data: bytes) -> None:
    refused(send(tablet, data), 422, "invalid")
    assert tablet.look()["photos"] == {}


def test_too_much_is_refused_while_it_still_comes(tablet: Tablet) -> None:
    def endless() -> Iterator[bytes]:
        sent = 0
        while sent < LARGEST_FILE + 2_000_000:
            yield b"\xff" * 100_000
            sent += 100_000

    path, headers = tablet.path(f"/photos/{uuid4()}"), {**tablet.headers, "X-Heng-Item": "HOT-01"}
    try:
        reply = tablet.server.put(path, content=endless(), headers=headers)
    except httpx.TransportError:
        reply = None  # The server hangs up on whoever does not stop.
    assert reply is None or refused(reply, 422, "invalid")
    assert tablet.look()["photos"] == {}


def test_an_item_of_another_sheet_and_a_number_of_nonsense_are_refused(tablet: Tablet) -> None:
    refused(send(tablet, item="VEN-01"), 422, "invalid")
    refused(send(tablet, item="%00"), 422, "invalid")
    refused(send(tablet, number="no-uuid"), 422, "invalid")


def test_a_photo_of_another_audit_is_not_there(tablet: Tablet) -> None:
    number = str(taken(tablet)["id"])
    other = Tablet(tablet.server, open_audit())
    for reply in (get(other, number), get(other, number, "/thumbnail")):
        refused(reply, 404, "not_found")
    path = other.path(f"/photos/{number}")
    refused(other.server.delete(path, headers=other.headers), 404, "not_found")
    # A token opens one audit only, whatever the address says.
    refused(
        other.server.delete(tablet.path(f"/photos/{number}"), headers=other.headers),
        403,
        "forbidden",
    )
    assert tablet.look()["photos"]["HOT-01"]


def test_a_late_photo_is_refused_with_words_and_a_replay_is_not(tablet: Tablet) -> None:
    number = str(uuid4())
    taken(tablet, number=number)
    assert tablet.submit(*make_sheet().by_code).status_code == 200
    assert "提交" in refused(send(tablet), 409, "submitted")
    assert taken(tablet, number=number)["id"] == number
    path = tablet.path(f"/photos/{number}")
    refused(tablet.server.delete(path, headers=tablet.headers), 409, "submitted")


def test_a_photo_is_taken_out_once(tablet: Tablet) -> None:
    path = tablet.path(f"/photos/{taken(tablet)['id']}")
    for _again in range(2):
        assert tablet.server.delete(path, headers=tablet.headers).status_code == 200
    assert tablet.look()["photos"] == {}


def test_a_store_that_is_away_is_tried_again_later(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("HENG_PHOTOS", "/proc/no-folder-can-be-made-here")
        refused(send(tablet), 503, "unavailable")
    assert tablet.look()["photos"] == {}
    taken(tablet)


def test_a_file_lost_from_the_store_is_said_to_be_missing(tablet: Tablet) -> None:
    number = taken(tablet)["id"]
    folder = photo_store().folder
    assert folder is not None
    for file in folder.rglob("*.*"):
        file.unlink()
    refused(get(tablet, number), 404, "not_found")
    refused(get(tablet, number, "/thumbnail"), 404, "not_found")
