// One item on the page: its wording, the verdict row, what opens under it, its points and whether it is saved.

class ItemView {
  // form: {t, score, edits}
  constructor(state, form) {
    this.state = state;
    this.form = form;
    this.t = form.t;
    this.fields = [];
    this.shows = [];
    this.panelFor = undefined;
    this.node = this.build();
    this.refresh();
  }

  build() {
    const { definition, rule, code } = this.state;
    const { t } = this;
    const choices = fairChoices(definition, verdictChoices(rule, t), t).map((choice) => ({ ...choice, testid: `verdict-${choice.value}` }));
    this.verdicts = radioRow({
      label: t("answer_for", { code }), name: `${code}-verdict`, options: choices, value: this.state.verdict, clearable: true,
      choose: (verdict, byKey) => this.form.edits.choose(this.state, verdict, byKey),
      barred: (words) => sayBarred(this, words),
    });
    this.verdicts.node.classList.add("verdicts");
    this.verdicts.node.style.setProperty("--choices", choices.length);
    this.panel = el("div", { class: "panel", hidden: true });
    this.photos = new PhotoStrip(code, this.form.photos);
    this.photoWanted = el("p", { class: "photo-wanted", testid: "photo-wanted", hidden: true }, t("photo_wanted"));
    this.message = el("p", { class: "message", testid: "message", "aria-live": "polite", id: `heng-message-${code}`, hidden: true });
    this.saveState = el("span", { class: "save-state", testid: "save-state" });
    this.pointsNumber = el("span", { class: "points-number", testid: "points-left" });
    this.pointsFull = el("span", { class: "points-full" });
    this.pointsHint = el("span", { class: "points-hint" });
    return el("article", { class: "item", testid: `item-${code}`, "aria-labelledby": `heng-item-${code}`, tabindex: -1, "data-code": code },
      this.buildText(definition),
      el("div", { class: "points" }, this.pointsNumber, this.pointsFull, this.pointsHint),
      el("div", { class: "answer" }, this.verdicts.node, el("div", { class: "aside" }, this.photos.buttons, this.buildNoteToggle(), this.saveState)),
      el("div", { class: "below" }, this.message, this.photoWanted, this.panel, this.buildNote(), this.photos.node));
  }

  buildText(definition) {
    const { code } = this.state;
    const clause = [definition.rule_text, definition.clause].filter(Boolean).join(" \u00b7 ");
    this.wayMark = el("span", { class: "way-mark", testid: "way-mark", title: this.t("by_section_hint"), hidden: true }, this.t("by_section"));
    const head = el("div", { class: "item-text" },
      el("h4", { class: "wording", id: `heng-item-${code}` }, el("span", { class: "code" }, code), " ", definition.wording),
      el("p", { class: "clause" }, clause, " ", this.wayMark, clauseButton(this), this.buildOrigin(definition), this.form.comfort.aloud.button(this.state)));
    if (definition.note) head.append(el("p", { class: "help" }, definition.note));
    if (this.reason) head.append(this.reason);
    const remark = this.form.ending.remark(code);
    if (remark) head.append(remark);
    head.append(this.clause, ...[findingLine(this), findingPhotos(this)].filter(Boolean));
    return head;
  }

  // Where our own reading or a local rule stands behind an item, its reason is one tap away.
  buildOrigin(definition) {
    if (!definition.origin || definition.origin === "source" || !definition.reason) return null;
    this.reason = el("p", { class: "help", hidden: true }, definition.reason);
    const button = el("button", {
      class: "badge", testid: "origin", "aria-expanded": "false",
      on: {
        click: () => {
          this.reason.hidden = !this.reason.hidden;
          setAttribute(button, "aria-expanded", String(!this.reason.hidden));
        },
      },
    }, definition.origin_text || definition.origin);
    return button;
  }

  fullPoints() {
    const points = tidyNumber(this.state.definition.points);
    const sign = { bonus: "+", demerit: "\u2212" }[this.state.rule.kind];
    return sign ? this.t("points_n", { n: `0\u2026${sign}${points}` }) : this.t("of_points", { n: points });
  }

  buildNoteToggle() {
    this.noteToggle = el("button", {
      class: "quiet note-toggle", testid: "note-toggle", "aria-expanded": "false", "data-place": `${this.state.code}-note-toggle`,
      on: {
        click: () => {
          this.noteField.hidden = !this.noteField.hidden;
          setAttribute(this.noteToggle, "aria-expanded", String(!this.noteField.hidden));
          if (this.noteField.hidden) return;
          this.noteInput.focus({ preventScroll: true });
          this.noteField.scrollIntoView({ block: "center" });
        },
      },
    }, this.t("note"));
    return this.noteToggle;
  }

  buildNote() {
    const fields = [];
    this.noteField = textField({ ...this.context(), fields }, {
      name: "note", label: this.t("note_label"), blocks: "note",
      get: () => this.state.note,
      set: (text) => { this.state.note = text; },
    });
    this.noteInput = fields[0].input;
    this.noteInput.dataset.testid = "note";
    this.noteField.hidden = !this.state.note;
    setAttribute(this.noteToggle, "aria-expanded", String(!this.noteField.hidden));
    return this.noteField;
  }

  context() {
    return {
      t: this.t, rule: this.state.rule, fields: this.fields, shows: this.shows,
      values: () => this.state.values,
      place: (name) => `${this.state.code}-${name}`,
      edit: (pause) => this.form.edits.edit(this.state, pause),
      blocks: (kind, input) => this.form.comfort.blocks.row(kind, this.state.code, input),
    };
  }

  // Measured items show their numbers at once; typing into them chooses the verdict.
  panelKind() {
    const { verdict, rule, values } = this.state;
    if (verdict === "not_applicable") return "skipped";
    const names = NUMBER_PAIRS[rule.kind];
    if (names && verdict === null) return names.some((name) => values[name]) ? null : "rule";
    if (verdict === null || verdict === "met" || !PANELS[rule.kind]) return null;
    return "rule";
  }

  showPanel(anew) {
    const kind = this.panelKind();
    if (kind === this.panelFor && !anew) return;
    this.panelFor = kind;
    this.fields.length = 0;
    this.shows.length = 0;
    this.panel.hidden = kind === null;
    if (kind === "skipped") this.panel.replaceChildren(...skippedPanel(this));
    else if (kind === "rule") this.panel.replaceChildren(...PANELS[this.state.rule.kind](this.context()));
    else this.panel.replaceChildren();
  }

  // anew: the values came from outside, so the inputs are filled again.
  refresh(anew = false) {
    const { state } = this;
    this.verdicts.show(state.verdict);
    this.showPanel(anew);
    if (anew) this.showNote();
    this.shows.forEach((show) => show());
    this.showStatus();
    this.showPoints();
  }

  showNote() {
    if (this.noteInput.value !== this.state.note) this.noteInput.value = this.state.note;
    if (this.state.note) this.noteField.hidden = false;
  }

  // What is unfinished is not sent: an answer given before goes on to count, and that is said.
  gapsInWords(gaps) {
    const { state, t } = this;
    const before = JSON.parse(state.sent)[0] !== null;
    return [gapSentence(gaps, t), before ? t("former_counts") : ""].filter(Boolean).join(" ");
  }

  showStatus() {
    const { state, t } = this;
    const { status } = state;
    this.wayMark.hidden = state.way !== "section" || !state.answered;
    if (this.saveState.dataset.state !== status) this.saveState.dataset.state = status;
    const kept = status === "waiting" && this.form.store.available;
    setText(this.saveState, status === "none" ? "" : t(kept ? "item_kept" : `item_${status}`));
    const gaps = state.compose().gaps;
    const said = state.refusal ? state.refusal.message || t("item_refused") : gaps.none ? "" : this.gapsInWords(gaps);
    setText(this.message, said);
    this.message.hidden = !said;
    this.message.dataset.kind = state.refusal ? "refused" : "incomplete";
    this.node.dataset.status = status;
    const marked = state.refusal ? [state.refusal.field] : gaps.malformed.map((gap) => gap.field);
    this.markFields(marked.filter(Boolean).map(String));
  }

  markFields(names) {
    const wanted = new Set(names.flatMap((name) => [name, ...name.split(/[.[\]]+/)]));
    for (const { name, input } of [...this.fields, { name: "note", input: this.noteInput }]) {
      const faulty = wanted.has(name);
      setAttribute(input, "aria-invalid", faulty ? "true" : null);
      setAttribute(input, "aria-describedby", faulty ? this.message.id : null);
    }
  }

  showPoints() {
    const { state, t } = this;
    const entry = (this.form.score && this.form.score.items[state.code]) || {};
    const optional = state.definition.optional;
    const waits = this.form.waiting.covers(state);
    // Figures may make an item not applicable too, as 0 of 0 cases: then nothing is available.
    const skipped = entry.answered && !optional && entry.available === "0";
    let left = entry.answered ? tidyNumber(entry.left) : "\u2013";
    if (skipped) left = "\u2013";
    else if (optional && entry.answered && Number(entry.left) > 0) left = `+${left}`;
    setText(this.pointsNumber, waits ? "\u2026" : left);
    setText(this.pointsFull, waits ? t("awaits_server") : skipped ? t("not_counted") : this.fullPoints());
    setText(this.pointsHint, entry.capped && !skipped && !waits ? t("capped") : "");
    const lost = entry.answered && (Number(entry.deducted) > 0 || Number(entry.left) < 0);
    showFairness(this);
    this.node.dataset.points = waits ? "waiting" : skipped ? "skipped" : !entry.answered ? "open" : lost ? "lost" : "full";
  }
}
