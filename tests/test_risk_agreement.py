"""Agreement of inspectors: published examples, and nothing where nothing varies."""

import numpy as np
import pytest

from dashboard.risk.agreement import Level, icc, krippendorff_alpha
from dashboard.risk.connectedness import NOBODY
from dashboard.risk.item_differences import ItemAnswers, differences

N = np.nan
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
        [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
    ]
)
"""Four observers and twelve units: Krippendorff, Computing Krippendorff's alpha-reliability."""

JUDGED = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
"""Six targets and four judges: Shrout and Fleiss 1979, ICC(2,1) = 0.29."""


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_is_that_of_the_published_example(level: Level, alpha: float) -> None:
    assert krippendorff_alpha(PUBLISHED, level) == pytest.approx(alpha, abs=6e-4)


def test_alpha_is_one_where_all_agree_and_something_varies() -> None:
    assert krippendorff_alpha(np.array([[1.0, 2, 3], [1, 2, 3]])) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "answers",
    [
        np.ones((2, 5)),
        np.empty((0, 0)),
        np.full((3, 4), N),
        np.array([[1.0, N, 2], [N, 1, N]]),
        np.array([[1.0, N], [1, 2]]),
    ],
)
def test_alpha_is_undefined_where_nothing_varies_or_nothing_can_be_paired(
    answers: np.ndarray,
) -> None:
    assert krippendorff_alpha(answers) is None


def test_the_icc_is_that_of_the_published_example() -> None:
    assert icc(JUDGED) == pytest.approx(0.2898, abs=5e-4)
    with_gap = np.vstack([JUDGED, [N, 1, 2, 3]])
    assert icc(with_gap) == icc(JUDGED)


def test_a_constant_severity_lowers_absolute_agreement() -> None:
    same = np.array([[700.0, 700], [800, 800], [900, 900]])
    assert icc(same) == pytest.approx(1.0)
    moved = icc(same - np.array([0.0, 80.0]))
    assert moved is not None and moved < 0.8


@pytest.mark.parametrize("scores", [np.full((4, 2), 870.1), np.array([[1.0, 2]]), np.ones((3, 1))])
def test_the_icc_is_undefined_where_nothing_varies(scores: np.ndarray) -> None:
    assert icc(scores) is None


def every_item(items: int = 3, units: int = 30, inspectors: int = 4) -> ItemAnswers:
    """Two of the inspectors at each unit, every item answered."""
    random = np.random.default_rng(2)
    unit = np.repeat(np.arange(units), 2)
    who = np.concatenate([random.permutation(inspectors)[:2] for _unit in range(units)])
    item = np.repeat(np.arange(items), len(unit))
    unit, who = np.tile(unit, items), np.tile(who, items)
    lost = random.random((items, units))[item, unit] / 2 + random.normal(0, 0.02, len(item))
    return ItemAnswers(item, unit, who, lost)


def test_the_items_on_which_inspectors_differ_are_found() -> None:
    answers = every_item()
    # The third inspector takes 0.3 more off the second item than the others do.
    strict = (answers.item == 1) & (answers.inspector == 2)
    moved = ItemAnswers(answers.item, answers.unit, answers.inspector, answers.lost + 0.3 * strict)
    found = differences(moved, 3, 30, 4)
    assert found.range.argmax() == 1 and found.strict[1] == 2
    assert found.range[1] == pytest.approx(0.3, abs=0.05)
    assert found.sd[1] == pytest.approx(0.15, abs=0.02)
    assert (found.sd[[0, 2]] < 0.03).all()


def test_inspectors_who_share_no_unit_are_not_compared() -> None:
    one = np.repeat(np.arange(4), 3)
    answers = ItemAnswers(np.zeros(12, dtype=np.int64), one, one // 2, np.linspace(0, 1, 12))
    found = differences(answers, 2, 4, 2)
    assert np.isnan(found.sd).all() and np.isnan(found.range).all()
    assert (found.strict == NOBODY).all() and (found.mild == NOBODY).all()


def test_inspectors_with_few_answers_are_not_compared() -> None:
    answers = every_item()
    found = differences(answers, 3, 30, 4, least=1000)
    assert np.isnan(found.range).all()
