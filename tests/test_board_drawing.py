"""The board in words: how much time is left, who is to be told, and nothing of it is ever run."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from checklists.order_rules import order_rules
from dashboard.board.drawing import (
    MOST,
    Names,
    counts_html,
    groups_html,
    list_html,
    more_html,
    situations_html,
)
from dashboard.board.rows import Due, Situation, counts, groups, in_order
from dashboard.orders.time_words import left_words, time_words
from dashboard.words import speaking
from tests.test_board import NOW, left, row

RULES = order_rules(NOW.date())
NAMES = Names({7: "东渡站"}, {7: "U7"}, {1: "供热服务中心"})
HOUR = timedelta(hours=1)
TAGS = re.compile(r"<[^>]*>")


def words(html: str) -> str:
    return " ".join(TAGS.sub(" ", html).split())


@pytest.mark.parametrize(
    ("span", "english", "chinese"),
    [
        (timedelta(seconds=59), "under 1 min", "不到 1 分钟"),
        (timedelta(minutes=25, seconds=50), "25 min", "25 分钟"),
        (timedelta(hours=3, minutes=20), "3 h 20 min", "3 小时 20 分"),
        (timedelta(hours=47, minutes=59), "47 h 59 min", "47 小时 59 分"),
        (timedelta(hours=51), "2 d 3 h", "2 天 3 小时"),
    ],
)
def test_a_length_of_time_is_told_to_the_minute(
    span: timedelta, english: str, chinese: str
) -> None:
    for code, told in (("en", english), ("zh", chinese)):
        with speaking(code):
            assert time_words(span) == told
            assert told in left_words(NOW + span, NOW)
            assert told in left_words(NOW - span, NOW) or span < timedelta(minutes=1)


def test_a_row_says_by_word_and_shape_how_it_stands_and_which_clock_it_is() -> None:
    with speaking("en"):
        late = row(due=left(-200), then=left(40, "COM-11"), step=48)
        told = words(list_html([late], NAMES, RULES, NOW))
    assert "■ late for 3 h 20 min" in told
    assert "Hotline order 柳园 building 3" in told
    assert "东渡站 · With the unit" in told
    assert "Hotline order within 4 h, due 10:40" in told
    assert "then Visit at the agreed time, due 14:40" in told
    assert "48 h passed: tell Company manager" in told


def test_why_a_due_time_is_unknown_stands_in_the_row() -> None:
    with speaking("en"):
        told = words(list_html([row(unknown=True, reason="No year 2027")], NAMES, RULES, NOW))
    assert "○ Due time unknown" in told
    assert "No year 2027" in told


def test_every_state_has_its_own_word_and_shape() -> None:
    rows = [row(due=left(-1)), row(due=left(1)), row(due=left(99)), row(unknown=True), row()]
    with speaking("zh"):
        found = re.findall(r"<li[^>]*><b>1</b> (.*?)</li>", counts_html(counts(rows, NOW)))
    assert len(found) == len(set(map(words, found))) == 5
    assert len({words(one).split()[0] for one in found}) == 5, "shapes"


def test_what_people_typed_is_text_and_no_markup() -> None:
    evil = '<img src=x onerror="alert(1)">'
    typed = row(number='1"><b>', estate=evil, station=evil, reason=evil, unknown=True)
    names = Names({7: evil}, {7: '"><i>'}, {1: evil, 2: evil})
    html = "".join(
        (
            list_html([typed], names, RULES, NOW),
            groups_html(groups([typed], NOW), names),
            situations_html([Situation(1, evil, evil, 4)], names, RULES.orders.many_reports),
        )
    )
    assert "<img" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert html.count("&lt;img") == 9


def test_a_unit_leads_to_its_own_board_and_an_order_to_its_page() -> None:
    with speaking("en"):
        html = groups_html(groups([row()], NOW), NAMES) + list_html([row("A 1")], NAMES, RULES, NOW)
    assert 'href="board?unit=U7&amp;lang=en"' in html
    assert 'href="order?order=A+1&amp;lang=en"' in html
    with speaking("zh"):
        assert 'href="order?order=7&amp;source=12345"' in list_html(
            [row("7", source="12345")], NAMES, RULES, NOW
        )


def test_what_is_not_drawn_is_told() -> None:
    with speaking("en"):
        assert "No order is open" in more_html(0, NOW, 30)
        assert "5 more open orders" in more_html(MOST + 5, NOW, 30)
        assert "As of 14:00:00" in more_html(3, NOW, 30)


def test_the_unit_is_not_yet_clear_where_there_is_none() -> None:
    with speaking("en"):
        told = words(list_html(in_order([row(unit_id=None)], NOW), NAMES, RULES, NOW))
    assert "Unit not yet clear" in told


def test_an_order_on_pause_is_marked_by_shape_and_word_and_its_clock_stands_still() -> None:
    with speaking("en"):
        alone = row(due=None, paused=True, reason="Stopped: waits for parts")
        told = words(list_html([alone], NAMES, RULES, NOW))
        assert "‖ Paused" in told and "Stopped: waits for parts" in told
        beside = row(due=Due("HEV-01", NOW + HOUR), paused=True)
        told = words(list_html([beside], NAMES, RULES, NOW))
        assert "1 h 0 min left" in told and "‖ Paused" in told
        assert "‖" not in words(list_html([row()], NAMES, RULES, NOW))


def test_the_rule_of_the_night_stands_with_the_due_time_it_put_off() -> None:
    with speaking("en"):
        late = row(due=Due("HEV-01", NOW + HOUR, "night"))
        assert "due 15:00, night rule" in words(list_html([late], NAMES, RULES, NOW))
        plain = row(due=Due("HEV-01", NOW + HOUR))
        assert "night rule" not in words(list_html([plain], NAMES, RULES, NOW))


def test_an_order_takes_along_what_leads_back_to_the_board() -> None:
    with speaking("zh"):
        html = list_html([row("7")], NAMES, RULES, NOW, {"back": "board?unit=U7&wall=1"})
    assert 'href="order?order=7&amp;back=board%3Funit%3DU7%26wall%3D1"' in html
