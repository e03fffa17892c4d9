"""The words of the tablet form where an audit ends: what is still open, submitting, signing."""

from __future__ import annotations

from dashboard.words import N_

ENDING_WORDS: dict[str, str] = {
    "submit": N_("Submit"),
    "submitting": N_("Saving…"),
    "stopped": N_(
        "The server accepts no more answers for this audit. What you entered is kept on this "
        "tablet."
    ),
    "foreign_waiting": N_(
        "{n} answers or photos by another person wait on this tablet. They are sent when that "
        "person signs in here again."
    ),
    "submitted_done": N_("Submitted and locked."),
    "not_submitted": N_("Not submitted yet"),
    "cannot_submit_unsaved": N_(
        "{n} answers or photos have not reached the server. They are kept on this tablet; please "
        "submit again once the network is back."
    ),
    "cannot_submit_stopped": N_(
        "The server accepts no more answers for this audit; {n} answers or photos are kept on this "
        "tablet only."
    ),
    "fix_first": N_(
        "{n} items are incomplete or were refused. Please complete them first; tap one to go there."
    ),
    "back_to_answers": N_("Back to the answers"),
    "open_items_title": N_("Some items are unanswered"),
    "open_count_as_skipped": N_(
        "{n} items are unanswered. If you submit now they count as not applicable. "
        "Afterwards the audit is locked; it can then only be corrected by a new version. "
        "Tap an item to go there."
    ),
    "decide_first": N_(
        "{n} items have two different answers. Please choose one for each; tap one to go there."
    ),
    "devices_first": N_(
        "{number} other devices may still hold answers to this audit. Connect them and open the "
        "audit there, or decide to go on without them."
    ),
    "obstacles_n": N_("{n} matters are still open:"),
    "to_signature": N_("Go to the signature"),
    "submit_without": N_("Submit without these answers and lock"),
    "submit_both": N_("Submit as not applicable, without these answers, and lock"),
    "leave_out": N_("Do not wait for this device"),
    "submitted_elsewhere": N_("This audit was submitted on another device."),
    "closed_elsewhere": N_("This audit was closed elsewhere and takes no more answers."),
    "conflicts_n": N_("{n} items with two answers wait for your choice"),
    "two_answers": N_("Two answers were given for this item. Please choose the one that holds."),
    "take_this": N_("Use this one"),
    "this_device": N_("{who} (this device)"),
    "in_force": N_("counts at present"),
    "here_too": N_("Also filling in now: {who}"),
    "own_other_device": N_("you, on another device"),
    "submit_title": N_("Submit this audit"),
    "submit_locks": N_(
        "All items are answered and saved. After submitting the audit is locked; it can then "
        "only be corrected by a new version."
    ),
    "submit_open": N_("Submit as not applicable and lock"),
    "submit_and_lock": N_("Submit and lock"),
    "signature_title": N_("Signature of the audited person"),
    "signature_hint": N_(
        "Whoever was audited may sign here and state an opinion. Without a signature, write under "
        "“statement” why nobody signs; or leave all of it empty."
    ),
    "signature_name": N_("Name of the audited person"),
    "signature_statement": N_("Statement"),
    "signature_pad": N_("Sign with finger, pen or mouse"),
    "signature_clear": N_("Clear"),
    "signature_keep": N_("Keep the signature"),
    "signature_back": N_("Keep the earlier one"),
    "signature_again": N_("Sign again"),
    "signature_remove": N_("Take the signature out"),
    "signature_unsigned": N_("Not signed by hand."),
    "signature_who": N_("{name}, {moment}"),
    "signature_stale": N_(
        "Answers or photos were changed after {name} signed. Let {name} sign again, "
        "or take the signature out."
    ),
    "signature_needs_name": N_("Enter the name of whoever signs."),
    "signature_needs_more": N_("Sign on the glass, or write under “statement” why nobody signs."),
    "unsigned_title": N_("Nobody has signed"),
    "unsigned_ask": N_(
        "Let {name} sign on the glass. If nobody signs, what stands under “statement” is kept as "
        "the reason:"
    ),
    "unsigned_back": N_("Go back and sign"),
    "unsigned_keep": N_("Keep without a signature, with this reason"),
    "signature_open": N_(
        "The signature has not been kept yet. Touch “Keep the signature”, or clear it and empty "
        "its fields."
    ),
    "submit_unreachable": N_(
        "The server could not be reached, so nothing was submitted. Please try again."
    ),
}
