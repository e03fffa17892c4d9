"""The catalogue holds what the regulations state; a broken one is refused with every fault."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from checklists.answers import accept_answer
from checklists.catalogue_loader import FOLDER, load_catalogue, read_catalogue
from checklists.errors import CatalogueFaults, NotInForce
from checklists.model import Sheet
from checklists.scoring import score_sheet

DAY = date(2026, 10, 1)
STATED = {
    "hotline": (37, 102),
    "counter": (25, 63),
    "home_visit": (19, 56),
    "inspection": (6, 31),
    "venting": (8, 38),
    "repair": (4, 21),
    "indicators": (9, 300),
    "complaints": (3, 50),
    "callbacks": (5, 50),
    "mystery": (1, 50),
    "satisfaction": (1, 50),
}
"""Items and points of each sheet; bonus and demerit items bring no points."""


def test_every_sheet_has_its_items_and_points() -> None:
    sheets = load_catalogue().sheets(DAY)
    assert {code: (len(s.items), int(s.points)) for code, s in sheets.items()} == STATED


def test_the_annex_has_108_items() -> None:
    annex = list(STATED)[:7]
    assert sum(STATED[code][0] for code in annex) == 108


def test_every_item_is_worded_in_both_languages() -> None:
    for sheet in load_catalogue().sheets(DAY).values():
        for item in sheet.items:
            assert any("\u4e00" <= sign <= "\u9fff" for sign in item.wording.zh), item.code
            assert not any("\u4e00" <= sign <= "\u9fff" for sign in item.wording.en), item.code


def test_every_reading_and_local_default_says_why() -> None:
    for sheet in load_catalogue().sheets(DAY).values():
        for item in sheet.items:
            assert (item.origin == "source") == (item.reason is None), item.code


def test_a_sheet_rebuilt_from_its_content_is_the_same() -> None:
    for sheet in load_catalogue().sheets(DAY).values():
        assert Sheet.from_content(sheet.content) == sheet
        assert Sheet.from_content(sheet.content).content_hash == sheet.content_hash


def test_every_policy_is_local_and_says_why() -> None:
    for sheet in load_catalogue().sheets(DAY).values():
        for policy in (p for item in sheet.items for p in (item.skip, item.proof) if p is not None):
            assert (policy.origin, policy.reason is None) == ("local", False)


def test_a_sheet_stored_before_there_were_policies_is_read_as_it_was() -> None:
    content = json.loads(json.dumps(load_catalogue().sheet("venting", DAY).content))
    for name in ("skip_default", "skip_limit", "repeat_lookback_months", "repeat_multiplier"):
        content["scheme"].pop(name)
    for entry in content["items"]:
        entry.pop("skip", None)
        entry.pop("proof", None)
    old = Sheet.from_content(content)
    assert old.content == content
    assert {old.skip_policy(item) for item in old.items} == {"allowed"}
    assert accept_answer(old, "VEN-05", {"verdict": "not_applicable"}) is not None
    assert not score_sheet(old, {}).over_skip_limit


def test_before_its_first_day_a_sheet_is_not_in_force() -> None:
    with pytest.raises(NotInForce, match="2024-12-31"):
        load_catalogue().sheet("hotline", on=date(2024, 12, 31))


def test_the_coverage_asked_for_is_that_of_the_regulation() -> None:
    rules = load_catalogue().standing_rules("gas-1000", DAY)
    asked = {one.code: (one.per, one.occasion, one.least, one.sheets) for one in rules.coverage}
    service = ("hotline", "counter", "home_visit", "inspection", "repair")
    assert asked == {
        "company_per_division": ("division", "company", 1, ()),
        "division_per_unit": ("unit", "division", 2, service),
        "mystery_shopper": ("unit", None, 1, ("mystery",)),
        "survey": ("unit", None, 1, ("satisfaction",)),
    }
    with pytest.raises(NotInForce, match="2024-12-31"):
        load_catalogue().standing_rules("gas-1000", date(2024, 12, 31))


def test_newer_rules_of_standings_hold_from_their_day(folder: Path) -> None:
    def ask_for_more(content: Any) -> None:
        newer = yaml.safe_load(yaml.safe_dump(content["standings"][0]))
        newer["from"] = date(2026, 7, 1)
        newer["coverage"][1]["least"] = 4
        content["standings"].append(newer)

    changed(folder, "schemes/gas-1000.yaml", ask_for_more)
    catalogue = read_catalogue(folder)
    least = [
        catalogue.standing_rules("gas-1000", date(2026, month, 1)).coverage[1].least
        for month in (6, 7, 8)
    ]
    assert least == [2, 4, 4]
    before, after = (catalogue.sheet("hotline", on=date(2026, m, 1)) for m in (6, 8))
    assert before.content_hash == after.content_hash


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def changed(folder: Path, file: str, change: Callable[[Any], None]) -> None:
    path = folder / file
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def item(content: Any, code: str) -> Any:
    return next(entry for entry in content["items"] if entry["code"] == code)


def rule(content: Any, code: str) -> Any:
    return item(content, code)["versions"][0]["rule"]


def test_a_new_version_holds_from_its_day_and_the_old_one_before(folder: Path) -> None:
    def raise_points(content: Any) -> None:
        versions = item(content, "HOT-01")["versions"]
        newer = yaml.safe_load(yaml.safe_dump(versions[0]))
        newer["from"] = date(2026, 7, 1)
        newer["rule"] |= {"points": 4, "deduct": 4}
        versions.append(newer)

    changed(folder, "sheets/hotline.yaml", raise_points)
    catalogue = read_catalogue(folder)
    before = catalogue.sheet("hotline", on=date(2026, 6, 30))
    after = catalogue.sheet("hotline", on=date(2026, 7, 1))
    assert (before.points, after.points) == (102, 104)
    assert before.content_hash != after.content_hash
    assert (before.valid_from, after.valid_from) == (date(2025, 1, 1), date(2026, 7, 1))


FAULTS: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "an unknown rule": (
        "sheets/hotline.yaml",
        lambda c: rule(c, "HOT-01").update(kind="guess"),
        "guess",
    ),
    "points not matching parts": (
        "sheets/home_visit.yaml",
        lambda c: rule(c, "HOM-15").update(points=11),
        "the parts add up to 10 points, the item has 11",
    ),
    "tiers not monotone": (
        "sheets/hotline.yaml",
        lambda c: rule(c, "HOT-28")["tiers"].reverse(),
        "the tiers are not monotone",
    ),
    "a duplicate code": (
        "sheets/repair.yaml",
        lambda c: item(c, "REP-01").update(code="HOT-01"),
        "the code HOT-01 is used 2 times",
    ),
    "a missing reference": (
        "sheets/repair.yaml",
        lambda c: item(c, "REP-01")["versions"][0].pop("reference"),
        "reference: Field required",
    ),
    "a reference to an unknown document": (
        "sheets/repair.yaml",
        lambda c: item(c, "REP-01")["versions"][0]["reference"].update(document="NONE"),
        "there is no document NONE",
    ),
    "a gap between grade bands": (
        "schemes/gas-1000.yaml",
        lambda c: c["versions"][0]["grades"][0].update(low=910),
        "the grade bands leave a gap from 900 to 910",
    ),
    "an overlap of grade bands": (
        "schemes/gas-1000.yaml",
        lambda c: c["versions"][0]["grades"][0].update(low=890),
        "overlap",
    ),
    "two versions with one day": (
        "sheets/repair.yaml",
        lambda c: item(c, "REP-01")["versions"].append(item(c, "REP-01")["versions"][0]),
        "two versions start on 2025-01-01",
    ),
    "two scheme versions with one day": (
        "schemes/gas-1000.yaml",
        lambda c: c["versions"].append(c["versions"][0]),
        "two versions start on 2025-01-01",
    ),
    "an unknown treatment": (
        "schemes/gas-1000.yaml",
        lambda c: c["versions"][0]["step_rounding"].update(value="loose"),
        "step_rounding: choose one of whole, proportional, started",
    ),
    "a reading without its reason": (
        "sheets/hotline.yaml",
        lambda c: item(c, "HOT-28")["versions"][0].pop("reason"),
        "say why under `reason`",
    ),
    "an unknown section": (
        "sheets/repair.yaml",
        lambda c: item(c, "REP-01").update(section="nowhere"),
        "there is no section nowhere",
    ),
    "a sheet that is not there": (
        "schemes/gas-1000.yaml",
        lambda c: c["sheets"].append("key_accounts"),
        "there is no sheet key_accounts",
    ),
    "a wording in one language": (
        "sheets/repair.yaml",
        lambda c: item(c, "REP-01")["versions"][0]["wording"].pop("en"),
        "wording.en: Field required",
    ),
    "a policy nobody wrote down": (
        "sheets/repair.yaml",
        lambda c: item(c, "REP-01")["versions"][0].update(skip="sometimes"),
        "there is no policy sometimes",
    ),
    "an unknown way to skip": (
        "schemes/gas-1000.yaml",
        lambda c: c["policies"]["skip"]["may_not_arise"].update(value="maybe"),
        "policies.skip.may_not_arise.value",
    ),
    "a proof nobody can give": (
        "schemes/gas-1000.yaml",
        lambda c: c["policies"]["proof"]["picture"].update(demands=["film"]),
        "policies.proof.picture.demands",
    ),
    "a policy of an unknown document": (
        "schemes/gas-1000.yaml",
        lambda c: c["policies"]["proof"]["picture"]["reference"].update(document="NONE"),
        "there is no document NONE",
    ),
    "a limit beyond the whole sheet": (
        "schemes/gas-1000.yaml",
        lambda c: c["versions"][0]["skip_limit"].update(value=1.5),
        "skip_limit: a share of the points, at most 1",
    ),
    "a look-back of half a month": (
        "schemes/gas-1000.yaml",
        lambda c: c["versions"][0]["repeat_lookback_months"].update(value=0.5),
        "repeat_lookback_months: a whole number of months",
    ),
    "a multiplier that would give points": (
        "schemes/gas-1000.yaml",
        lambda c: c["versions"][0]["repeat_multiplier"].update(value=0.5),
        "repeat_multiplier: from 1 to 10",
    ),
    "a requirement of a sheet that is not there": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coverage"][1]["sheets"].append("key_accounts"),
        "standings.2025-01-01.division_per_unit: there is no sheet key_accounts",
    ),
    "a requirement of nothing": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coverage"][1].update(least=0),
        "standings.0.coverage.1.least",
    ),
    "a requirement of an unknown occasion": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coverage"][0].update(occasion="police"),
        "standings.0.coverage.0.occasion",
    ),
    "a requirement of nobody": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coverage"][0].update(per="company"),
        "standings.0.coverage.0.per",
    ),
    "a requirement that is read without its reason": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coverage"][0].pop("reason"),
        "say why under `reason`",
    ),
    "a requirement of an unknown document": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coverage"][3]["reference"].update(document="NONE"),
        "standings.0.coverage.3.reference: there is no document NONE",
    ),
    "two requirements with one code": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coverage"].append(c["standings"][0]["coverage"][0]),
        "coverage: two requirements have one code",
    ),
    "an unknown year of coverage": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coverage_year"].update(value="school_year"),
        "coverage_year: choose one of twelve_months, calendar_year",
    ),
    "a coefficient without weight": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coefficient_default"].update(value=0),
        "standings.0.coefficient_default.value",
    ),
    "a coefficient beyond its bound": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coefficient_default"].update(value=11),
        "coefficient_default: at most coefficient_most",
    ),
    "a coefficient too fine to be kept": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coefficient_most"].update(value=9.99999),
        "coefficient_most: at most 4 decimals",
    ),
    "a coefficient that would always be asked about": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"][0]["coefficient_far"].update(value=1),
        "coefficient_far: above 1",
    ),
    "two rules of standings with one day": (
        "schemes/gas-1000.yaml",
        lambda c: c["standings"].append(c["standings"][0]),
        "standings: two versions start on 2025-01-01",
    ),
    "no rules of standings": (
        "schemes/gas-1000.yaml",
        lambda c: c.pop("standings"),
        "standings: Field required",
    ),
    "outage bands out of order": (
        "sheets/indicators.yaml",
        lambda c: rule(c, "IND-09")["bands"].reverse(),
        "without `up_to`",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_refuses_a_catalogue_with(fault: str, folder: Path) -> None:
    file, change, reason = FAULTS[fault]
    changed(folder, file, lambda content: change(content) and None)
    with pytest.raises(CatalogueFaults) as refused:
        read_catalogue(folder)
    assert any(file == found.file and reason in str(found) for found in refused.value.faults), str(
        refused.value
    )


def test_names_all_faults_at_once(folder: Path) -> None:
    for fault in ("an unknown rule", "points not matching parts", "a gap between grade bands"):
        file, change, _ = FAULTS[fault]
        changed(folder, file, lambda content, change=change: change(content) and None)
    with pytest.raises(CatalogueFaults) as refused:
        read_catalogue(folder)
    assert {found.file for found in refused.value.faults} == {
        "sheets/hotline.yaml",
        "sheets/home_visit.yaml",
        "schemes/gas-1000.yaml",
    }


def test_names_a_key_given_twice_and_broken_yaml(folder: Path) -> None:
    with (folder / "sheets/repair.yaml").open("a", encoding="utf-8") as file:
        file.write("\nsheet: repair\n")
    (folder / "sheets/venting.yaml").write_text("sheet: [", encoding="utf-8")
    with pytest.raises(CatalogueFaults) as refused:
        read_catalogue(folder)
    words = str(refused.value)
    assert "the key 'sheet' is given twice" in words
    assert "sheets/venting.yaml" in words


def test_yaml_cannot_create_objects(folder: Path) -> None:
    (folder / "sheets/repair.yaml").write_text(
        "!!python/object/apply:os.system ['true']", encoding="utf-8"
    )
    with pytest.raises(CatalogueFaults, match="could not determine a constructor"):
        read_catalogue(folder)
