"""The demo: always the same, scored exactly, and not too good to be true."""

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

from checklists.catalogue_loader import load_catalogue
from checklists.columnar import NOT_SCORED, score_audits
from checklists.exact import POINT_DIGITS, SCORE_DIGITS
from checklists.model import Sheet
from checklists.periods import Period
from checklists.scoring import SheetScore, score_sheet
from dashboard import demo as commands
from dashboard.demo.audits import MONTHLY, Stored
from dashboard.demo.measured import FIGURES, everything
from dashboard.demo.organisation import DIVISIONS, INSPECTORS, OFFICES
from dashboard.demo.photos import NUMBER
from dashboard.demo.weights import LATER, WHY_FIRST, WHY_LATER
from dashboard.measured.fields import SHEETS as ENTERED
from dashboard.photos.store import photo_store
from dashboard.standings import standings
from db import organisation, persons
from db.actors import SYSTEM
from db.answers import answer_texts
from db.audits import AuditFilter, list_audits
from db.bulk import AuditBundle
from db.coefficients import coefficients, in_force
from db.models import DOUBLE
from db.photos import photos_of
from db.rows import AuditRow
from db.scores import PeriodScore, score_of, scores_of_period
from db.session import database
from db.settings import get_setting
from db.sheets import sheet_of, store_sheet_version
from db.sources import every_source_file, last_sources
from tests.conftest import DEMO_DAY, sqlite_url

ALL = 100_000
SHEETS = (*MONTHLY, *FIGURES)


class Loaded(NamedTuple):
    """What the demo's database holds: audits, scores by audit, answers' JSON texts by sheet."""

    audits: list[AuditRow]
    scores: dict[str, PeriodScore]
    sheets: dict[str, Sheet]
    texts: dict[str, list[tuple[str, str, str | None]]]


@pytest.fixture(scope="module")
def stored(demo_url: str) -> Stored:
    with database(demo_url).write(SYSTEM) as session:
        versions = {
            code: store_sheet_version(session, load_catalogue().sheet(code, DEMO_DAY))
            for code in SHEETS
        }
        units = {unit.code: unit.id for unit in organisation.units(session)}
        people = {person.code: person.id for person in persons.people(session)}
    return Stored(versions, units, people)


@pytest.fixture(scope="module")
def loaded(demo_url: str, stored: Stored) -> Loaded:
    with database(demo_url).read(SYSTEM) as session:
        return Loaded(
            audits=[row for row in list_audits(session, limit=ALL).rows if row.kind != DOUBLE],
            scores={row.audit_id: row for row in scores_of_period(session, "2025-01", "2026-12")},
            sheets={code: sheet_of(session, version) for code, version in stored.versions.items()},
            texts={
                code: answer_texts(session, version, "2025-01", "2026-12")
                for code, version in stored.versions.items()
            },
        )


@pytest.fixture(scope="module")
def made_again(stored: Stored) -> list[AuditBundle]:
    return list(everything(load_catalogue(), stored, DEMO_DAY))


def given(loaded: Loaded, code: str) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = defaultdict(dict)
    for audit, item, text in loaded.texts[code]:
        answers[audit][item] = None if text is None else json.loads(text)
    return answers


def test_three_divisions_with_eighteen_units_are_inspected_in_twelve_months(
    demo_url: str, loaded: Loaded
) -> None:
    with database(demo_url).read(SYSTEM) as session:
        units = organisation.units(session, under="GAS")
        assert len(organisation.divisions(session)) == len(DIVISIONS) + 1 == 4
        assert len(organisation.units(session, under="HEAT")) == 8
        assert len(persons.people(session)) == len(INSPECTORS) + len(OFFICES) == 16
        assert get_setting(session, "demo") is True
    assert len(units) == 18
    months = sorted({audit.period for audit in loaded.audits})
    assert (len(months), months[0], months[-1]) == (12, "2025-12", "2026-11")
    assert {audit.sheet for audit in loaded.audits} == set(SHEETS)
    assert {audit.unit.id for audit in loaded.audits} == {unit.id for unit in units}


def test_the_same_seed_gives_the_same_audits(loaded: Loaded, made_again: list[AuditBundle]) -> None:
    again = {bundle.id: bundle for bundle in made_again}
    assert len(again) == len(made_again) == len(loaded.audits)
    assert {row.id: facts(row) for row in loaded.audits} == {
        bundle.id: facts_of(bundle) for bundle in made_again
    }
    for code in SHEETS:
        for audit, answers in given(loaded, code).items():
            assert answers == dict(again[audit].answers)


def test_figures_are_of_their_months_and_have_sources(demo_url: str, loaded: Loaded) -> None:
    rows = [row for row in loaded.audits if row.sheet in FIGURES]
    assert len({(row.unit.id, row.sheet, row.period) for row in rows}) == len(rows)
    with database(demo_url).read(SYSTEM) as session:
        named = last_sources(session, [row.id for row in loaded.audits])
        files = every_source_file(session)
    entered = {row.id: row for row in loaded.audits if row.sheet in ENTERED}
    assert set(named) == set(entered)
    assert all(entered[key].period in source.words for key, source in named.items())
    assert len(files) > 10
    assert all(photo_store(demo_url).is_whole(*file) for file in files)


def test_the_month_that_runs_is_not_all_entered(loaded: Loaded) -> None:
    rows = [row for row in loaded.audits if row.sheet == "complaints" and row.period == "2026-11"]
    assert {row.state for row in rows} == {"draft", "submitted"}
    assert len(rows) < 18


def facts(row: AuditRow) -> tuple[object, ...]:
    return row.unit.id, row.sheet, row.period, row.subject, row.audited_on, row.inspector.id


def facts_of(bundle: AuditBundle) -> tuple[object, ...]:
    return (
        bundle.unit_id,
        bundle.sheet,
        bundle.period,
        bundle.subject,
        bundle.audited_on,
        bundle.inspector_id,
    )


def test_nothing_lies_in_the_future_and_drafts_are_recent(loaded: Loaded) -> None:
    assert all(audit.audited_on <= DEMO_DAY for audit in loaded.audits)
    assert all(str(audit.audited_on).startswith(audit.period) for audit in loaded.audits)
    drafts = [audit for audit in loaded.audits if audit.state == "draft"]
    assert drafts
    assert all((DEMO_DAY - audit.audited_on).days < 4 for audit in drafts)


def exact(loaded: Loaded) -> Iterator[tuple[str, str, SheetScore]]:
    for code, sheet in loaded.sheets.items():
        for audit, answers in given(loaded, code).items():
            yield code, audit, score_sheet(sheet, answers)


def test_every_stored_score_is_what_the_answers_give_exactly_and_in_columns(
    demo_url: str, loaded: Loaded
) -> None:
    scored: dict[str, list[tuple[str, SheetScore]]] = defaultdict(list)
    with database(demo_url).read(SYSTEM) as session:
        for code, audit, score in exact(loaded):
            row = loaded.scores[audit]
            assert (row.k1, row.k2, row.k3) == (score.k1, score.k2, score.k3)
            assert (row.k, row.grade) == (score.k, score.grade)
            ledger = score_of(session, audit)
            assert ledger is not None
            assert ledger.score == score
            assert ledger.rules_hash == loaded.sheets[code].content_hash
            scored[code].append((audit, score))
    assert sum(map(len, scored.values())) == len(loaded.scores) > 2000
    for code, rows in scored.items():
        check_columns(loaded.sheets[code], loaded.texts[code], rows)


def check_columns(
    sheet: Sheet,
    texts: list[tuple[str, str, str | None]],
    rows: list[tuple[str, SheetScore]],
) -> None:
    answers = pd.DataFrame(texts, columns=["audit", "item", "answer"])
    bulk = score_audits(sheet, pd.Index([audit for audit, _score in rows]), answers)
    scores = [score for _audit, score in rows]
    assert list(bulk.k) == [
        NOT_SCORED if score.k is None else units(score.k, SCORE_DIGITS) for score in scores
    ]
    assert list(bulk.grade) == [score.grade for score in scores]
    for name in ("k1", "k2", "k3"):
        assert list(getattr(bulk, name)) == [
            units(getattr(score, name), POINT_DIGITS) for score in scores
        ]
    assert bulk.left.tolist() == [
        [units(line.left, POINT_DIGITS) for line in score.lines] for score in scores
    ]


def units(value: Decimal, digits: int) -> int:
    scaled = value.scaleb(digits)
    assert scaled == int(scaled)
    return int(scaled)


def test_units_differ_and_stand_in_three_grades_at_least(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", demo_url)
    ranked = [unit for unit in standings(SYSTEM, Period.parse("2026")).units if unit.place]
    assert len(ranked) == 18
    assert len({unit.grade for unit in ranked}) >= 3
    assert len({unit.k for unit in ranked}) == 18
    assert ranked[0].row.code in ("D1-01", "D2-02", "D3-02")
    assert ranked[-1].row.code in ("D2-03", "D2-07", "D3-04")


def test_a_unit_s_months_differ(demo_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", demo_url)
    months = [
        [unit for unit in standings(SYSTEM, Period.parse(f"2026-{month:02d}")).units if unit.place]
        for month in (1, 4, 7, 10)
    ]
    of_unit = [unit.k for month in months for unit in month if unit.row.code == "D3-01"]
    assert len(set(of_unit)) == 4
    assert len({month[-1].row.code for month in months}) > 1


def test_strict_inspectors_give_lower_scores_than_lenient_ones(loaded: Loaded) -> None:
    names = {audit.inspector.id: audit.inspector.code for audit in loaded.audits}
    by_person: dict[str, list[Decimal]] = defaultdict(list)
    for row in loaded.scores.values():
        if row.k is not None:
            by_person[names[row.inspector_id]].append(row.k)
    mean = {code: sum(scores) / len(scores) for code, scores in by_person.items()}
    severity = {inspector.code: inspector.severity for inspector in INSPECTORS}
    strictest, mildest = (
        max(severity, key=severity.__getitem__),
        min(mean, key=severity.__getitem__),
    )
    assert mean[mildest] - mean[strictest] > 10


def test_every_item_is_answered_in_more_than_one_way(loaded: Loaded) -> None:
    for code, sheet in loaded.sheets.items():
        for item in sheet.items:
            found = {text for _audit, of, text in loaded.texts[code] if of == item.code}
            assert len(found) > 1, item.code


def test_the_demo_is_loaded_once_and_made_anew_on_wish(demo_url: str, tmp_path: Path) -> None:
    database(demo_url).close()
    url = sqlite_url(shutil.copy(demo_url.removeprefix("sqlite:///"), tmp_path / "copy.db"))
    said: list[str] = []
    assert not commands.load_if_empty(url, said.append, DEMO_DAY)
    assert not said
    with database(url).write(SYSTEM) as session:
        organisation.add_division(session, "X", "多余", "Surplus")
    database(url).close()
    commands.renew(url, said.append, DEMO_DAY)
    assert len(said) == 2
    with database(url).read(SYSTEM) as session:
        assert len(organisation.divisions(session)) == 4
        assert list_audits(session, AuditFilter(), limit=1).total > 2000
    database(url).close()


def test_photos_stand_behind_deductions_of_the_newest_audits(demo_url: str, loaded: Loaded) -> None:
    answers = {(audit, item): text for rows in loaded.texts.values() for audit, item, text in rows}
    newest = {audit.id for audit in loaded.audits if audit.period == str(DEMO_DAY)[:7]}
    with database(demo_url).read(SYSTEM) as session:
        found = {
            audit.id: rows for audit in loaded.audits if (rows := photos_of(session, audit.id))
        }
    assert len(found) == NUMBER
    assert found.keys() <= newest
    store = photo_store(demo_url)
    for audit, by_item in found.items():
        ((item, (row,)),) = by_item.items()
        assert json.loads(answers[audit, item] or "")["verdict"] == "deducted"
        assert store.is_whole(row.sha256, row.media_type)
        assert row.taken_at is not None
        assert row.latitude is not None


def test_units_weigh_differently_and_some_anew_since_the_middle_of_the_year(demo_url: str) -> None:
    with database(demo_url).read(SYSTEM) as session:
        values = {
            text: coefficients(session, Period.parse(text))
            for text in ("2025-12", "2026-05", "2026-06", "2026")
        }
        units = {unit.id: unit.code for unit in organisation.units(session)}
        reasons = {row.reason for row in in_force(session, Period.parse("2026")).values()}
    assert values["2025-12"] == values["2026-05"] != values["2026-06"] == values["2026"]
    changed = {units[u] for u, value in values["2026"].items() if value != values["2025-12"][u]}
    assert changed == set(LATER)
    assert all(Decimal("0.8") <= value <= Decimal("1.3") for value in values["2026"].values())
    assert reasons == {WHY_FIRST, WHY_LATER}
