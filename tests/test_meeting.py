"""The slides of a meeting say what the standings say, fit a projector, and leave nothing out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from checklists.periods import Period
from dashboard.forecasts.stored import Shown
from dashboard.looks import score_text, shown_score
from dashboard.meeting import ground
from dashboard.meeting.cells import MOST_ROWS
from dashboard.meeting.deck import decision_of, deck
from dashboard.meeting.ground import Figures, figures
from dashboard.standings.rows import Standings, UnitStanding
from dashboard.words import speaking
from db.actors import SYSTEM
from db.forecasts.rows import ForecastRow, UnitForecast
from db.meetings.reading import DecisionRow, Minutes
from tests.screens import CHINESE

YEAR = Period.parse("2026")
NOTHING = Minutes(YEAR, (), None)
Slides = list[dict[str, Any]]


@pytest.fixture(scope="module")
def found(demo_url: str) -> Iterator[Figures]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", demo_url)
        # Accounts propose what is new in them when they are looked at; the demo is for reading.
        patch.setattr(ground, "_below", lambda _actor, _period: ())
        yield figures(SYSTEM, YEAR)


def slides(found: Figures, held: Minutes = NOTHING, language: str = "zh") -> Slides:
    with speaking(language):
        made: Slides = deck(found, held, SYSTEM, None)["slides"]
    assert json.loads(json.dumps(made)) == made
    return made


def by_id(made: Slides) -> dict[str, dict[str, Any]]:
    assert len({slide["id"] for slide in made}) == len(made)
    return {slide["id"]: slide for slide in made}


def of_size(found: Figures, number: int) -> Figures:
    """The same meeting over so many units, made from those there are."""
    units = [unit for unit in found.stands.units if unit.place is not None]
    many = tuple(
        replace(
            units[place * len(units) // number],
            place=place + 1,
            row=replace(units[0].row, id=10_000 + place, code=f"X{place}"),
        )
        for place in range(number)
    )
    return replace(found, stands=replace(found.stands, units=many))


def test_the_agenda_goes_from_who_is_there_to_what_was_decided(found: Figures) -> None:
    made = [slide["id"] for slide in slides(found)]
    assert made[:5] == ["cover", "present", "totals", "grades", "divisions"]
    assert made.index("units") < made.index("apart") < made.index("gains")
    assert [one for one in made if one.startswith("last-")]
    assert made[-4:] == ["another", "models", "other", "decided"]


def test_the_figures_are_those_of_the_standings(found: Figures) -> None:
    made = by_id(slides(found))
    stands = found.stands
    assert stands.company is not None
    assert made["totals"]["figures"][0]["value"] == score_text(stands.company.k)
    assert sum(bar["number"] for bar in made["grades"]["bars"]) == len(stands.units)
    ranked = [unit for unit in stands.units if unit.place is not None]
    assert [(row[0], row[1], row[3]["text"]) for row in made["units"]["rows"]] == [
        (str(unit.place), unit.row.name("zh"), score_text(unit.k)) for unit in ranked
    ]
    marked = [bool(row[3].get("mark")) for row in made["units"]["rows"]]
    assert marked == [unit.provisional for unit in ranked] and any(marked)


def test_gains_and_losses_are_differences_of_the_scores_as_shown(found: Figures) -> None:
    for move in (*found.gains, *found.losses):
        assert move.unit.k is not None
        assert move.change == shown_score(move.unit.k) - shown_score(move.before)
        assert move.reasons and all((p.brought > 0) == (move.change > 0) for p in move.reasons)
    changes = [move.change for move in found.gains]
    assert changes == sorted(changes, reverse=True)


def test_units_in_the_same_last_place_are_candidates_alike(
    found: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    (last,) = found.last
    scored = sum(unit.place is not None for unit in found.stands.units)
    assert last.parts and (last.unit.place, last.of) == (scored, scored)
    twin = replace(last.unit, row=replace(last.unit.row, id=77_777, code="TWIN"))
    monkeypatch.setattr(ground, "_lost", lambda *_asked: last.parts)
    both = ground._last(SYSTEM, replace(found.stands, units=(*found.stands.units, twin)))
    assert [one.unit.row.code for one in both] == [last.unit.row.code, "TWIN"]
    made = by_id(slides(replace(found, last=both)))
    told = made["last-TWIN"]
    assert told["title"].endswith("2/2") and told["form"] == "elimination-77777"
    assert "指导案例" in told["note"] and ["并列", "2 个单位并列"] in told["facts"]


def test_one_unit_and_units_that_are_all_equal_have_no_last_place(found: Figures) -> None:
    first = found.stands.units[0]
    for units in ((), (first,), (first, replace(first, row=replace(first.row, id=9, code="Z")))):
        assert ground._last(SYSTEM, replace(found.stands, units=units)) == ()
    bare: Standings = replace(found.stands, units=())
    made = by_id(slides(replace(found, stands=bare, last=(), gains=(), losses=())))
    assert "units" not in made and made["candidates"]["kind"] == "text"


@pytest.mark.parametrize("number", [1, 5, 12, 13, 200])
def test_no_slide_has_more_rows_than_can_be_read(found: Figures, number: int) -> None:
    many = of_size(found, number)
    unscored = tuple(missing(unit) for unit in many.stands.units)
    both = replace(many, stands=replace(many.stands, units=(*many.stands.units, *unscored)))
    made = slides(both)
    for slide in made:
        if slide["kind"] == "table":
            assert 0 < len(slide["rows"]) <= MOST_ROWS
            assert all(len(row) == len(slide["columns"]) for row in slide["rows"])
    # All units are revealed on one slide of the agenda, which the browser shows page by page.
    assert len(by_id(made)["units"]["rows"]) == number
    assert sum(len(s["rows"]) for s in made if s["id"].startswith("apart")) >= number


def test_of_very_many_provisional_units_the_number_is_said(found: Figures) -> None:
    many = of_size(found, 200)
    first = next(unit for unit in found.stands.units if unit.provisional)
    thin = tuple(replace(unit, missing=first.missing) for unit in many.stands.units)
    made = by_id(slides(replace(many, stands=replace(many.stands, units=thin))))
    assert made["apart"]["kind"] == "text" and "200" in made["apart"]["lines"][0]
    assert all(row[3]["mark"] for row in made["units"]["rows"])


def foreseen(found: Figures, **more: Any) -> Figures:
    """A stored forecast in which the unit in the last place is last in 62 of 100 ends."""
    units = [unit for unit in found.stands.units if unit.place is not None]
    chances = [0.0] * (len(units) - 2) + [0.021, 0.62]
    told = tuple(
        UnitForecast(
            unit.row.id, True, True, 800.0, None, chance, 0.2, max(1, place - 2), place + 1
        )
        for place, (unit, chance) in enumerate(zip(units, chances, strict=True), start=1)
    )
    values: dict[str, Any] = {"rankable": 0.8, "settled": False, "units": told} | more
    made = ForecastRow(
        id=1,
        method="B",
        scheme="gas-1000",
        period=YEAR,
        division=None,
        as_of=date(2026, 9, 30),
        version="1",
        inputs="0" * 64,
        made_at=datetime(2026, 9, 30, tzinfo=UTC),
        made_by=None,
        line=600.0,
        number=9,
        **values,
    )
    return replace(found, forecast=Shown(made, (), withheld=False))


def test_the_risk_is_told_in_steps_and_only_of_a_stored_forecast(found: Figures) -> None:
    assert "risk" not in by_id(slides(replace(found, forecast=None)))
    known = foreseen(found)
    shown = by_id(slides(known))["risk"]
    last = [unit for unit in found.stands.units if unit.place is not None][-1]
    assert shown["rows"][0][0] == last.row.name("zh")
    assert [row[2] for row in shown["rows"][:2]] == ["约 60 次", "不到 5 次"]
    assert len(shown["rows"]) <= MOST_ROWS and "2026-09-30" in shown["note"]
    texts = json.dumps(by_id(slides(known, language="en"))["risk"], ensure_ascii=False)
    assert "about 60" in texts and "0 " not in {row[2] for row in shown["rows"]}
    blurred = by_id(slides(foreseen(found, rankable=0.3)))["risk"]
    labels = [one["label"] for one in blurred["columns"]]
    assert "可能名次" not in labels and all(len(row) == len(labels) for row in blurred["rows"])


def test_a_last_place_that_is_no_better_than_naive_is_withheld(found: Figures) -> None:
    known = foreseen(found)
    assert known.forecast is not None
    hidden = replace(known, forecast=replace(known.forecast, withheld=True))
    shown = by_id(slides(hidden))["risk"]
    assert len(shown["columns"]) == len(shown["rows"][0]) == 3


def test_a_year_that_has_ended_says_how_and_nothing_of_chances(found: Figures) -> None:
    shown = by_id(slides(foreseen(found, rankable=None, settled=True)))["risk"]
    assert "分不出高低" not in shown["lead"] and shown["lead"]
    assert "可能名次" in [one["label"] for one in shown["columns"]]


def missing(unit: UnitStanding) -> UnitStanding:
    """The same unit, not scored."""
    row = replace(unit.row, id=unit.row.id + 50_000, code=f"{unit.row.code}-0")
    score = replace(unit.score, k=None, grade=None)
    return replace(unit, row=row, place=None, exact=None, score=score)


def test_an_english_meeting_is_english(found: Figures) -> None:
    texts = json.dumps(slides(found, language="en"), ensure_ascii=False)
    assert not CHINESE.search(texts), CHINESE.search(texts)


def decided(matter: str, unit: int | None = None, **more: Any) -> DecisionRow:
    values: dict[str, Any] = {"number": 1, "decision": "", "words": "", "reason": ""} | more
    at = datetime(2027, 1, 8, 2, tzinfo=UTC)
    key = str(uuid4())
    return DecisionRow(
        id=key, matter=matter, unit_id=unit, decided_at=at, person="沈清源", sealed=False, **values
    )


def test_what_holds_is_shown_and_marked_as_not_sealed(found: Figures) -> None:
    unit = found.stands.units[-1].row
    rows = (
        decided("present", words="王主任\n李科长"),
        decided("elimination", unit.id, decision="eliminate", words="再议"),
        decided("elimination", unit.id, decision="keep", words="已整改", number=2, reason="更正"),
    )
    made = by_id(slides(found, Minutes(YEAR, rows, None)))
    shown = made["decided"]["rows"]
    assert len(shown) == 2 and shown[0][3] == {"lines": ["王主任", "李科长"]}
    assert unit.name("zh") in shown[1][1] and shown[1][2]["text"] == "保留该单位"
    assert [row[4] for row in shown] == ["未封存", "未封存"]
    with speaking("zh"):
        held = deck(found, Minutes(YEAR, rows, None), SYSTEM, None)["held"]
    assert held[f"elimination-{unit.id}"]["number"] == 2


def test_a_sealed_period_takes_nothing_down(found: Figures) -> None:
    with speaking("zh"):
        assert deck(found, NOTHING, SYSTEM, None)["editable"]
        shut = deck(replace(found, state="sealed"), NOTHING, SYSTEM, None)
    assert not shut["editable"] and "重述" in shut["closed"]


def test_what_is_sent_is_taken_with_its_shape_only() -> None:
    new = decision_of({"id": "x", "matter": "model", "unit": 3, "looked_at": "2", "words": ["a"]})
    assert (new.unit_id, new.looked_at, new.words) == (3, 0, "")
    assert decision_of({"unit": True}).unit_id is None
    assert decision_of({"unit": 2**40}).unit_id is None
