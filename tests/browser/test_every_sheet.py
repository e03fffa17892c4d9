"""Every other sheet: all kinds of rules are entered in the form and score as the scorer says."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from checklists.exact import plain
from checklists.model import Sheet
from dashboard.looks import score_text
from tests.browser.form import Form
from tests.browser.office import Office, expected_score
from tests.factories import MET, NOT_APPLICABLE, make_sheet

AWARD = {"verdict": "awarded", "awards": [{"points": 5, "evidence": "区政府通报表扬"}]}
PENALTY = {"verdict": "deducted", "awards": [{"points": 2, "evidence": "客户投诉，核查属实"}]}
NOT_DONE = {"verdict": "deducted"}
LATE = {"verdict": "deducted", "count": 2}

FOUND: dict[str, dict[str, Any]] = {
    "counter": {
        "CTR-01": LATE,
        "CTR-06": {"verdict": "deducted", "count": 0, "severe": 1},
        "CTR-07": {"verdict": "deducted", "deduction": "2.5", "reason": "准备不充分"},
        "CTR-22": NOT_DONE,
        "CTR-23": {"verdict": "measured", "actual": "2", "required": "3"},
        "CTR-24": AWARD,
        "CTR-25": PENALTY,
    },
    "home_visit": {
        "HOM-02": NOT_DONE,
        "HOM-09": {"verdict": "deducted", "deduction": "5", "reason": "现场查看与记录不一致"},
        "HOM-10": NOT_APPLICABLE,
        "HOM-15": {"verdict": "deducted", "parts": ["a", "c"]},
        "HOM-18": MET,
        "HOM-19": PENALTY,
    },
    "inspection": {
        "INS-03": {"verdict": "deducted", "parts": ["b"]},
        "INS-04": {**NOT_APPLICABLE, "reason": "本次没有换表"},
        "INS-05": NOT_DONE,
    },
    "venting": {"VEN-02": NOT_DONE, "VEN-07": LATE, "VEN-08": NOT_APPLICABLE},
    "repair": {
        "REP-01": LATE,
        "REP-04": {"verdict": "deducted", "deduction": "9.5", "reason": "维修后两次复发"},
    },
    "indicators": {
        "IND-01": {"verdict": "measured", "numerator": "973", "denominator": "1000"},
        "IND-02": {"verdict": "measured", "numerator": "95", "denominator": "100"},
        "IND-03": {"verdict": "measured", "numerator": "0", "denominator": "0"},
        "IND-04": {"verdict": "measured", "numerator": "811", "denominator": "1000"},
        "IND-05": {"verdict": "measured", "numerator": "1", "denominator": "3"},
        "IND-06": NOT_APPLICABLE,
        "IND-07": {"verdict": "measured", "numerator": "12", "denominator": "100"},
        "IND-08": {"verdict": "measured", "numerator": "1234.5", "denominator": "56"},
        "IND-09": {
            "verdict": "deducted",
            "outages": [
                {"on": "2026-11-03", "customers": 5000, "note": "外力破坏，城东片区"},
                {"on": "2026-11-09", "customers": 5001},
            ],
        },
    },
}


@pytest.mark.parametrize("code", FOUND)
def test_what_is_entered_in_the_form_is_stored_and_scored_exactly(
    code: str, page: Page, office: Office, open_form: Callable[..., tuple[str, Form]]
) -> None:
    answers = full_answers(make_sheet(code))
    audit, form = open_form(code)
    form.answer_all(answers)
    form.expect_all_saved()
    form.expect_status("saved", *answers)
    score = expected_score(code, answers)
    form.expect_figures(score)
    for line in score.lines:
        shown = "–" if not line.applicable else plain(line.left).replace("-", "−")
        left = form.item(line.item).get_by_test_id("points-left")
        expect(left).to_have_text(re.compile(rf"^\+?{re.escape(shown)}$"))
    assert office.answers(audit) == answers

    form.submit()
    form.confirm()
    expect(page.locator(".heng-score")).to_have_text(score_text(score.k))
    assert office.score(audit) == score
    told = [line.item for line in score.lines if line.deducted != 0 or not line.applicable]
    expect(page.locator("tbody tr")).to_have_count(len(told))
    for item in told:
        expect(page.locator("tbody tr").filter(has_text=item)).to_be_visible()


def full_answers(sheet: Sheet) -> dict[str, Any]:
    """What was found, and met everywhere else."""
    return {item.code: FOUND[sheet.code].get(item.code, MET) for item in sheet.items}
