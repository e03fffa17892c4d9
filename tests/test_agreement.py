"""Figures that hang together: every tie names figures there are, and is told when it is broken."""

from datetime import date
from typing import Any

import pytest

from checklists.agreement import TIES, contradictions
from checklists.catalogue_loader import load_catalogue
from dashboard.measured.fields import figure_fields

DAY = date(2026, 10, 31)


def given(valid: str, every: str, again: str) -> dict[str, dict[str, Any]]:
    return {
        "CMP-01": {"verdict": "measured", "numerator": valid, "denominator": "40000"},
        "CMP-02": {"verdict": "measured", "actual": "0", "required": every},
        "CMP-03": {"verdict": "measured", "actual": "0", "required": again},
    }


@pytest.mark.parametrize(
    ("figures", "broken"),
    [
        (("30", "50", "30"), []),
        (("30", "30", "30"), []),
        (("0", "0", "0"), []),
        (("30", "50", "29"), ["CMP-03"]),
        (("30", "50", "31"), ["CMP-03"]),
        (("30", "29", "30"), ["CMP-02"]),
        (("30", "29", "31"), ["CMP-03", "CMP-02"]),
    ],
)
def test_valid_complaints_are_the_same_everywhere_and_not_more_than_all(
    figures: tuple[str, str, str], broken: list[str]
) -> None:
    found = contradictions("complaints", given(*figures))
    assert [one.tie.other.item for one in found] == broken


@pytest.mark.parametrize(
    ("lost_of", "broken"), [("1000", []), ("1000.0", []), ("999", ["IND-07"]), ("1001", ["IND-07"])]
)
def test_calls_answered_and_calls_lost_are_of_the_same_calls(
    lost_of: str, broken: list[str]
) -> None:
    answers = {
        "IND-06": {"verdict": "measured", "numerator": "870", "denominator": "1000"},
        "IND-07": {"verdict": "measured", "numerator": "50", "denominator": lost_of},
    }
    found = contradictions("indicators", answers)
    assert [one.tie.other.item for one in found] == broken


def test_what_is_not_there_contradicts_nothing() -> None:
    answers = given("30", "29", "31")
    assert contradictions("complaints", {"CMP-01": answers["CMP-01"]}) == []
    assert contradictions("complaints", {**answers, "CMP-01": None}) == []
    skipped = {**answers, "CMP-01": {"verdict": "not_applicable"}}
    assert contradictions("complaints", skipped) == []
    assert contradictions("satisfaction", answers) == []


def test_every_tie_names_figures_that_are_asked_for() -> None:
    for code, ties in TIES.items():
        sheet = load_catalogue().sheet(code, DAY)
        for figure in (figure for tie in ties for figure in (tie.one, tie.other)):
            item = sheet.item(figure.item)
            assert item is not None
            assert figure.field in {one.key for one in figure_fields(item)}
