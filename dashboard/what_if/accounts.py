"""One account under a supposition: exact points, and the risk by the method of the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from checklists.account import Account
from checklists.account_rules import AccountRules
from dashboard.points.prospect import Prospect
from dashboard.risk.supposed import Supposed
from dashboard.what_if.asked import AccountAsked


@dataclass(frozen=True)
class AccountSupposed:
    """What would be left, with all that waits confirmed and `further` points taken off besides.

    `risk` holds how the season may end from there.
    """

    further: Decimal
    left: Decimal
    risk: Supposed


def suppose_account(
    found: Prospect, account: Account, rules: AccountRules, asked: AccountAsked
) -> AccountSupposed:
    """The account as it would be; the codes are those of the rules."""
    further = sum((rules.event(code).points * n for code, n in asked.more.items()), Decimal(0))
    return AccountSupposed(
        further, account.if_all - further, found.under(further, stays=asked.stays)
    )
