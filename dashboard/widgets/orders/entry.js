// A form described by its fields.

class Entry extends KeptForm {
  kind = "entry";

  blank() {
    return Object.fromEntries(this.data.fields.map(({ name, kind, value }) => [name, kind === "tick" ? false : value]));
  }

  act() {
    if (this.waits) return;
    const record = { version: this.data.version };
    for (const [name, value] of Object.entries(this.mine)) record[name] = typeof value === "string" ? value.trim() : value;
    this.send({ record });
    const sent = this.waits;
    // Where no answer comes, as after a lost connection, one may send the same once more.
    setTimeout(() => {
      if (this.waits !== sent) return;
      this.waits = null;
      this.say(this.data.words.silent, "unsaved");
    }, 8000);
  }

  // Here the notice stands below what is typed, so that it can go at once.
  mend(name) {
    super.mend(name);
    if (!this.data.told?.error) this.root.querySelector("[role=alert]")?.remove();
  }

  changed() {
    super.changed();
    this.drop.hidden = !this.dirty();
  }

  draw() {
    const { words, submit, fields } = this.data;
    this.drop = this.button("drop", words.drop, () => this.empty(), "quiet");
    this.drop.hidden = !this.dirty();
    this.show([
      el("div", { class: "fields" }, fields.map((field) => this.one(field))),
      this.error(),
      el("div", { class: "acts" }, this.button("send", submit, () => this.act(), "primary"), this.drop, this.statusLine()),
    ]);
  }

  one(field) {
    const { name, kind, label, options, narrow } = field;
    if (kind === "tick") return this.tick(name, label);
    if (kind === "choice") return this.choice(name, label, options);
    const about = field.required ? this.data.words.required : field.hint;
    const words = [label, about ? el("span", { class: "hint" }, ` ${about}`) : null];
    return this.field(name, words, this.input(field), `${narrow ? "narrow" : ""} ${kind}`);
  }

  input({ name, kind, most, options }) {
    const given = this.typed(name);
    if (kind === "area") return el("textarea", { ...given, rows: 3, maxlength: most });
    if (kind === "when") return el("input", { ...given, type: "datetime-local" });
    if (kind === "select") {
      const list = [["", this.data.words.choose], ...options].map(([value, words]) => el("option", { value }, words));
      const node = el("select", { ...given, value: null }, list);
      node.value = given.value;
      return node;
    }
    const telephone = kind === "telephone" ? { type: "tel", inputmode: "tel" } : {};
    return el("input", { ...given, ...telephone, maxlength: most, autocomplete: "off" });
  }
}

export default mounting(Entry);
