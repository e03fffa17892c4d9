"""Where a customer lives is worded once, however the number of the building was written."""

import pytest

from checklists.place_words import bare
from dashboard.place_words import place_words
from dashboard.words import speaking


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("building", "3号楼", "3"),
        ("building", " 3 号楼 ", "3"),
        ("building", "12栋", "12"),
        ("building", "B2幢", "B2"),
        ("building", "A座", "A座"),
        ("building", "东区3号楼", "东区3号楼"),
        ("staircase", "2单元", "2"),
        ("room", "501室", "501"),
        ("room", "1-501", "1-501"),
        ("estate", "3号楼", "3号楼"),
    ],
)
def test_a_number_stands_without_the_word_of_its_kind(kind: str, typed: str, kept: str) -> None:
    assert bare(kind, typed) == kept


def test_an_address_has_each_word_once() -> None:
    with speaking("zh"):
        assert place_words("暗香里", "3号楼", "2", "501室") == "暗香里 3 号楼 2 单元 501 室"
        assert place_words("暗香里", "东区3号楼") == "暗香里 东区3号楼"
        assert place_words("暗香里") == "暗香里"
