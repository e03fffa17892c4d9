"""A tour of all pages in a language: what each one shows, for tests that ask all of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from playwright.sync_api import Page, expect

from checklists.order_rules import order_rules
from dashboard.looks import today
from dashboard.words import _, speaking
from db import organisation
from db.actors import SYSTEM, Role
from db.closing import submit_audit
from db.orders.bulk import LoadedOrder, LoadedStep, load_orders
from tests.browser.form import Form
from tests.browser.looking import nameless_controls, too_wide, visible_words
from tests.browser.office import PEOPLE, Office, add_person, give
from tests.browser.screens import go_to, settled
from tests.browser.tablet import LANDSCAPE, PHONE, PORTRAIT
from tests.factories import full_answers, give_answers, make_sheet

PAGES: dict[str, str] = {
    "start": "a[href$=hotline]",
    "hotline": '[data-testid="stBaseButton-primary"]',
    "indicators": '[data-testid="stBaseButton-primary"]',
    "measured": "tbody tr",
    "audits": "tbody tr",
    "ranking": "tbody tr",
    "documents": ".st-key-documents-workbook",
    "explain": "tbody tr",
    "meeting": "[data-testid=meeting-slide]",
    "trends": "tbody tr",
    "temperature": '[data-testid="stForm"]',
    "points": '[data-testid="stSelectbox"]',
    "calling": '[data-testid="stSelectbox"]',
    "order_import": "[data-testid=stHeading]",
    "catalogue": "tbody tr",
    "organisation": "tbody tr",
    "people": "tbody tr",
    "inspectors": "tbody tr",
    "periods": "tbody tr",
    "coefficients": "tbody tr",
    "commitments": '[data-testid="stSelectbox"]',
    "calendar": ".heng-year",
    "board": '[data-testid="stMain"] [data-testid="stMarkdown"]',
    "summaries": '[data-testid="stMain"] [data-testid="stMarkdown"]',
    "releases": "tbody tr",
    "trail": "tbody tr",
    "account": "tbody tr",
}
"""The pages by their address, with what is there once they are drawn."""
OPENED = {
    "HOT-01": "deducted",
    "HOT-14": "not_applicable",
    "HOT-27": "deducted",
    "HOT-31": "measured",
    "HOT-36": "awarded",
    "HOT-37": "deducted",
}


@dataclass
class Visit:
    """What one page showed: its words, its controls without a name, what was too wide by size."""

    words: list[str]
    nameless: list[str]
    too_wide: dict[str, list[str]] = field(default_factory=dict)


def look(page: Page) -> Visit:
    """Look at the page as it is now, at all sizes."""
    visit = Visit(visible_words(page), nameless_controls(page))
    for name, size in (("portrait", PORTRAIT), ("phone", PHONE), ("landscape", LANDSCAPE)):
        page.set_viewport_size(size)
        if wide := too_wide(page):
            visit.too_wide[name] = wide
    return visit


def tour_pages(
    page: Page, address: str, language: str, arrive: Callable[[Page], None] = settled
) -> dict[str, Visit]:
    """Visit every page that the navigation names, in one language; `arrive` goes first."""
    visits = {}
    page.goto(f"{address}/?lang={language}")
    arrive(page)
    for name, drawn in PAGES.items():
        if name != "start":
            go_to(page, name)
        expect(page.locator(drawn).first).to_be_visible()
        settled(page)
        visits[name] = look(page)
    return visits


def tour_audits(page: Page, office: Office, language: str) -> dict[str, Visit]:
    """Visit a form with all that can open in it, its dialog, and the result of another audit."""
    page.goto(f"{office.link(office.begin('hotline'))}&lang={language}")
    form = Form(page).expect_open()
    for code, verdict in OPENED.items():
        form.verdict(code, verdict).tap()
    form.answer("HOT-28", {"verdict": "measured", "actual": "103", "mean": "0"})
    form.expect_status("refused", "HOT-28")
    visits = {"form": look(page)}
    for fix in ("HOT-28", *OPENED):
        form.verdict(fix, "not_applicable" if fix in ("HOT-28", "HOT-31") else "met").tap()
    form.submit()
    expect(form.dialog.get_by_test_id("submit-confirm")).to_be_visible()
    visits["dialog"] = look(page)
    page.goto(f"{office.link(submitted(office), 'counter')}&lang={language}")
    expect(page.locator("tbody tr").first).to_be_visible()
    page.get_by_test_id("stPopoverButton").last.tap()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    visits["result"] = look(page)
    return visits


ORDER_TEXTS = {
    "zh": {
        "estate": "阳光家园",
        "station": "二号换热站",
        "contact": "王女士",
        "problem": "暖气不热",
    },
    "en": {"estate": "Lotus", "station": "Two", "contact": "Wang", "problem": "Cold radiator"},
}


def tour_orders(page: Page, office: Office, language: str) -> dict[str, Visit]:
    """Visit the list of orders, one of them and its correction, as an agent and as its unit."""
    code, now, name = uuid4().hex[:8], datetime.now(UTC), PEOPLE["P2"]
    with office.server.database.write(SYSTEM) as session:
        division = organisation.add_division(
            session, f"T{code}", "供热中心", "Heating", ("HEAT", "SPEC", "ACC")
        )
        unit = organisation.add_unit(session, division.id, f"S{code}", "热力站", "Station")
        agent, unit_person = (add_person(session, f"{p}{code}", name).id for p in "GR")
        give(session, agent, Role.AGENT, division_id=division.id)
        give(session, unit_person, Role.UNIT_REPRESENTATIVE, unit_id=unit.id)
        steps = tuple(LoadedStep(kind, now, agent) for kind in ("open", "dispatch"))
        number = str(int(code, 16))
        made = LoadedOrder(
            id=str(uuid4()),
            source="manual",
            number=number,
            order_class="urgent",
            division_id=division.id,
            unit_id=unit.id,
            state="dispatched",
            reported_at=now,
            opened_at=now,
            dispatched_at=now,
            opened_by=agent,
            rules=order_rules(today()).valid_from,
            telephone="13800001234",
            steps=steps,
            **ORDER_TEXTS[language],
        )
        load_orders(session, [made])
    visits = {}
    with speaking(language):
        words = _("Correct the facts")
    for who, person in (("agent", agent), ("unit", unit_person)):
        office.server.let_in(page.context, person)
        for place, query in (("orders", ""), ("order", f"order={number}&")):
            page.goto(f"{office.server.address}/{place}?{query}lang={language}")
            settled(page)
            expect(page.get_by_text(number).first).to_be_visible()
            if (place, who) == ("order", "agent"):
                page.get_by_test_id("stButtonGroup").get_by_text(words, exact=True).tap()
                expect(page.get_by_test_id("entry-send")).to_be_visible()
            visits[f"{place} of {who}"] = look(page)
    return visits


def submitted(office: Office) -> str:
    """A submitted audit with some deductions."""
    audit = office.begin("counter")
    given = full_answers(
        make_sheet("counter"),
        CTR_01={"verdict": "deducted", "count": 2},
        CTR_06={"verdict": "deducted", "count": 1, "severe": 1},
        CTR_23={"verdict": "measured", "actual": "2", "required": "3"},
    )
    with office.server.database.write(SYSTEM) as session:
        give_answers(session, office.audit(audit), given)
    with office.server.database.write(SYSTEM) as session:
        submit_audit(session, audit, office.people[0].id, datetime.now(UTC))
    return audit
