// A whole section as met: asked once, answered item by item, and each item says that it was answered so.

// The items of a section that a person may answer at once: plainly 'met', still open, nothing begun.
function leftToMeet(form, section) {
  return section.items.map((definition) => form.states.get(definition.code)).filter((state) => {
    if (state.definition.optional || state.verdict !== null || state.drafted || state.refusal || state.timer !== null) return false;
    return !NUMBER_PAIRS[state.rule.kind] && state.rule.kind !== "outage_bands";
  });
}

function sectionButton(form, section) {
  return el("button", {
    class: "section-met", testid: `met-${section.code}`, "data-place": `met-${section.code}`,
    "aria-label": `${section.name}: ${form.t("section_met")}`, on: { click: () => askSection(form, section) },
  }, icon("all"), el("span", {}, form.t("section_met")));
}

function askSection(form, section) {
  const n = leftToMeet(form, section).length;
  if (!n) return;
  openDialog(form, {
    title: form.t("section_title", { section: section.name }), testid: "section-dialog",
    content: el("p", {}, form.t("section_ask", { n })),
    buttons: [
      { word: form.t("back_to_answers"), look: "secondary", testid: "section-back" },
      { word: form.t("section_confirm", { n }), look: "primary", testid: "section-confirm", act: () => markSection(form, section) },
    ],
  });
}

function markSection(form, section) {
  form.comfort.undo.asOne(section.name, () => {
    for (const state of leftToMeet(form, section)) {
      state.verdict = "met";
      form.edits.commit(state, "section");
    }
  });
  form.view.sections.get(section.code).focus({ preventScroll: true });
}
