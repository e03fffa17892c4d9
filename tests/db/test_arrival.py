"""However operations are dropped, sent again, delayed and mixed: the answers end up the same."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from db.answers import current_answers, history, record_operations
from db.incoming import Operation
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
