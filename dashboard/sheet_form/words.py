"""The words of the tablet form, by the keys its script asks for."""

from __future__ import annotations

from dashboard.words import N_

FORM_WORDS: dict[str, str] = {
    "met": N_("Met"),
    "deducted": N_("Deducted"),
    "not_applicable": N_("Not applicable"),
    "measured": N_("Enter figures"),
    "none": N_("No entries"),
    "has_award": N_("Commended"),
    "has_demerit": N_("Demerit"),
    "no_outage": N_("No outage"),
    "has_outage": N_("Outages"),
    "answer_for": N_("Answer for {code}"),
    "count": N_("Number of times"),
    "count_ordinary": N_("Ordinary, {n} points each"),
    "count_severe": N_("Serious, {n} points each"),
    "one_less": N_("one less"),
    "one_more": N_("one more"),
    "half_less": N_("half a point less"),
    "half_more": N_("half a point more"),
    "deduction": N_("Points to deduct"),
    "reason": N_("Reason"),
    "points_n": N_("{n} points"),
    "parts_not_done": N_("Parts not done"),
    "tap_parts": N_("Tap what was not done"),
    "seconds": N_("seconds"),
    "then_points": N_("then {n} points"),
    "outages": N_("Outages that happened"),
    "outage_n": N_("Outage {n}"),
    "outage_date": N_("Date of the outage"),
    "customers": N_("Customers affected"),
    "households": N_("households"),
    "outage_note": N_("Cause and area"),
    "add_outage": N_("Add another outage"),
    "award_n": N_("Commendation {n}"),
    "demerit_n": N_("Demerit {n}"),
    "add_award": N_("Add another commendation"),
    "add_demerit": N_("Add another demerit"),
    "points": N_("Points"),
    "evidence": N_("Evidence"),
    "remove": N_("Remove"),
    "remove_n": N_("Remove: {what}"),
    "skipped_reason": N_("Why it does not apply"),
    "label_optional": N_("{label} (optional)"),
    "skip_refused": N_("Cannot be “not applicable”"),
    "skip_preset_none": N_("No such case this time"),
    "skip_preset_unseen": N_("Did not come up during the audit"),
    "skip_preset_facility": N_("The unit has nothing of the kind"),
    "skipped_share": N_("Not applicable {share}"),
    "skipped_of": N_(" / limit {limit}"),
    "skipped_over": N_(", over the limit of {limit}"),
    "over_limit": N_(
        "{left_out} of the points would be left out, over the limit of {limit}. The audit will "
        "be submitted, but it counts only once a division head has confirmed it."
    ),
    "must_judge": N_("{n} items cannot be “not applicable” and are unanswered. Judge them."),
    "photo_first": N_("{n} deductions need a photo. Add one to each."),
    "photo_wanted": N_("A photo of this deduction is needed"),
    "note_why": N_("Why points are deducted (note)"),
    "last_time": N_("Last time {on}: {words}"),
    "photo_last_time": N_("Photo {n} of last time, {on}"),
    "lost_on": N_("points lost on {on}"),
    "lost_before": N_("Lost before"),
    "repeated": N_("Repeated"),
    "clause_full": N_("Clause"),
    "clause_document": N_("Document"),
    "clause_place": N_("Clause"),
    "clause_rule": N_("Rule"),
    "clause_reading": N_("Rests on"),
    "clause_policy": N_("Asked"),
    "colon": N_(": "),
    "note": N_("Note"),
    "note_label": N_("Note on this item"),
    "still_needed": N_("Still needed: {what}"),
    "former_counts": N_("Until then the answer given before counts."),
    "only_digits": N_("Please enter a number: {what}"),
    "list_separator": N_(", "),
    "of_points": N_("of {n} points"),
    "not_counted": N_("not counted"),
    "capped": N_("limit reached"),
    "k_so_far": N_("K so far"),
    "not_taken_n": N_("{n} not taken"),
    "see_result": N_("See the result"),
    "item_saved": N_("Saved"),
    "item_waiting": N_("Waiting"),
    "item_kept": N_("Kept here"),
    "awaits_server": N_("awaits the server"),
    "kept_count": N_("{n} kept here"),
    "item_refused": N_("Refused"),
    "item_incomplete": N_("Incomplete"),
    "sheet": N_("Sheet"),
    "period": N_("Period"),
    "occasion": N_("Occasion"),
    "subject": N_("Subject"),
    "demo": N_("Demonstration"),
    "progress": N_("Items answered"),
    "answered_of": N_("{n} of {total} answered"),
    "sections": N_("Sections"),
    "optional": N_("optional"),
    "subtotal": N_("Subtotal"),
    "not_scored": N_("Not scored"),
    "k1_word": N_("available"),
    "k2_word": N_("obtained"),
    "k3_word": N_("not scored"),
    "lost": N_("Lost"),
    "unanswered_n": N_("{n} unanswered"),
    "all_answered": N_("All answered"),
    "all_saved": N_("All saved"),
    "waiting_n": N_("{n} waiting"),
    "kept_n": N_("Offline: {n} kept on this tablet"),
    "kept_here_only_n": N_("Offline: {n} kept only while this page stays open"),
    "section_met": N_("All others here met"),
    "section_title": N_("{section}: mark as met"),
    "section_ask": N_(
        "{n} items here are unanswered and will be marked as met. What is already answered, "
        "figures, outages, commendations and demerits stay as they are. Each item says that "
        "it was answered with its section; exceptions can be changed one by one."
    ),
    "section_confirm": N_("Mark {n} items as met"),
    "by_section": N_("with section"),
    "by_section_hint": N_("Marked as met together with its section"),
    "undo": N_("Undo"),
    "undo_what": N_("Undo: {what}"),
    "undone": N_("Taken back: {what}"),
    "undo_changed": N_("{what} was answered elsewhere since; nothing was taken back."),
    "next_open": N_("To the next unanswered item"),
    "skip_to_open": N_("Skip to the first unanswered item"),
    "search": N_("Search items"),
    "search_label": N_("Code, wording or group"),
    "search_hits": N_("{n} of {total} items"),
    "search_nothing": N_("No item matches. Try another word, or leave the search."),
    "search_close": N_("Leave the search"),
    "used_before": N_("Texts used before"),
    "block_separator": N_("; "),
    "read_aloud": N_("Read {code} aloud"),
    "type_smaller": N_("Smaller type"),
    "type_larger": N_("Larger type"),
    "keys_title": N_("Keyboard"),
    "key_answer": N_("Answer the item in focus: first, second, third choice"),
    "key_clear": N_("Clear its answer"),
    "key_next": N_("Next unanswered item"),
    "key_down": N_("Next item"),
    "key_up": N_("Previous item"),
    "key_note": N_("Write a note"),
    "key_search": N_("Search items"),
    "key_undo": N_("Undo (also Ctrl+Z)"),
    "key_help": N_("These keys"),
    "close": N_("Close"),
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
    "photo_take": N_("Take photo"),
    "photo_choose": N_("Choose photos"),
    "photo_for": N_("for {code}"),
    "photos_of": N_("Photos of {code}"),
    "photo_n": N_("Photo {n}"),
    "photo_enlarge": N_("enlarge"),
    "photo_preparing": N_("Preparing…"),
    "photo_kept": N_("Kept here"),
    "photo_not_kept": N_("Waiting"),
    "photo_saved": N_("Saved"),
    "photo_refused": N_("Not taken"),
    "photo_leaving": N_("Being removed"),
    "photo_removed": N_("Removed"),
    "photo_remove": N_("Remove"),
    "photo_remove_sure": N_("Really remove"),
    "photo_undo": N_("Undo"),
    "photo_close": N_("Close"),
    "photo_taken": N_("Taken on"),
    "photo_place": N_("Place taken"),
    "photo_by": N_("Added by"),
    "photo_name": N_("File"),
    "photo_unknown": N_("not noted in the photo"),
    "photo_away": N_("The picture cannot be fetched now."),
    "photos_not_kept": N_(
        "This browser cannot keep photos: until they are saved, please leave this page open."
    ),
    "photo_too_large": N_(
        "The photo is larger than {most} MB and cannot be made smaller here. "
        "Take it with a lower resolution."
    ),
    "photos_full": N_("{code}: an item takes {most} photos at most. Remove one first."),
    "item_remark": N_("To be mended:"),
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
    "along": N_("Can be used offline"),
    "offline_title": N_("No network"),
    "offline_go_on": N_(
        "Offline: go on here. What you enter is kept on this device and sent once the network "
        "is back."
    ),
    "offline_returns": N_("The network is back. Everything opens again in a moment."),
    "offline_list": N_("Sheets on this device"),
    "offline_none": N_("No sheet is kept on this device. Open one while there is network."),
    "offline_missing": N_(
        "This sheet is not kept on this device, so it cannot be opened without network."
    ),
    "offline_waiting_n": N_("{n} kept here, to be sent"),
    "offline_again": N_("Try again"),
}
