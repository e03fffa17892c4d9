"""From an order one comes back to where it was opened, and nowhere else."""

import pytest

from dashboard.widgets.way_back import FIRST, LONGEST, PAGES, asked_back, back_to


@pytest.mark.parametrize("page", PAGES)
def test_an_address_leads_back_to_the_page_as_it_was(page: str) -> None:
    kept = {"unit": "HC-01", "text": "河畔 7&号=?", "page": "3"}
    assert asked_back(back_to(page, kept)["back"]) == (page, kept)
    assert asked_back(back_to(page, {}).get("back", "")) == (page, {})


@pytest.mark.parametrize(
    "given", ["", "people", "people?new=1", "//elsewhere.example", "https://elsewhere.example", "?"]
)
def test_what_is_no_page_with_orders_leads_to_the_list(given: str) -> None:
    assert asked_back(given) == (FIRST, {})


def test_a_way_back_does_not_grow_with_each_step() -> None:
    assert asked_back("orders?back=orders%3Fpage%3D2&lang=en&page=3") == ("orders", {"page": "3"})
    assert back_to("board", {"text": "长" * LONGEST}) == {"back": "board"}
