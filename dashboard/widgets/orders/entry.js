// A form described by its fields.

class Entry extends KeptForm {
  kind = "entry";

  blank() {
    return Object.fromEntries(this.data.fields.map(({ name, kind, value }) => [name, kind === "tick" ? false : value]));
  }

  act() {
    if (this.waits || this.lacks()) return;
    const record = { id: this.mine.id, version: this.data.version };
    for (const { name } of this.data.fields) record[name] = this.trimmed(name);
    this.send({ record });
    const sent = this.waits;
    // Where no answer comes, as after a lost connection, one may send the same once more.
    setTimeout(() => {
      if (this.waits !== sent) return;
      this.waits = null;
      this.say(this.data.words.silent, "unsaved");
    }, 8000);
  }

  trimmed(name) {
    const value = this.mine[name];
    return typeof value === "string" ? value.trim() : value;
  }

  // What has to be filled in is named all at once, before anything is sent.
  lacks() {
    const missing = this.data.fields.filter(({ name, required }) => required && !this.trimmed(name));
    if (!missing.length) return false;
    const names = missing.map(({ label }) => label).join(this.data.words.comma);
    this.data.told = { error: `${this.data.words.missing}${names}`, field: missing[0].name, missing: missing.map(({ name }) => name) };
    this.draw();
    return true;
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
