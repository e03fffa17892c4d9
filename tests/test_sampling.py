"""How many orders are called back and which: worked out by hand, and drawn again elsewhere."""

import hashlib
import subprocess
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checklists.account_rules import SampleBand
from checklists.call_backs import (
    ALL_ORDERS,
    IN_VAIN,
    ITEMS,
    LEAST_CALLS,
    WHY_NOT_REACHED,
    may_give_up,
    sample_rule,
    sample_rules,
)
from checklists.catalogue_loader import load_catalogue
from checklists.order_classes import ORDER_CLASSES
from checklists.order_rules import order_rules
from checklists.sampling import BadSample, draw, sample_size

DAY = date(2026, 11, 1)
RULES = order_rules(DAY)
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "call_back_samples.yaml").read_text(encoding="utf-8")
)
SEED = "5f" * 32
KEYS = st.lists(st.uuids(version=4).map(str), max_size=60, unique=True)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_sample_is_as_large_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    if case["sample"] == "HEAT":
        bands = RULES.callbacks.unit.bands
    else:
        shares = {one.code: one.share for one in RULES.callbacks.classes}
        bands = (SampleBand(share=shares[case["class"]]),)
    assert sample_size(case["population"], bands) == case["expect"]["size"], case["description"]


def test_every_class_of_the_gas_rules_is_worked_out() -> None:
    worked = {case["class"] for case in CASES if case["sample"] == "GAS"}
    assert worked == {one.code for one in RULES.callbacks.classes}
    assert len({case["name"] for case in CASES}) == len(CASES) >= 15


@given(st.integers(0, 5000))
def test_a_sample_is_rounded_up_and_never_larger_than_the_population(population: int) -> None:
    for rule in sample_rules(RULES, {"HEAT", "GAS"}):
        size = sample_size(population, rule.bands)
        band = next(b for b in rule.bands if b.up_to is None or population <= b.up_to)
        assert 0 <= size <= population
        assert size - 1 < population * band.share <= size


def test_a_share_is_counted_without_the_errors_of_binary_fractions() -> None:
    # 0.07 * 100 is 7.000000000000001 in binary fractions, which would round up to 8.
    assert sample_size(100, (SampleBand(share=Decimal("0.07")),)) == 7


def test_a_population_that_no_band_holds_is_a_fault_of_the_program() -> None:
    with pytest.raises(BadSample):
        sample_size(21, (SampleBand(up_to=20, share=Decimal("0.3")),))
    with pytest.raises(BadSample):
        sample_size(-1, RULES.callbacks.unit.bands)


@given(KEYS, st.randoms(use_true_random=False), st.data())
def test_drawing_again_gives_the_same_however_the_population_comes(
    keys: list[str], shuffler: Any, data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, len(keys)))
    first = draw(keys, SEED, size)
    shuffler.shuffle(keys)
    assert draw(keys, SEED, size) == first


@given(KEYS, st.data())
def test_nobody_is_drawn_twice_and_replacements_are_all_the_others(
    keys: list[str], data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, len(keys)))
    drawn = draw(keys, SEED, size)
    assert len(drawn.sample) == size
    assert len(set(drawn.sequence)) == len(drawn.sequence) == len(keys)
    assert set(drawn.sequence) == set(keys)


@given(KEYS, st.data())
def test_a_larger_sample_by_the_same_seed_goes_on_where_the_smaller_one_ended(
    keys: list[str], data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, len(keys)))
    small = draw(keys, SEED, size)
    assert draw(keys, SEED, len(keys)).sample == small.sequence
    assert draw(keys, SEED, size).reserve == small.sequence[size:]


def test_every_order_is_drawn_about_as_often_by_many_seeds() -> None:
    keys = [f"order-{number}" for number in range(30)]
    times = Counter(key for seed in range(4000) for key in draw(keys, f"seed-{seed}", 6).sample)
    expected = 4000 * 6 / 30
    # Chi-squared with 29 degrees of freedom is above 58.3 once in a thousand fair draws.
    assert sum((times[key] - expected) ** 2 / expected for key in keys) < 58.3


def test_places_of_a_draw_do_not_follow_the_order_of_the_keys() -> None:
    keys = [f"order-{number:02d}" for number in range(30)]
    firsts = Counter(draw(keys, f"seed-{seed}", 1).sample[0] for seed in range(3000))
    assert len(firsts) == 30
    assert max(firsts.values()) < 150


def test_a_draw_is_what_its_words_say() -> None:
    keys = [f"order-{number}" for number in range(12)]
    by_hand = sorted(keys, key=lambda key: hashlib.sha256(f"{SEED}:{key}".encode()).hexdigest())
    assert list(draw(keys, SEED, 4).sequence) == by_hand


def test_anybody_draws_again_on_a_command_line() -> None:
    keys = [f"工单-{number}" for number in range(12)]
    script = (
        'while read key; do printf \'%s:%s\' "$seed" "$key" | sha256sum | cut -c-64 |'
        " tr '\\n' ' '; echo \"$key\"; done | LC_ALL=C sort | cut -d' ' -f2"
    )
    told = subprocess.run(
        ["bash", "-c", script],
        input="\n".join(keys) + "\n",
        env={"seed": SEED, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == list(draw(keys, SEED, 3).sequence)


@pytest.mark.parametrize(
    ("keys", "size"), [(["a", "a"], 1), (["a"], 2), (["a"], -1)], ids=["twice", "many", "few"]
)
def test_what_cannot_be_drawn_is_a_fault_of_the_program(keys: list[str], size: int) -> None:
    with pytest.raises(BadSample):
        draw(keys, SEED, size)


def test_a_heating_division_draws_from_all_orders_of_a_unit() -> None:
    (rule,) = sample_rules(RULES, {"HEAT", "SPEC", "ACC"})
    assert (rule.scheme, rule.code, rule.whole) == ("HEAT", ALL_ORDERS, False)
    assert all(rule.covers(code) for code in ORDER_CLASSES)


def test_a_gas_division_draws_by_class_and_every_order_belongs_to_one() -> None:
    rules = sample_rules(RULES, {"GAS"})
    assert {rule.code for rule in rules} == {"works", "hotline", "complainants"}
    assert {rule.code for rule in rules if rule.whole} == {"complainants"}
    for code in ORDER_CLASSES:
        assert sum(rule.covers(code) for rule in rules) == 1, code


def test_a_division_under_other_regulations_draws_nothing() -> None:
    assert sample_rules(RULES, {"SPEC", "ACC", "STD"}) == ()


def test_a_sample_is_found_again_by_the_day_of_its_rules() -> None:
    for rule in sample_rules(RULES, {"HEAT", "GAS"}):
        assert sample_rule(order_rules(rule.since), rule.scheme, rule.code) == rule


def test_classes_that_give_figures_have_an_item_on_the_sheet_of_call_backs() -> None:
    sheet = load_catalogue().sheet("callbacks", DAY)
    assert set(ITEMS.values()) == set(sheet.by_code)
    assert set(ITEMS) <= {one.code for one in RULES.callbacks.classes}


def test_a_customer_counts_as_unreached_after_calls_that_lie_apart() -> None:
    first = datetime.fromisoformat("2026-11-03T09:00+08:00")
    assert not may_give_up([first], "no_answer")
    assert not may_give_up([first, first + timedelta(minutes=59)], "no_answer")
    assert may_give_up([first, first + timedelta(minutes=60)], "busy")
    assert len([first]) < LEAST_CALLS
    assert set(WHY_NOT_REACHED) > IN_VAIN
    for why in IN_VAIN:
        assert may_give_up([first], why)
