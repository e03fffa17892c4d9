"""Signing in with the company account, against a provider that speaks OpenID Connect."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from db import accounts, persons, sign_ins
from db.actors import SYSTEM, Role
from db.rows import PersonRow
from tests.browser.form import Form
from tests.browser.office import Office, add_person, give, make_office
from tests.browser.screens import go_to, row, settled, zh
from tests.browser.server import Server, free_port
from tests.browser.signing import expect_sign_in
from tests.browser.tablet import Tablet
from tests.factories import MET
from tests.oidc_provider import Provider

COMPANY = "Sign in with the company account"
ANOTHER = "Use another account"
ENDED = "You are signed out. Sign in again; what you entered is kept."
NAME = "林小满"


@dataclass(frozen=True)
class Company:
    """A served organisation whose people have company accounts at a provider."""

    office: Office
    provider: Provider
    person: PersonRow

    @property
    def server(self) -> Server:
        """The organisation's server."""
        return self.office.server

    def account_email(self, email: str) -> None:
        """Let an administrator write down the e-mail of the person."""
        with self.server.database.write(SYSTEM) as session:
            now = datetime.now(UTC)
            accounts.save_account(
                session, self.person.id, login="P5", email=email, now=now, must_change=False
            )

    def open_sessions(self) -> list[str]:
        """The methods of the person's sessions that go on."""
        with self.server.database.read(SYSTEM) as session:
            rows = sign_ins.open_of(session, self.person.id, datetime.now(UTC))
        return [row.method for row in rows]


@pytest.fixture(scope="module")
def served_company(
    new_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Company]:
    """A served organisation with a provider; the settings are in a file outside the project."""
    server = new_server("company")
    office = make_office(server)
    with server.database.write(SYSTEM) as session:
        person = add_person(session, "P5", NAME)
        give(session, person.id, Role.INSPECTOR, unit_id=office.units[0].id)
    settings: Path = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    server.environment = {"STREAMLIT_SECRETS_FILES": str(settings)}
    provider = Provider(free_port())
    settings.write_text(provider.secrets_toml(server.address), encoding="utf-8")
    provider.start()
    server.start()
    yield Company(office, provider, person)
    provider.close()


@pytest.fixture
def company(served_company: Company) -> Company:
    """The organisation; the person's verified e-mail is known and was not used yet."""
    served_company.account_email("nobody@example.test")
    served_company.account_email("lin@example.test")
    served_company.provider.accounts.clear()
    served_company.provider.accounts["lin"] = {
        "email": "lin@example.test",
        "email_verified": True,
    }
    with served_company.server.database.write(SYSTEM) as session:
        sign_ins.end_open(session, served_company.person.id, datetime.now(UTC))
    return served_company


def come_in(page: Page, company: Company, subject: str, at: str = "") -> None:
    """Go through the provider with an account."""
    page.goto(f"{company.server.address}/{at}")
    page.get_by_role("button", name=zh(COMPANY)).tap()
    page.get_by_role("link", name=subject, exact=True).tap()
    page.wait_for_url(f"{company.server.address}/**")


def test_a_known_person_comes_in_by_the_verified_email_and_scores(
    page: Page, company: Company
) -> None:
    come_in(page, company, "lin")
    expect(page.locator(".heng-me")).to_have_text(NAME)
    asked = company.provider.asked[-1]
    assert asked["code_challenge_method"] == "S256" and asked["nonce"] and asked["state"]
    assert company.open_sessions() == ["oidc"]
    page.reload()
    expect(page.locator(".heng-me")).to_have_text(NAME)
    assert company.open_sessions() == ["oidc"]

    audit = company.office.begin(
        "repair", unit_id=company.office.units[0].id, inspector_id=company.person.id
    )
    page.goto(company.office.link(audit, "repair"))
    form = Form(page).expect_open()
    form.answer("REP-01", MET)
    form.expect_all_saved()
    assert company.office.answers(audit) == {"REP-01": MET}


def test_a_restart_of_the_server_keeps_the_company_account_signed_in(
    page: Page, company: Company
) -> None:
    come_in(page, company, "lin")
    expect(page.locator(".heng-me")).to_have_text(NAME)
    company.server.kill()
    company.server.start()
    page.reload()
    expect(page.locator(".heng-me")).to_have_text(NAME)
    assert company.open_sessions() == ["oidc"]


def test_the_subject_counts_once_it_is_known_whatever_the_email_becomes(
    page: Page, context: BrowserContext, company: Company
) -> None:
    come_in(page, company, "lin")
    expect(page.locator(".heng-me")).to_have_text(NAME)
    context.clear_cookies()
    accounts_there = company.provider.accounts
    accounts_there["lin"] = {"email": "lin.new@example.test", "email_verified": True}
    accounts_there["thief"] = {"email": "lin@example.test", "email_verified": True}
    come_in(page, company, "lin")
    expect(page.locator(".heng-me")).to_have_text(NAME)
    context.clear_cookies()
    come_in(page, company, "thief")
    expect_refused(page, "lin@example.test")


@pytest.mark.parametrize(
    ("email", "claims"),
    [
        ("lin@example.test", {"email_verified": False}),
        ("lin@example.test", {"email_verified": "true"}),
        ("lin@example.test", {}),
        ("stranger@example.test", {"email_verified": True}),
    ],
)
def test_an_unverified_or_unknown_account_is_refused_and_another_one_can_be_chosen(
    email: str, claims: dict[str, object], page: Page, company: Company
) -> None:
    company.provider.accounts["other"] = {"email": email, **claims}
    come_in(page, company, "other")
    expect_refused(page, email)
    assert company.open_sessions() == []
    page.get_by_role("button", name=zh(ANOTHER)).tap()
    expect(page.get_by_role("button", name=zh(COMPANY))).to_be_visible()
    come_in(page, company, "lin")
    expect(page.locator(".heng-me")).to_have_text(NAME)


def test_a_person_who_has_left_is_refused(page: Page, company: Company) -> None:
    email = f"he.{uuid4().hex[:8]}@example.test"
    with company.server.database.write(SYSTEM) as session:
        left = add_person(session, f"L{uuid4().hex[:8]}", "何青禾", email=email)
        persons.set_active(session, left.id, False, "离职", datetime.now(UTC))
    company.provider.accounts["he"] = {"email": email, "email_verified": True}
    come_in(page, company, "he")
    expect_refused(page, email)


def test_an_administrator_ends_the_session_of_a_company_account(
    page: Page, browser: Browser, company: Company
) -> None:
    come_in(page, company, "lin")
    expect(page.locator(".heng-me")).to_have_text(NAME)
    elsewhere = Tablet(browser)
    try:
        company.office.let_in(elsewhere.context, "A1")
        office = elsewhere.context.new_page()
        office.goto(f"{company.server.address}/people")
        row(office, "P5", NAME).get_by_role("button").first.tap()
        office.get_by_role("tab", name=zh("Signed-in browsers")).tap()
        office.get_by_role("button", name=zh("Sign out everywhere")).tap()
        expect(
            office.get_by_text(zh("{name} is signed out everywhere.", name=NAME))
        ).to_be_visible()
    finally:
        elsewhere.close()
    assert company.open_sessions() == []
    page.reload()
    expect_sign_in(page)
    expect(page.get_by_text(zh(ENDED))).to_be_visible()
    page.get_by_role("button", name=zh(COMPANY)).tap()
    page.get_by_role("link", name="lin", exact=True).tap()
    expect(page.locator(".heng-me")).to_have_text(NAME)


def test_signing_out_ends_the_session_and_forgets_the_company_account(
    page: Page, company: Company
) -> None:
    come_in(page, company, "lin")
    settled(page)
    go_to(page, "account")
    expect(page.locator('input[type="password"]')).to_have_count(0)
    page.get_by_role("button", name=zh("Sign out"), exact=True).tap()
    expect(page.get_by_role("button", name=zh(COMPANY))).to_be_visible()
    expect(page.get_by_text(zh(ENDED))).to_have_count(0)
    assert company.open_sessions() == []


def expect_refused(page: Page, email: str) -> None:
    """The account is not known, in plain words; the sign-in page stays."""
    expect_sign_in(page)
    expect(page.get_by_test_id("stAlert").filter(has_text=email).first).to_be_visible()
    expect(page.get_by_role("button", name=zh(ANOTHER))).to_be_visible()
