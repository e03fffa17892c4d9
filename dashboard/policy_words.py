"""What an item demands of a fair answer, in words: skipping it, and proof of a deduction."""

from __future__ import annotations

from checklists.model import Item, Resting, Sheet
from dashboard.looks import ORIGINS
from dashboard.words import N_, _, language

SKIP_WORDS = {
    "allowed": N_("May be “not applicable”"),
    "with_reason": N_("“Not applicable” needs a reason"),
    "refused": N_("Cannot be “not applicable”"),
}
PROOF_WORDS = {
    "photo": N_("A deduction needs a photo"),
    "reason": N_("A deduction needs a reason"),
}


def skip_words(sheet: Sheet, item: Item) -> str:
    """How “not applicable” is taken at an item."""
    return _(SKIP_WORDS[sheet.skip_policy(item)])


def proof_words(item: Item) -> str:
    """What a deduction on an item demands; empty where it demands nothing."""
    demands = () if item.proof is None else item.proof.demands
    return _("; ").join(_(PROOF_WORDS[what]) for what in demands)


def policy_words(sheet: Sheet, item: Item) -> str:
    """Both in one line; empty for bonus and demerit, which nobody needs to answer."""
    return "" if item.rule.OPTIONAL else _("; ").join(policy_sentences(sheet, item))


def policy_sentences(sheet: Sheet, item: Item) -> list[str]:
    """Both, each with what it rests on where the item has a policy of its own."""
    parts = [skip_words(sheet, item) + _resting(item.skip)]
    if item.proof is not None:
        parts.append(proof_words(item) + _resting(item.proof))
    return parts


def _resting(policy: Resting | None) -> str:
    if policy is None or policy.reason is None:
        return ""
    return _(" ({origin}: {reason})").format(
        origin=_(ORIGINS[policy.origin]), reason=policy.reason.get(language())
    )
