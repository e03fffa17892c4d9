"""The rules of work orders hold what the regulations state, and a broken file names its faults."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from checklists.account_rules import COMMITMENTS, EVENTS
from checklists.catalogue_loader import FOLDER, read_catalogue
from checklists.errors import CatalogueFaults, Fault, NotInForce
from checklists.heating_files import HeatingRules, read_heating
from checklists.order_classes import ORDER_CLASSES
from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.looks import clause_text
from dashboard.words import speaking

DAY = date(2026, 11, 22)


def test_every_event_takes_off_what_the_regulation_states() -> None:
    points = {event.code: int(event.points) for event in order_rules(DAY).account.events}
    assert list(points.values()) == [1, 2, 1, 1, 3, 3, 5, 5, 10, 2, 2, 2]
    assert tuple(points) == EVENTS


def test_an_account_has_100_points_a_line_at_80_and_the_days_of_the_heating_season() -> None:
    account = order_rules(DAY).account
    assert (account.points.value, account.line.value) == (100, 80)
    assert account.season.days(Period.parse("2026-HS")) == (date(2026, 11, 15), date(2027, 3, 20))
    seasons = {
        date(2026, 11, 14): None,
        date(2026, 11, 15): "2026-HS",
        date(2026, 12, 31): "2026-HS",
        date(2027, 3, 20): "2026-HS",
        date(2027, 3, 21): None,
        date(2027, 7, 1): None,
    }
    found = {day: account.season.of(day) for day in seasons}
    assert {day: None if one is None else str(one) for day, one in found.items()} == seasons


@pytest.mark.parametrize(
    ("orders", "share"), [(1, "0.3"), (20, "0.3"), (21, "0.2"), (50, "0.2"), (51, "0.1")]
)
def test_the_share_to_call_back_falls_with_the_number_of_orders(orders: int, share: str) -> None:
    assert order_rules(DAY).callbacks.unit.share(orders) == Decimal(share)


def test_the_share_of_each_class_of_business_is_that_of_the_gas_rules() -> None:
    shares = {one.code: one.share for one in order_rules(DAY).callbacks.classes}
    assert {code: str(share) for code, share in shares.items()} == {
        "connection": "1",
        "works": "0.15",
        "meter": "0.05",
        "counter": "0.02",
        "hotline": "0.03",
        "hazard": "1",
        "key_care": "1",
        "complainants": "1",
    }


def test_every_class_of_orders_belongs_to_one_share_of_call_backs() -> None:
    shares = order_rules(DAY).callbacks.classes
    assert sorted(code for one in shares for code in one.orders) == sorted(ORDER_CLASSES)


def test_the_ladder_climbs_after_24_48_72_and_96_hours() -> None:
    ladder = order_rules(DAY).ladder
    assert [(step.hours, step.code) for step in ladder.steps] == [
        (24, "station_head"),
        (48, "company_manager"),
        (72, "manager_in_charge"),
        (96, "general_manager"),
    ]


@pytest.mark.parametrize(
    ("area", "points"), [("15.9", 1), ("16", 2), ("29.9", 2), ("30", 3), ("59.9", 3), ("60", 5)]
)
def test_a_room_is_measured_at_as_many_points_as_its_area_asks_for(area: str, points: int) -> None:
    temperature = order_rules(DAY).temperature
    assert temperature.room(Decimal(area)).points == points
    assert temperature.least == 16


def test_every_class_has_a_clock_and_every_commitment_its_bound() -> None:
    rules = order_rules(DAY)
    assert [code for code in ORDER_CLASSES if not rules.clocks_of(code)] == []
    assert tuple(one.code for one in rules.commitments) == COMMITMENTS
    shares = {one.code: one.least for one in rules.commitments}
    assert (shares["COM-07"], shares["COM-08"]) == (Decimal("0.98"), Decimal("0.9"))


def test_rules_looked_up_for_their_first_day_are_the_same() -> None:
    rules = order_rules(DAY)
    assert order_rules(rules.valid_from) is rules
    with pytest.raises(NotInForce, match="2019-12-31"):
        order_rules(date(2019, 12, 31))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "heating", tmp_path / "heating")
    return tmp_path


def read(folder: Path) -> HeatingRules:
    faults: list[Fault] = []
    rules = read_heating(folder, {"GAS", "HEAT", "STD", "SPEC", "ACC"}, faults)
    if faults:
        raise CatalogueFaults(faults)
    return rules


def changed(folder: Path, file: str, change: Callable[[Any], object]) -> None:
    path = folder / "heating" / f"{file}.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def newest(content: Any) -> Any:
    return content["versions"][-1]


def test_a_newer_part_holds_from_its_day_beside_the_others(folder: Path) -> None:
    def add(content: Any) -> None:
        newer = yaml.safe_load(yaml.safe_dump(newest(content)))
        newer["from"] = date(2026, 12, 1)
        newer["line"]["value"] = 85
        content["versions"].append(newer)

    changed(folder, "account", add)
    rules = read(folder)
    before, after = (rules.on(date(2026, month, 30)) for month in (11, 12))
    assert (before.account.line.value, after.account.line.value) == (80, 85)
    assert (before.valid_from, after.valid_from) == (date(2020, 1, 1), date(2026, 12, 1))
    assert before.orders == after.orders


FAULTS: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "an event missing": ("account", lambda v: v["events"].pop(), "events: name each of HEV-01"),
    "a line above the points": (
        "account",
        lambda v: v["line"].update(value=100),
        "line: below the points",
    ),
    "bands out of order": (
        "callbacks",
        lambda v: v["unit"]["bands"].reverse(),
        "bands: all but the last one have `up_to`",
    ),
    "calling hours that end before they begin": (
        "callbacks",
        lambda v: v["hours"].update(begins="22:00", ends="07:00"),
        "hours: begins comes before ends",
    ),
    "a ladder that does not climb": (
        "ladder",
        lambda v: v["steps"].reverse(),
        "steps: each comes later",
    ),
    "rooms out of order": (
        "temperature",
        lambda v: v["rooms"].insert(0, v["rooms"].pop(1)),
        "rooms: by area",
    ),
    "a clock without hours": (
        "orders",
        lambda v: v["clocks"][0].pop("hours"),
        "hours: given exactly when",
    ),
    "a clock of an unknown class": (
        "orders",
        lambda v: v["clocks"][0]["classes"].append("steam"),
        "classes: there is no steam",
    ),
    "a clock with an unknown event": (
        "orders",
        lambda v: v["clocks"][0].update(event="HEV-99"),
        "no event HEV-99",
    ),
    "a night that ends after its due time": (
        "orders",
        lambda v: v["night"].update(due="08:00"),
        "night: ends, sent_by, due and begins",
    ),
    "a commitment by an unknown clock": (
        "commitments",
        lambda v: v["commitments"][0].update(clocks=["COM-99"]),
        "there is no clock COM-99",
    ),
    "a reading without its reason": (
        "commitments",
        lambda v: v["commitments"][0].pop("reason"),
        "say why under `reason`",
    ),
    "an unknown document": (
        "account",
        lambda v: v["events"][3]["reference"].update(document="NONE"),
        "versions.0.events.3.reference: there is no document NONE",
    ),
    "no first day": ("ladder", lambda v: v.pop("from"), "from: Field required"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_refuses_rules_with(fault: str, folder: Path) -> None:
    file, change, reason = FAULTS[fault]
    changed(folder, file, lambda content: change(newest(content)))
    with pytest.raises(CatalogueFaults) as refused:
        read(folder)
    found = [str(one) for one in refused.value.faults if one.file == f"heating/{file}.yaml"]
    assert any(reason in words for words in found), str(refused.value)


def test_faults_of_several_files_are_named_at_once(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))
    for fault in ("an event missing", "bands out of order", "a clock without hours"):
        file, change, _ = FAULTS[fault]
        changed(folder, file, lambda content, change=change: change(newest(content)))
    (folder / "heating/ladder.yaml").unlink()
    with pytest.raises(CatalogueFaults) as refused:
        read_catalogue(folder)
    assert {found.file for found in refused.value.faults} == {
        f"heating/{name}.yaml" for name in ("account", "callbacks", "orders", "ladder")
    }


def test_every_clause_of_orders_and_accounts_is_cited_in_the_readers_language() -> None:
    written = "".join(file.read_text("utf-8") for file in (FOLDER / "heating").glob("*.yaml"))
    clauses = set(re.findall(r"clause: ([^}\n]+)}", written))
    assert {"part 2 ch. 1", "art. 12 and ch. 4(5)"} <= clauses
    for clause in clauses:
        with speaking("zh"):
            told = clause_text(f"SPEC {clause}").removeprefix("SPEC ")
        # The events of the account are called by their codes everywhere.
        assert clause.startswith("HEV-") or not re.search("[a-z]", told), clause
