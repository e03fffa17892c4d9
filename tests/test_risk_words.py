"""What the screens say of forecasts, in both languages."""

import math

import pytest

from dashboard.risk.reliability import Bin
from dashboard.risk.words import (
    alone_words,
    apart_words,
    below_words,
    condition_words,
    last_words,
    lasts_words,
    new_words,
    no_more_words,
    number_words,
    places_words,
    record_words,
    withheld_words,
)
from dashboard.words import speaking
from tests.screens import CHINESE


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "under 5"),
        (0.049, "under 5"),
        (0.05, "about 5"),
        (0.074, "about 5"),
        (0.075, "about 10"),
        (0.35, "about 35"),
        (0.925, "about 95"),
        (0.95, "about 95"),
        (0.951, "over 95"),
        (1.0, "over 95"),
    ],
)
def test_a_chance_is_said_in_steps_of_five_and_never_as_certain(chance: float, said: str) -> None:
    with speaking("en"):
        assert number_words(chance) == said


def test_only_a_settled_season_is_certain() -> None:
    with speaking("en"):
        assert number_words(1.0, settled=True) == "all 100"
        assert number_words(0.0, settled=True) == "none"
        assert last_words("U1", 1.0, settled=True) == "U1 is last."
        assert last_words("U1", 0.0, settled=True) == "U1 is not last."
        assert below_words("U1", 1.0, "80", settled=True) == "U1 ended below 80 points."
        assert below_words("U1", 0.0, "80", settled=True) == "U1 kept 80 points."
        assert "about 50" in last_words("U1", 0.5, settled=True)


def test_the_last_place_is_said_as_a_number_of_ends() -> None:
    with speaking("en"):
        assert last_words("U1", 0.34) == "In 100 period ends like this one, U1 is last in about 35."
        assert last_words("U1", math.nan) == "U1: nothing can be said of the last place."
    with speaking("zh"):
        assert last_words("甲站", 0.34) == "照此推演 100 次期末，甲站约 35 次排在末位。"
        assert lasts_words([("甲站", 0.34), ("乙站", 0.2)]) == (
            "照此推演 100 次期末，排在末位的：甲站约 35 次，乙站约 20 次。"
        )
        assert lasts_words([("甲站", 0.34)]) == last_words("甲站", 0.34)
        assert below_words("甲站", 0.99, "80") == "照此推演 100 次期末，甲站超过 95 次低于 80 分。"


def test_places_are_a_range_or_nothing_while_units_cannot_be_told_apart() -> None:
    with speaking("en"):
        assert places_words(3, 7, 10) == "likely place 3 to 7 of 10"
        assert places_words(4, 4, 10, 0.8) == "likely place 4 of 10"
        assert places_words(3, 7, 10, 0.49).startswith("These units cannot be told apart yet")
        assert places_words(0, 0, 10) == ""
        assert apart_words(None).startswith("These units cannot be told apart yet")
        assert apart_words(0.5) == ""


def test_our_record_is_told_once_a_hundred_forecasts_have_ended() -> None:
    held = Bin(0.3, 0.281, 40)
    with speaking("en"):
        assert record_words(held, 99) == ""
        assert record_words(held, 100) == "When we said 30 %, it happened in 28 %."


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_is_in_the_reader_s_language(language: str) -> None:
    with speaking(language):
        said = [
            condition_words(),
            no_more_words("U1", 0.04),
            new_words("U1"),
            withheld_words(),
            alone_words(),
            record_words(Bin(0.3, 0.28, 9), 100),
            places_words(1, 2, 3),
            below_words("U1", 0.5, "80"),
        ]
    assert all(bool(CHINESE.search(words)) == (language == "zh") for words in said)
    assert all("{" not in words and "nan" not in words for words in said)
