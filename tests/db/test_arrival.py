"""However operations are dropped, sent again, delayed and mixed: the answers end up the same."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from db.answers import current_answers, history, record_operations
from db.conflicts import open_conflicts
from db.incoming import NONE_SEEN, Operation
from tests.factories import (
    MET,
    NOT_APPLICABLE,
    NOW,
    OTHER_TABLET,
    TABLET,
    deduction,
    make_audit,
    make_operation,
)

Scratch = Callable[[], AbstractContextManager[Session]]

ANSWERS: list[Any] = [None, MET, NOT_APPLICABLE, deduction(1), deduction(2)]

operations = st.lists(
    st.builds(
        make_operation,
        st.sampled_from(["HOT-01", "HOT-02", "HOT-03"]),
        id=st.uuids().map(str),
        client=st.sampled_from([TABLET, OTHER_TABLET]),
        sequence=st.integers(0, 4),
        answer=st.sampled_from(ANSWERS),
        note=st.sampled_from(["", "补充说明"]),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda operation: operation.id,
)


@st.composite
def together(draw: st.DrawFn) -> list[list[Operation]]:
    """What two tablets send of one item: each answers on what it gave or saw before."""
    shown: list[str] = [NONE_SEEN]
    sent: list[list[Operation]] = []
    for client in (TABLET, OTHER_TABLET):
        base, own = NONE_SEEN, []
        for sequence in range(1, draw(st.integers(1, 4)) + 1):
            answer = draw(st.sampled_from(ANSWERS))
            # Now and then a tablet was online and saw what the other one gave.
            base = draw(st.sampled_from([base, base, *shown]))
            fields = {"client": client, "sequence": sequence, "answer": answer, "base": base}
            own.append(make_operation(id=str(draw(st.uuids())), **fields))
            base = own[-1].id
            shown.append(base)
        sent.append(own)
    return sent


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[list[Operation], list[list[Operation]]]:
    """What was sent, and how it arrived: mixed, in batches, some of it twice."""
    sent = [operation for own in draw(together()) for operation in own]
    arriving = draw(st.permutations(sent + draw(st.lists(st.sampled_from(sent), max_size=4))))
    cuts = sorted(draw(st.sets(st.integers(1, len(arriving)), max_size=3)))
    edges = [0, *cuts, len(arriving)]
    return sent, [arriving[a:b] for a, b in pairwise(edges) if a < b]


def in_order(sent: list[Operation]) -> list[Operation]:
    return sorted(sent, key=lambda operation: (operation.sequence, operation.client, operation.id))


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[Operation], list[list[Operation]]]:
    """Operations, and the batches in which they arrive: each at least once, in any order."""
    sent = draw(operations)
    again = draw(st.lists(st.sampled_from(sent), max_size=6))
    arriving = draw(st.permutations([*sent, *again]))
    cuts = sorted(draw(st.sets(st.integers(1, len(arriving)), max_size=4)))
    return sent, [arriving[i:j] for i, j in zip([0, *cuts], [*cuts, len(arriving)], strict=True)]


def deliver(scratch: Scratch, batches: list[list[Operation]]) -> tuple[Any, Any, Any]:
    """Present answers, stored ids, and the status each operation was told, on a new audit."""
    with scratch() as session:
        audit = make_audit(session)
        told: dict[str, set[str]] = {}
        for batch in batches:
            for result in record_operations(session, audit.id, audit.inspector.id, batch, NOW):
                told.setdefault(result.id, set()).add(result.status)
        stored = [entry.id for entry in history(session, audit.id)]
        return current_answers(session, audit.id), stored, told


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(delivery=deliveries())
def test_any_arrival_ends_like_the_orderly_one(
    scratch: Scratch, delivery: tuple[list[Operation], list[list[Operation]]]
) -> None:
    sent, batches = delivery
    orderly, _, _ = deliver(scratch, [in_order(sent)])
    present, stored, told = deliver(scratch, batches)
    assert present == orderly
    assert sorted(stored) == sorted(operation.id for operation in sent)
    assert all(len(statuses) == 1 for statuses in told.values())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(arrival=shuffled(), choice=st.sampled_from(ANSWERS))
def test_whatever_two_tablets_send_is_kept_once_and_a_decision_ends_it(
    scratch: Scratch, arrival: tuple[list[Operation], list[list[Operation]]], choice: Any
) -> None:
    sent, batches = arrival
    with scratch() as session:
        audit = make_audit(session)
        by = audit.inspector.id
        for batch in batches:
            told = record_operations(session, audit.id, by, batch, NOW)
            assert {result.status for result in told} <= {"accepted", "superseded", "conflict"}
        stored = [entry.id for entry in history(session, audit.id)]
        assert sorted(stored) == sorted(operation.id for operation in sent)
        now = current_answers(session, audit.id)["HOT-01"]
        open_ones = open_conflicts(session, audit.id)
        # Each tablet asks at most once, and never what is shown already.
        assert len({row.client for row in open_ones}) == len(open_ones)
        assert all((row.answer, row.note) != (now.answer, now.note) for row in open_ones)
        decision = make_operation(
            answer=choice,
            sequence=99,
            way="decided",
            base=now.operation_id,
            settles=tuple(row.operation_id for row in open_ones),
        )
        (told_last,) = record_operations(session, audit.id, by, [decision], NOW)
        assert told_last.status == "accepted"
        again = record_operations(session, audit.id, by, sent, NOW)
        assert "conflict" not in {result.status for result in again}
        assert current_answers(session, audit.id)["HOT-01"].answer == choice
        assert open_conflicts(session, audit.id) == []
        assert len(history(session, audit.id)) == len(sent) + 1
