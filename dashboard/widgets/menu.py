"""The navigation: all pages are known, and shown to those whose role has use for them."""

from __future__ import annotations

import streamlit as st

from dashboard.documents.readers import MADE_FOR
from dashboard.gate import Signed
from dashboard.standings import RANKED_FOR
from dashboard.widgets.places import page_file
from dashboard.widgets.sheets import sheet_name
from dashboard.words import N_, _
from db.actors import Actor, Role

SCORING = (Role.INSPECTOR,)
ENTERING = (Role.INSPECTOR, Role.DIVISION_HEAD)
READING = (Role.INSPECTOR, Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)
CALLING = (Role.AGENT, Role.DIVISION_HEAD)
ACCOUNTS = (Role.AGENT, Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)
JUDGING = (Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE)
RANKING = RANKED_FOR
DOCUMENTS = MADE_FOR
MEETING = (Role.MEETING_VIEWER,)
ORDERS = (*CALLING, Role.UNIT_REPRESENTATIVE)


MEASURED = {
    "complaints": N_("Complaints"),
    "callbacks": N_("Call-backs"),
    "mystery": N_("Mystery shopper"),
    "satisfaction": N_("Customer satisfaction"),
}
"""Sheets that are entered on the page of measured figures; their own pages show results."""


def menu(signed: Signed | None) -> dict[str, list[st.Page]]:
    """The pages in their groups; what a role has no use for is hidden, and refused all the same."""
    actor = signed.actor if signed else None

    def page(name: str, title: str, icon: str, *roles: Role, default: bool = False) -> st.Page:
        return st.Page(
            page_file(name),
            title=title,
            icon=f":material/{icon}:",
            default=default,
            visibility="visible" if default or _has_use(actor, roles) else "hidden",
        )

    return {
        "": [page("start", _("Start"), "home", default=True)],
        _("Score"): [
            page("hotline", _("Hotline"), "call", *SCORING),
            page("counter", sheet_name("counter"), "storefront", *SCORING),
            page("home_visit", sheet_name("home_visit"), "home_work", *SCORING),
            page("inspection", sheet_name("inspection"), "fact_check", *SCORING),
            page("venting", _("Building venting"), "gas_meter", *SCORING),
            page("repair", _("Repair"), "build", *SCORING),
            page("indicators", _("Indicators"), "query_stats", *SCORING),
            page("measured", _("Measured figures"), "table_chart", *ENTERING),
            *(
                st.Page(page_file(code), title=_(title), visibility="hidden")
                for code, title in MEASURED.items()
            ),
        ],
        _("Results"): [
            page("audits", _("Audits"), "assignment", *READING),
            page("ranking", _("Ranking"), "leaderboard", *RANKING),
            page("meeting", _("Evaluation meeting"), "slideshow", *MEETING),
            page("documents", _("Meeting documents"), "folder_open", *DOCUMENTS),
            page("explain", _("Where a score comes from"), "account_tree", *RANKING),
            page("trends", _("Trends"), "trending_up", *JUDGING),
        ],
        _("Orders"): [
            page("orders", _("Work orders"), "assignment_late", *ORDERS),
            st.Page(page_file("order"), title=_("Work order"), visibility="hidden"),
            page("board", _("Order board"), "view_agenda", *ORDERS),
            page("summaries", _("Shift summaries"), "summarize", *CALLING),
            page("calling", _("Call-backs"), "perm_phone_msg", *CALLING),
            page("commitments", _("Commitments"), "handshake", *ORDERS),
            page("temperature", _("Room temperatures"), "thermostat", *ORDERS),
            page("points", _("100-point account"), "account_balance_wallet", *ACCOUNTS),
            page("order_import", _("Import orders"), "upload_file", *CALLING),
        ],
        _("Rules"): [page("catalogue", _("Catalogue"), "menu_book", *Role)],
        _("Administration"): [
            page("organisation", _("Organisation"), "account_tree"),
            page("people", _("People"), "group"),
            page("inspectors", _("Inspectors"), "compare_arrows"),
            page("periods", _("Periods"), "event_available", Role.DIVISION_HEAD),
            page("coefficients", _("Difficulty coefficients"), "balance", Role.DIVISION_HEAD),
            page("calendar", _("Work calendar"), "calendar_month"),
            page("releases", _("Releases"), "publish"),
            page("trail", _("Trail"), "history"),
        ],
        _("Account"): [page("account", _("My account"), "person", *Role)],
    }


def _has_use(actor: Actor | None, roles: tuple[Role, ...]) -> bool:
    return actor is not None and (actor.may_all or actor.holds(*roles))
