"""Inspectors compared: who is strict, how far two agree, on which items they differ."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from checklists.periods import Period
from dashboard.demo.organisation import INSPECTORS
from dashboard.inspectors import planning
from dashboard.inspectors.comparing import agreement, items, severities
from dashboard.inspectors.gathered import gather
from dashboard.inspectors.planning import PlanRefused
from dashboard.measured.fields import SHEETS as MEASURED
from dashboard.risk.agreement import icc
from db.actors import SYSTEM
from db.double_points import handed_in
from db.doubles import NewDouble
from db.figures import figures
from db.session import database
from tests.conftest import DEMO_DAY

YEAR = Period.parse("2026")
EMPTY = Period.parse("2024")


@pytest.fixture
def demo(on_the_demo: None, demo_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(planning, "today", lambda: DEMO_DAY)
    return demo_url


def test_the_strict_and_the_mild_of_the_demo_are_found(demo: str) -> None:
    found = severities(SYSTEM, YEAR)
    strict = {person.name: person.severity for person in INSPECTORS}
    told = {row.person.name: row.points for row in found.inspectors if row.points is not None}
    assert (found.connected, {*told}) == (True, {*strict})
    both = np.array([(strict[name], points) for name, points in told.items()])
    assert np.corrcoef(both.T)[0, 1] < -0.9
    assert sum(told.values()) == pytest.approx(0, abs=1e-6)
    assert [row.points for row in found.inspectors] == sorted(told.values(), reverse=True)
    assert all((row.low or 0) < (row.points or 0) < (row.high or 0) for row in found.inspectors)


def test_the_scores_of_double_audits_agree_as_the_formula_says(demo: str) -> None:
    found = agreement(SYSTEM, YEAR)
    scores = np.array([pair.scores for pair in found.pairs])
    assert found.icc == icc(scores)
    assert found.alpha is not None and 0 < found.alpha < 1
    # Three were planned for days to come.
    assert len(found.pairs) == found.planned - 3 == 12
    for pair in found.pairs:
        assert (pair.differing > 0) == (pair.scores[0] != pair.scores[1])
        assert pair.differing < pair.compared


def test_only_what_people_score_is_compared_and_double_audits_with_it(demo: str) -> None:
    with database(demo).read(SYSTEM) as session:
        whole = figures(session)
        keys = [key for one in planning.planned(SYSTEM, YEAR) for key in one.row.audits]
        doubles = handed_in(session, keys)
    gathered = gather(whole, doubles, YEAR)
    scored = [n for n, code in enumerate(whole.sheets) if code not in MEASURED]
    inside = np.isin(whole.sheet, scored) & (whole.month >= 2026 * 12) & (whole.k1 != whole.k3)
    assert len(doubles) == 24
    assert len(gathered.audits) == int(inside.sum()) + 24
    assert not {sheet for sheet, _item in gathered.items} & set(MEASURED)
    assert {whole.audit[row] for row in np.flatnonzero(inside)}.isdisjoint(
        one.audit for one in doubles
    )
    exact = 1000 * whole.k2[inside] / (whole.k1 - whole.k3)[inside]
    assert gathered.audits.score[:-24] == pytest.approx(np.clip(exact, 0, 1000))


def test_items_come_in_the_order_in_which_inspectors_differ(demo: str) -> None:
    found = items(SYSTEM, YEAR)
    sizes = [row.sd or 0.0 for row in found]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > 0
    for row in found:
        assert (row.range is None) == (row.sd is None) == (row.mild is None or row.strict is None)
        assert 0 <= row.differing <= row.compared
    assert sum(row.compared for row in found) == sum(
        pair.compared for pair in agreement(SYSTEM, YEAR).pairs
    )


def test_a_period_without_audits_says_so(demo: str) -> None:
    assert severities(SYSTEM, EMPTY).inspectors == ()
    assert (agreement(SYSTEM, EMPTY).pairs, agreement(SYSTEM, EMPTY).icc) == ((), None)
    assert items(SYSTEM, EMPTY) == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"planned_for": DEMO_DAY - timedelta(1)}, "choose one from"),
        ({"planned_for": DEMO_DAY + timedelta(planning.AHEAD + 1)}, "choose one from"),
        ({"sheet": "complaints"}, "cannot score it apart"),
        ({"sheet": "nonsense"}, "cannot score it apart"),
    ],
)
def test_a_day_or_sheet_that_cannot_be_is_refused(
    demo: str, fields: dict[str, Any], words: str
) -> None:
    values = {"unit_id": 1, "sheet": "counter", "planned_for": DEMO_DAY, "subject": "2 号窗口"}
    new = NewDouble(**{**values, "first_id": 1, "second_id": 2, **fields})
    with pytest.raises(PlanRefused, match=words):
        planning.plan(SYSTEM, "0c7c0a52-6f1c-4d0b-9a43-52f0c5d1be7a", new)
