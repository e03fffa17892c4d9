"""Pauses of clocks are kept as text, and compared as moments."""

from datetime import UTC, datetime, timedelta, timezone

from checklists.clock_moments import Pause, end_pauses, read_pauses, store_pauses


def test_a_pause_ends_at_the_answer_whatever_zones_they_were_told_in() -> None:
    east = timezone(timedelta(hours=8))
    begun = datetime(2026, 11, 2, 9, tzinfo=east)
    pauses = (Pause(begun, None, "等配件"),)
    answered = datetime(2026, 11, 2, 2, tzinfo=UTC)
    assert end_pauses(pauses, answered)[0].until == answered
    assert end_pauses(pauses, begun - timedelta(hours=1))[0].until == begun
    assert read_pauses(store_pauses(pauses)) == pauses
