// A unit's figures on one sheet: two numbers an item, or a list of outages; the server alone says what they score.

class Figures extends KeptForm {
  kind = "figures";

  blank() {
    return { typed: {}, source: null, reason: "" };
  }

  // Kept beside what is typed: which answers were on the screen then.
  begin() {
    super.begin();
    this.mine.bases = {};
  }

  // Each figure is saved by itself: what is not, stays.
  recorded() {
    return false;
  }

  recall(kept) {
    if (!this.data.editable) return;
    super.recall(kept);
    for (const [code, typed] of Object.entries(this.mine.typed)) {
      const item = this.item(code);
      if (!item || same(typed, item.value)) this.forget(code);
    }
    if (this.mine.source === this.data.source) this.mine.source = null;
  }

  item(code) {
    return this.data.items.find((item) => item.code === code);
  }

  forget(code) {
    delete this.mine.typed[code];
    delete this.mine.bases[code];
  }

  answered(told) {
    // Both are on the screen now, so that saving once more is a decision.
    if (!told.kept) for (const code of told.changed) if (this.item(code)) this.mine.bases[code] = this.item(code).base;
    super.answered(told);
  }

  // What the server took is no longer ours to keep; what it refused stays as it was typed.
  saved(sent, told) {
    for (const [code, typed] of Object.entries(sent.typed)) {
      if (!told.refused[code] && same(typed, this.mine.typed[code])) this.forget(code);
    }
    if (sent.source === this.mine.source) this.mine.source = null;
    if (!Object.keys(this.mine.typed).length) Object.assign(this.mine, { reason: "", correcting: false });
  }

  value(item) {
    return this.mine.typed[item.code] || item.value;
  }

  put(item, value) {
    if (!(item.code in this.mine.typed)) this.mine.bases[item.code] = item.base;
    this.mine.typed[item.code] = value;
    if (same(value, item.value)) this.forget(item.code);
    mended(this, item.code);
    this.changed();
  }

  act(what) {
    const { typed, bases, source, reason } = structuredClone(this.mine);
    this.send({ what, typed, bases, source, reason });
  }

  draw() {
    const { items, closed } = this.data;
    const { activeElement } = this.root.getRootNode();
    const held = this.root.contains(activeElement) ? activeElement.name : null;
    const status = this.statusLine();
    this.show([
      this.error(),
      el("div", { class: "items" }, items.map((item) => (item.list ? outageList(this, item) : this.pair(item)))),
      this.sourceField(),
      this.open && closed ? this.reasonField() : null,
      el("div", { class: "acts" }, this.buttons(), status),
    ], held);
  }

  report() {
    if (saidAlready(this)) this.say(this.data.told.done, "done");
    else super.report();
  }

  buttons() {
    const { words, editable } = this.data;
    if (!editable) return [];
    if (!this.open) return [this.button("correct", words.correct, () => this.correct())];
    return [
      this.button("save", words.save, () => this.act("save")),
      this.button("submit", words.submit, () => this.act("submit"), "primary"),
      this.button("drop", words.drop, () => this.empty(), "quiet"),
    ];
  }

  correct() {
    this.set("correcting", true, true);
    this.root.querySelector("input")?.focus();
  }

  head(item) {
    return el("div", { class: "what" },
      el("p", { class: "name" }, el("span", { class: "code" }, item.code), " ", item.name),
      el("p", { class: "wording" }, item.wording),
      el("p", { class: "wording" }, item.rule),
      item.note ? el("p", { class: "wording" }, item.note) : null);
  }

  result(item) {
    const [refused, theirs] = [(this.data.told?.refused || {})[item.code], this.theirs(item)];
    return el("div", { class: "result" },
      el("p", { class: "rate" }, item.rate || "–"),
      el("p", { class: "points" }, item.points),
      theirs ? el("p", { class: "theirs", testid: `theirs-${item.code}` }, theirs) : null,
      refused ? el("p", { class: "unseen" }, Object.values(refused).join(" ")) : null);
  }

  // What somebody else has saved since these figures were typed.
  theirs(item) {
    const typed = item.code in this.mine.typed;
    return typed && item.by && this.mine.bases[item.code] !== undefined && (this.data.told?.changed || []).includes(item.code)
      ? fill(this.data.words.theirs, { said: item.said, by: item.by, at: item.at })
      : null;
  }

  input(item, place, label, value, change, props = {}) {
    const refused = ((this.data.told?.refused || {})[item.code] || {})[place];
    const id = `${item.code}-${place}`;
    const node = el("input", {
      id, name: id, value, disabled: !this.open, autocomplete: "off", maxlength: 40, "aria-invalid": refused ? "true" : null,
      "aria-describedby": refused ? `${id}-why` : null, on: { input: (event) => change(event.target.value) }, ...props,
    });
    return el("div", { class: "field" }, el("label", { for: id }, label), node,
      refused ? el("p", { class: "refused", id: `${id}-why` }, refused) : null);
  }

  pair(item) {
    const fields = item.fields.map((one) =>
      this.input(item, one.key, one.label, this.value(item)[one.key] || "", (text) => {
        this.put(item, { ...this.value(item), [one.key]: text });
      }, { inputmode: one.whole ? "numeric" : "decimal", testid: `figure-${item.code}-${one.key}` }));
    return el("div", { class: "item", testid: `item-${item.code}` }, this.head(item), el("div", { class: "pair" }, fields), this.result(item));
  }

  sourceField() {
    const change = (text) => {
      this.mine.source = text === this.data.source ? null : text;
      mended(this, "source");
      this.changed();
    };
    const field = this.input({ code: "source" }, "words", this.data.words.source, this.mine.source ?? this.data.source, change,
      { maxlength: 200, placeholder: this.data.words.example, testid: "figures-source" });
    return el("div", { class: "source" }, field);
  }

  reasonField() {
    const change = (text) => {
      this.mine.reason = text;
      mended(this, "reason");
      this.changed();
    };
    const field = this.input({ code: "reason" }, "words", this.data.words.reason, this.mine.reason, change, { maxlength: 500, testid: "figures-reason" });
    return el("div", { class: "source" }, field);
  }
}

export default mounting(Figures);
