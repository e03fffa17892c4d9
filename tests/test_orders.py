"""Work orders as they are shown: which clock is told first, what forms send, what slips say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

from checklists.clocks import Clock
from checklists.order_answers import SHOWS as SHOWN
from checklists.order_classes import ORDER_CLASSES
from dashboard.orders import entry, slip
from dashboard.orders.clocking import pressing
from dashboard.orders.correction import with_difference
from dashboard.orders.words import SHOWS, STATES, STEPS, class_names, look_of, standing_words
from dashboard.words import say, speaking
from db.models_orders import ORDER_STATES
from db.orders.correcting import Facts
from db.orders.errors import RestsOnOrder
from db.orders.moves import KINDS, MOVES
from db.orders.reading import OrderRow, StepRow
from db.rows import DivisionRow, UnitRow
from tests.factories import DAY, NOW

HOUR = timedelta(hours=1)


def clock(code: str, due: datetime | None, met: datetime | None = None) -> Clock:
    return Clock(code, "HEAT work orders", NOW, due, met, "" if due else "Runs later")


def test_what_is_due_next_is_told_first_and_lateness_before_it() -> None:
    late, soon, met = clock("a", NOW - HOUR), clock("b", NOW + HOUR), clock("c", NOW, NOW)
    waiting = clock("d", None)
    assert pressing([waiting, soon, met, late], NOW) is late
    assert pressing([waiting, met, soon], NOW) is soon
    assert pressing([met, waiting], NOW) is waiting
    was_late = clock("e", NOW - HOUR, NOW)
    assert pressing([met, was_late], NOW) is was_late
    assert pressing([], NOW) is None


def test_how_a_clock_stands_is_told_by_shape_and_words() -> None:
    with speaking("en"):
        late = standing_words(clock("a", NOW - 3 * HOUR - timedelta(minutes=20)), NOW)
        assert late == "■ late for 3 h 20 min"
        assert standing_words(clock("a", NOW + timedelta(minutes=25)), NOW) == "▲ 25 min left"
        assert standing_words(clock("a", NOW + 50 * HOUR), NOW) == "● 2 d 2 h left"
        kept = clock("a", NOW + HOUR, NOW)
        assert standing_words(kept, NOW + 9 * HOUR) == "✓ kept, 1 h 0 min before it was due"
        missed = clock("a", NOW, NOW + HOUR)
        assert look_of(missed, NOW + 9 * HOUR) == "late"
        assert standing_words(missed, NOW + 9 * HOUR) == "■ late by 1 h 0 min"
        assert standing_words(clock("a", None), NOW) == "◌ Runs later"


def test_every_state_step_class_and_photo_has_words() -> None:
    assert set(STATES) == set(ORDER_STATES)
    assert set(KINDS) <= set(STEPS) and set(entry.SUBMITS) == set(MOVES)
    assert tuple(class_names()) == ORDER_CLASSES
    assert tuple(SHOWS) == SHOWN


def test_what_a_form_sends_is_read_and_nonsense_left_out() -> None:
    sent = {
        "id": "x",
        "order_class": "repair",
        "unit": "12",
        "reported_at": "2026-11-20T09:30",
        "insists": True,
        "estate": "阳光家园",
        "building": "3号楼",
        "telephone": 5,
        "problem": "漏水",
    }
    new = entry.new_order(sent, 7)
    assert (new.division_id, new.unit_id, new.insists) == (7, 12, True)
    assert new.reported_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert (new.telephone, new.room, new.building) == ("", "", "3")
    assert entry.new_order({**sent, "unit": "１２", "division": "9"}, 7).unit_id is None
    typed = {"id": "y", "cause": "堵塞", "at": "gestern", "version": 3}
    step = entry.step("answer", typed)
    assert (step.kind, step.version, step.cause, step.at) == ("answer", 3, "堵塞", None)
    assert entry.field_of("answered_at", "answer") == "at"
    assert entry.field_of("appointment_proof", "appoint") == "proof"


def test_a_correction_begins_with_what_is_there_and_sends_back_what_differs() -> None:
    fields = {field.name: field for field in entry.step_fields("correct", {}, ORDER)}
    assert (fields["order_class"].value, fields["room"].value) == ("repair", "501")
    assert fields["reported_at"].value == "2026-11-20T11:04"
    assert "unclear" in fields and "at" not in fields
    taken = replace(ORDER, state="received")
    assert "unclear" not in {one.name for one in entry.step_fields("correct", {}, taken)}
    sent = {"id": "x", "room": "502", "order_class": "", "unclear": True, "knowing": True}
    step = entry.step("correct", sent)
    assert step.facts == Facts(room="502", unclear=True) and step.knowing
    assert entry.field_of("unit", "correct") == "unclear"
    assert entry.field_of("reported_at", "correct") == "reported_at"


def test_before_signed_figures_change_the_difference_is_said() -> None:
    signed = [(DAY, "early"), (DAY, "night")]
    before = {"order_class": "repair", "reported_at": NOW.isoformat(), "unit_id": 1}
    after = {"order_class": "complaint", "reported_at": None, "unit_id": None}
    refused = with_difference(RestsOnOrder(signed, ["HEV-01"], before, after), {1: "东渡供热站"})
    with speaking("zh"):
        told = say(refused)
    assert refused.field == "knowing"
    for words in ("类别：报修 → 投诉", "2026-11-20 11:04 → –", "东渡供热站 → –", "HEV-01",
                  f"{DAY} 夜班"):  # fmt: skip
        assert words in told, words


DIVISION = DivisionRow(1, "HC", "供热服务中心", "Heating", "HEAT")
ORDER = OrderRow(
    id="1",
    source="manual",
    number="HC-20261120-0001",
    order_class="repair",
    division=DIVISION,
    unit=UnitRow(1, "HC-01", "东渡供热站", "Dongdu", DIVISION, None),
    handed_to=None,
    station="2 号换热站",
    state="dispatched",
    estate="阳光<家园>",
    building="3",
    staircase="",
    room="501",
    contact="王女士",
    telephone="13800001234",
    problem="<script>alert(1)</script>漏水 & 停暖",
    reported_at=NOW,
    opened_at=NOW,
    dispatched_at=NOW,
    taken_at=None,
    arrived_at=None,
    answered_at=None,
    restored_at=None,
    closed_at=None,
    appointment_at=None,
    appointment_proof="",
    insists=False,
    pauses=(),
    redos=0,
    cause="",
    done="",
    satisfaction="",
    calendar="",
    rules=DAY,
    opened_by=1,
    import_id=None,
    version=1,
)


class Texts(HTMLParser):
    """The tags and the texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_dispatch_slip_has_three_copies_and_escapes_what_was_typed() -> None:
    steps = [StepRow("1", "open", NOW, NOW, 1, "梁晓晴", {"version": 0}, "")]
    with speaking("zh"):
        page = Texts(slip.slip(ORDER, steps).decode())
    assert page.tags.count("section") == 3 and "script" not in page.tags
    for said in (ORDER.problem, "阳光<家园> 3 号楼 501 室", "梁晓晴", "2 号换热站", "王女士",
                 "13800001234", "2026-11-20 11:04", "东渡供热站"):  # fmt: skip
        assert page.texts.count(said) >= 3, said
    assert any("第三联（黄）" in text for text in page.texts)
