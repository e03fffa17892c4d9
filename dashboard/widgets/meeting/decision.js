// Taking down one decision: what is typed stays in this browser until the server has it.

class Decision extends KeptForm {
  kind = "decision";

  // What holds, to be corrected, or nothing yet.
  blank() {
    const { held } = this.data;
    return { decision: held ? held.decision : "", words: held ? held.words : "", reason: "" };
  }

  // Where somebody else was first, what one typed oneself stays in sight below.
  get open() {
    return super.open || (this.data.editable && this.dirty());
  }

  draw() {
    const { words, held, error } = this.data;
    const status = this.statusLine();
    const parts = [held ? this.holds() : null];
    if (this.open) parts.push(...this.form());
    parts.push(this.error(), el("div", { class: "acts" }, this.buttons(), status));
    if (!this.data.editable && this.data.closedWords) parts.push(el("p", { class: "hint" }, this.data.closedWords));
    this.show(parts);
    if (!held && !this.data.editable && !error) setText(status, words.nothing || "");
  }

  holds() {
    const { held } = this.data;
    return el("div", { class: "holds", testid: "decision-held" },
      held.said ? el("p", { class: "said" }, held.said) : null,
      ...held.words.split("\n").filter(Boolean).map((line) => el("p", {}, line)),
      el("p", { class: "hint" }, held.told));
  }

  form() {
    const { words, options, held, lengths } = this.data;
    const why = options && this.data.matter === "model" ? words.why_optional : options ? words.why : words.text;
    return [
      options ? this.choice("decision", words.decision, options) : null,
      this.area("words", why, lengths.words),
      held ? this.line("reason", words.reason, lengths.reason) : null,
    ];
  }

  buttons() {
    const { words, held, editable } = this.data;
    if (!editable) return [];
    if (!this.open) return [this.button("correct", words.correct, () => this.set("correcting", true, true))];
    return [
      this.button("save", words.save, () => this.act(), "primary"),
      this.dirty() || held ? this.button("drop", words.drop, () => this.empty(), "quiet") : null,
    ];
  }

  chosen(name, value) {
    this.set(name, value, true);
  }

  act() {
    const { matter, unit, held } = this.data;
    const { id, decision, words, reason } = this.mine;
    const record = { id, matter, unit, decision, words, reason, looked_at: held ? held.number : 0 };
    this.send({ what: "decision", record });
  }

  show(parts) {
    const at = this.root.getRootNode().activeElement;
    const field = at && this.root.contains(at) && at.name ? at.name : "";
    super.show(parts, field, this.mine[field]);
  }
}
