"""Every page in both languages: all of it is translated, named, within the screen, and quiet."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from db.actors import Role
from tests.browser.looking import CHINESE
from tests.browser.office import NAMES, PEOPLE, Office, make_office
from tests.browser.screens import go_to, primary, zh
from tests.browser.server import Server
from tests.browser.signing import play
from tests.browser.tablet import Tablet
from tests.browser.tour import PAGES, Visit, submitted, tour_audits, tour_orders, tour_pages

PLACES = [*PAGES, "form", "dialog", "result"]
NAMES_IN_CHINESE = re.compile("|".join([*PEOPLE.values(), "中文", "衡", "语言"]))
CODES = "|".join([*PEOPLE, *NAMES, *(unit for *_, units in NAMES.values() for unit in units)])
PLACES_IN_TRAIL = [
    name
    for *divisions, units in NAMES.values()
    for name in (*divisions, *(words for names in units.values() for words in names))
]
"""The trail tells what was entered in both languages."""
LATIN_IN_CHINESE = re.compile(
    r"\b[A-Z]{3}-\d\d\b"  # an item
    r"|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{12}\b"  # an audit, a seal
    rf"|\b({CODES}|GAS|HEAT|SPEC|STD|ACC|K[1-3]?|Heng|English|Excel|PowerPoint|Word|PageDown|Home|PNG|SVG|yyyy|mm|dd)\b"
)


class Toured:
    """All places of a small organisation in one language, and what they complained of."""

    def __init__(self, tablet: Tablet, office: Office, language: str) -> None:
        page = tablet.context.new_page()
        office.let_in(tablet.context, "A1")
        self.visits: dict[str, Visit] = tour_pages(page, office.server.address, language)
        office.let_in(tablet.context, "P1")
        self.visits |= tour_audits(page, office, language)
        tablet.forget()
        self.complaints = tablet.watch.drain()


@pytest.fixture(scope="module")
def toured_office(new_server: Callable[..., Server]) -> Office:
    """A served small organisation with one submitted audit."""
    server = new_server("toured")
    office = make_office(server)
    submitted(office)
    server.start()
    return office


@pytest.fixture(scope="module")
def in_chinese(tablet: Tablet, toured_office: Office) -> Toured:
    """The tour in Chinese."""
    return Toured(tablet, toured_office, "zh")


@pytest.fixture(scope="module")
def in_english(tablet: Tablet, toured_office: Office) -> Toured:
    """The tour in English."""
    return Toured(tablet, toured_office, "en")


@pytest.mark.parametrize("place", PLACES)
def test_in_english_nothing_is_chinese_but_names(place: str, in_english: Toured) -> None:
    words = in_english.visits[place].words
    words = entered_apart(place, words)
    assert [w for w in words if CHINESE.search(NAMES_IN_CHINESE.sub("", w))] == []


@pytest.mark.parametrize("place", PLACES)
def test_in_chinese_no_word_is_english_but_codes(place: str, in_chinese: Toured) -> None:
    words = in_chinese.visits[place].words
    words = entered_apart(place, words)
    assert [w for w in words if re.search("[A-Za-z]{2}", LATIN_IN_CHINESE.sub("", w))] == []


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name_and_the_page_does_not_scroll_sideways(
    place: str, in_chinese: Toured, in_english: Toured
) -> None:
    for toured in (in_chinese, in_english):
        visit = toured.visits[place]
        assert (visit.nameless, visit.too_wide) == ([], {})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_orders_are_whole_for_the_centre_and_for_the_unit(
    page: Page, office: Office, language: str
) -> None:
    foreign = {"zh": "[A-Za-z]{2}", "en": CHINESE.pattern}[language]
    apart = {"zh": LATIN_IN_CHINESE, "en": NAMES_IN_CHINESE}[language]
    for name, visit in tour_orders(page, office, language).items():
        assert [w for w in visit.words if re.search(foreign, apart.sub("", w))] == [], name
        assert (visit.nameless, visit.too_wide) == ([], {}), name


def test_no_page_asks_others_or_complains(in_chinese: Toured, in_english: Toured) -> None:
    assert in_chinese.complaints == in_english.complaints == ([], [])


def test_pages_with_a_year_of_audits_are_whole_too(page: Page, demo: Server) -> None:
    def arrive(page: Page) -> None:
        play(page, Role.ADMINISTRATOR)

    for name, visit in tour_pages(page, demo.address, "zh", arrive).items():
        assert (visit.nameless, visit.too_wide) == ([], {}), name


def test_the_language_that_was_chosen_stays_on_the_next_pages(
    page: Page, context: BrowserContext, office: Office
) -> None:
    office.let_in(context, "A1")
    page.goto(office.server.address)
    page.get_by_role("radio", name="English").tap()
    expect(page.get_by_test_id("stTopNav")).not_to_contain_text(CHINESE)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for name in ("ranking", "hotline"):
        go_to(page, name)
        expect(page.get_by_role("heading").first).not_to_contain_text(CHINESE)
    page.reload()
    expect(primary(page)).not_to_contain_text(CHINESE)
    page.get_by_role("radio", name="中文").tap()
    expect(primary(page)).to_contain_text(CHINESE)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_test_id("stSkipToContent")).to_have_text(zh("Skip to the content"))


def entered_apart(place: str, words: list[str]) -> list[str]:
    """The words of a place; from the trail without the names that were entered."""
    if place != "trail":
        return words
    return [re.sub("|".join(PLACES_IN_TRAIL), "", text) for text in words]
