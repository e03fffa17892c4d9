"""The seal over a history: the same for old answers, another where more is said."""

from dataclasses import replace

import pytest

from db.sealing import HistoryEntry, hash_of
from tests.factories import MET, NOW, TABLET

FIRST = HistoryEntry(
    "8d7c1f0e-3c5b-4a57-8f3e-0f6d0f7f0a01",
    "HOT-01",
    MET,
    "",
    TABLET,
    1,
    NOW,
    NOW,
    7,
    "accepted",
)


SEALED = "cc0ba293004e50291b750cadf0567b2ea7a69bf87cf4beed03292988f210edd9"


def test_answers_of_before_keep_their_seal() -> None:
    # Computed by the first version, which knew neither what was seen nor how it came about.
    assert hash_of([FIRST]) == SEALED


@pytest.mark.parametrize("more", [{"base": ""}, {"base": FIRST.id}, {"way": "section"}])
def test_what_was_seen_and_how_it_came_about_are_part_of_the_seal(more: dict[str, str]) -> None:
    assert hash_of([replace(FIRST, **more)]) != hash_of([FIRST])
