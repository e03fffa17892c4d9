"""Rules and answers in words: for every item, in both languages, with every place filled in."""

import ast
import re
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from checklists.answers import read_answer
from checklists.catalogue_loader import load_catalogue
from checklists.model import Item, Sheet
from dashboard.answer_words import answer_words
from dashboard.commands.project import ROOT
from dashboard.commands.words import read
from dashboard.demo.answers import answers
from dashboard.looks import score_text
from dashboard.rule_words import rule_words
from dashboard.words import _, speaking
from tests.screens import CHINESE

SHEETS = load_catalogue().sheets(date(2026, 11, 22))
ITEMS = {item.code: item for sheet in SHEETS.values() for item in sheet.items}
PARTS = ("checklists", "dashboard", "db", "pages")
UNFILLED = re.compile(r"[{}]|None|Decimal|  ")


def check(words: str, language: str) -> None:
    assert words.strip()
    assert not UNFILLED.search(words), words
    assert language == "zh" or not CHINESE.search(words), words


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", ITEMS)
def test_every_rule_is_a_sentence(code: str, language: str) -> None:
    with speaking(language):
        words = rule_words(ITEMS[code].rule)
    check(words, language)
    assert language == "en" or CHINESE.search(words)
    assert not re.search(r"\d\.\d*0\b", words), words


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", SHEETS)
def test_every_answer_is_told_in_words(code: str, language: str) -> None:
    sheet = SHEETS[code]
    for item, answer in found_in_a_bad_year(sheet):
        with speaking(language):
            words = answer_words(item, answer)
        # Reasons and evidence stay in the inspector's own language.
        texts = [text for text in strings(answer) if CHINESE.search(text)]
        for text in texts:
            assert text in words or answer["verdict"] == "deducted"
            words = words.replace(text, "…")
        check(words, language)


def found_in_a_bad_year(sheet: Sheet) -> list[tuple[Item, dict[str, Any]]]:
    random = Random(7)
    found = []
    for weakness in (-3.0, 0.0, 3.0, 3.0, 3.0):
        given = answers(sheet, weakness, date(2026, 11, 1), random)
        for code, raw in given.items():
            answer = read_answer(sheet, code, raw)
            assert answer is not None
            found.append((sheet.by_code[code], answer.dump()))
    return found


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for entry in value.values() for text in strings(entry)]
    if isinstance(value, list):
        return [text for entry in value for text in strings(entry)]
    return []


def test_an_item_that_was_left_open_says_so() -> None:
    with speaking("zh"):
        assert answer_words(ITEMS["HOT-01"], None) == _("Left open")


@pytest.mark.parametrize("code", ["HOM-18", "HOM-19"])
def test_where_nothing_was_commended_or_blamed_the_words_say_none(code: str) -> None:
    with speaking("zh"):
        assert answer_words(ITEMS[code], {"verdict": "met"}) == "无"
        assert answer_words(ITEMS["HOM-01"], {"verdict": "met"}) == "符合"


@pytest.mark.parametrize("code", [item for item, i in ITEMS.items() if "numerator" in str(i.rule)])
def test_nothing_to_measure_has_no_share(code: str) -> None:
    answer = {"verdict": "measured", "numerator": "0", "denominator": "0"}
    with speaking("en"):
        words = answer_words(ITEMS[code], answer)
    assert "=" not in words
    check(words, "en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_score_just_beside_a_bound_keeps_its_decimals(language: str) -> None:
    with speaking(language):
        assert score_text(Decimal("900.04")) == "900.04"
        assert score_text(Decimal("900.000000")) == "900.0"
        assert score_text(Decimal("899.96")) == "899.96"
        assert score_text(Decimal("899.94")) == "899.9"
        check(score_text(None), language)


def test_every_text_in_the_sources_was_collected_for_translation() -> None:
    """The tool that collects them does not look into f-strings."""
    known = {message.id for message in read(ROOT)} | {
        message.id[0] for message in read(ROOT) if isinstance(message.id, tuple)
    }
    files = [file for part in PARTS for file in (ROOT / part).rglob("*.py")]
    assert len(files) > 300
    for file in files:
        for call in (one for one in ast.walk(ast.parse(file.read_text("utf-8"))) if _says(one)):
            assert call.args[0].value in known, f"{file.name}: {call.args[0].value}"


def _says(node: Any) -> bool:
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return bool(
        named
        and node.func.id in ("_", "N_")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    )
