"""One audit is one audit in English; Chinese says both alike."""

import pytest

from dashboard.widgets.unit_score import waiting_words
from dashboard.words import ngettext, speaking


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 audits"), (1, "1 audit"), (2, "2 audits"), (21, "21 audits")],
)
def test_one_is_said_in_the_singular_in_english(number: int, words: str) -> None:
    with speaking("en"):
        assert ngettext("{total} audit", "{total} audits", number, total=number) == words


@pytest.mark.parametrize("number", [1, 2])
def test_chinese_has_one_form_for_both(number: int) -> None:
    with speaking("zh"):
        said = waiting_words(number)
        assert said == waiting_words(3).replace("3", str(number))
        assert not any("a" <= sign <= "z" for sign in said)
