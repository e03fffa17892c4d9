// What makes the fair answer the easy one: what was found last time, the clause in full, what a skip and a deduction demand.

const PHOTOS_THAT_SHOW = ["preparing", "waiting", "saved"];
const SKIP_PRESETS = ["skip_preset_none", "skip_preset_unseen", "skip_preset_facility"];

// An item that is always there keeps the third segment in its place, but it does not answer.
function fairChoices(definition, choices, t) {
  if (definition.skip !== "refused") return choices;
  return choices.map((choice) => (choice.value === "not_applicable" ? { ...choice, barred: t("skip_refused") } : choice));
}

function demands(definition, what) {
  return (definition.demands || []).includes(what);
}

// Adds to what is still missing: why an item does not apply, and why points are deducted by judgement.
function withDemands({ definition, verdict, values, note, words }, composed) {
  const { answer, gaps } = composed;
  const { t } = words;
  if (verdict === "not_applicable" && definition.skip === "with_reason" && !values.skipped_reason.trim()) {
    gaps.missing.push({ field: "reason", label: t("skipped_reason") });
  }
  const said = answer && (answer.reason || answer.awards);
  if (verdict === "deducted" && demands(definition, "reason") && !said && !note.trim()) {
    gaps.missing.push({ field: "note", label: t("note_why") });
  }
  return composed;
}

// Whether the reason must be given is a policy of the item: it says so here, and what it rests on.
function skippedPanel(view) {
  const { definition } = view.state;
  const field = valueText(view.context(), "reason", view.t("skipped_reason"), "skipped_reason", definition.skip !== "with_reason");
  const [policy] = definition.policies;
  return policy ? [el("p", { class: "hint", testid: "skip-policy" }, policy), field] : [field];
}

function needsPhoto(form, state) {
  if (state.verdict !== "deducted" || !demands(state.definition, "photo")) return false;
  return !form.photos || !form.photos.of(state.code).some((photo) => PHOTOS_THAT_SHOW.includes(photo.state));
}

// Items that cannot be left out and are not answered, and deductions that lack their photo.
function openAndAsked(form) {
  return [...form.states.values()].filter((state) => state.definition.skip === "refused" && !state.answered).map((state) => state.code);
}

function withoutPhoto(form) {
  return [...form.states.values()].filter((state) => needsPhoto(form, state)).map((state) => state.code);
}

// What was found at the unit last time, before one answers; the mark is there from the start, so that nothing moves.
function findingLine(view) {
  const { t, state } = view;
  const found = (view.form.data.findings || {})[state.code];
  if (!found) return null;
  const parts = found.on ? [t("last_time", { on: found.on, words: found.words }), found.note] : [];
  if (found.repeated_on && found.repeated_on !== found.on) parts.push(t("lost_on", { on: found.repeated_on }));
  view.again = found.repeated_on ? el("span", { class: "again", testid: "again" }, t("lost_before")) : null;
  return el("p", { class: "finding", testid: "finding" }, view.again, parts.filter(Boolean).join(" \u00b7 "));
}

// The photos of last time, in a row of fixed height; a tap shows one larger.
function findingPhotos(view) {
  const { form, state, t } = view;
  const found = (form.data.findings || {})[state.code];
  if (!found || !found.photos || !found.photos.length || !form.photos) return null;
  const tile = (id, index) => {
    const image = el("img", { class: "finding-image", alt: t("photo_last_time", { n: index + 1, on: found.on }), hidden: true });
    const button = el("button", {
      class: "finding-photo", testid: "finding-photo", "aria-pressed": "false",
      on: { click: () => setAttribute(button, "aria-pressed", String(button.getAttribute("aria-pressed") !== "true")) },
    }, image);
    form.photos.whenNear(button, async () => {
      const blob = await form.photos.fetched(`/findings/${id}`);
      if (!blob) return;
      image.src = URL.createObjectURL(blob);
      form.photos.urls.set(`finding/${id}`, image.src);
      image.hidden = false;
    });
    return button;
  };
  return el("div", { class: "finding-photos" }, found.photos.map(tile));
}

// A finding that comes again says so: once it is deducted, or once the figures lose points.
function showFairness(view) {
  const { state, form, t } = view;
  const entry = (form.score && form.score.items[state.code]) || {};
  if (view.again) {
    const now = state.verdict === "deducted" || (state.verdict === "measured" && Number(entry.deducted) > 0);
    setText(view.again, t(now ? "repeated" : "lost_before"));
    setAttribute(view.again, "data-now", now ? "true" : null);
  }
  const why = state.verdict === "deducted" && demands(state.definition, "reason");
  setText(view.noteField.querySelector("label"), t(why && !state.values.reason.trim() ? "note_why" : "note_label"));
  if (why && !state.note && !state.values.reason.trim()) openNote(view);
  view.photoWanted.hidden = !needsPhoto(form, state);
}

function openNote(view) {
  view.noteField.hidden = false;
  setAttribute(view.noteToggle, "aria-expanded", "true");
}

// Says why a segment does not answer, until the item is answered.
function sayBarred(view, words) {
  const reason = view.state.definition.policies[0];
  setText(view.message, reason || words);
  view.message.dataset.kind = "barred";
  view.message.hidden = false;
}

// The clause in full, one tap away: document, article or row, rule, reading, and what the item demands.
function clauseButton(view) {
  const { t } = view;
  view.clause = el("div", { class: "clause-full help", testid: "clause-full", hidden: true });
  const button = el("button", {
    class: "badge", testid: "clause-toggle", "aria-expanded": "false", "aria-label": `${view.state.code}: ${t("clause_full")}`,
    on: {
      click: () => {
        if (!view.clause.firstChild) view.clause.append(...clauseLines(view.state.definition, t));
        view.clause.hidden = !view.clause.hidden;
        setAttribute(button, "aria-expanded", String(!view.clause.hidden));
      },
    },
  }, t("clause_full"));
  return button;
}

function clauseLines(definition, t) {
  const line = (key, text) => (text ? [el("p", {}, el("b", {}, t(key)), t("colon"), text)] : []);
  const resting = definition.origin === "source" ? "" : [definition.origin_text, definition.reason].filter(Boolean).join(t("colon"));
  return [
    ...line("clause_document", definition.document),
    ...line("clause_place", definition.clause),
    ...line("clause_rule", definition.rule_text),
    ...line("clause_reading", resting),
    ...(definition.policies || []).flatMap((text) => line("clause_policy", text)),
  ];
}

// The share of points answered as not applicable, beside its limit; icon and word say when it is beyond.
function showSkipped(view) {
  const { skip } = view.form.score || {};
  if (!skip) return;
  const { t } = view;
  setText(view.skipped.firstChild, skip.over ? "\u25b2" : "");
  const [share, limit] = [view.skipped.children[1], view.skipped.children[2]];
  setText(share, t("skipped_share", skip));
  setText(limit, skip.limit ? t(skip.over ? "skipped_over" : "skipped_of", skip) : "");
  setAttribute(view.skipped, "data-over", skip.over ? "true" : null);
}

function skippedShare() {
  return el("span", { class: "skipped-share", testid: "skipped-share", role: "status" }, el("span", { "aria-hidden": "true" }), el("span", {}), el("span", { class: "skipped-limit" }));
}

// What the submit dialog adds where so much is left out that the score counts only once it is confirmed.
function overLimit(form) {
  const { skip } = form.score || {};
  return skip && skip.asks ? el("p", { class: "dialog-warning", testid: "over-limit" }, form.t("over_limit", skip)) : null;
}
