// A form whose typing stays in this browser until the server has it; what is sent carries a number of its own, so that
// sent twice it is one. A form of its own says what it is called, what it begins with and what it draws.

const views = new WeakMap();
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// What a component exports for a kind of form.
const mounting = (Form) => ({ data, parentElement, setTriggerValue }) => {
  if (!data || !data.store) return;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = new Form(parentElement)));
  view.trigger = setTriggerValue;
  view.take(data);
};

class KeptForm {
  constructor(parent) {
    this.root = el("div", { class: "root" });
    parent.append(this.root);
    this.number = 0;
    this.sent = new Map();
  }

  take(data) {
    if (this.shape === JSON.stringify(data)) return;
    const before = this.data && this.data.store === data.store ? this.blank() : null;
    this.shape = JSON.stringify(data);
    this.data = { ...data };
    if (before) {
      this.follow(before);
      if (data.told && this.sent.has(data.told.n)) this.answered(data.told);
    } else {
      // What became of an earlier visit is no news.
      this.data.told = null;
      this.restore(data.told);
    }
    this.draw();
  }

  // What nobody typed follows what the server has now.
  follow(before) {
    for (const [name, value] of Object.entries(this.blank())) {
      if (!(name in before) || same(this.mine[name], before[name])) this.mine[name] = value;
    }
  }

  begin() {
    this.mine = { id: freshId(), ...this.blank() };
  }

  restore(told) {
    this.begin();
    this.waits = null;
    this.restored = false;
    try {
      const kept = JSON.parse(localStorage.getItem(this.data.store) || "null");
      if (kept && this.recorded(kept, told)) localStorage.removeItem(this.data.store);
      else if (kept) {
        this.recall(kept);
        // Another tab may hold the same draft: what was never sent is an entry of this tab's own.
        if (!kept.sent) this.renumber();
        this.restored = this.dirty();
      }
    } catch (nothingIsKept) {
      // A browser without storage keeps what is typed as long as the page is open.
    }
  }

  recall(kept) {
    Object.assign(this.mine, kept);
  }

  // The page may have gone on to another one before it could be heard here that all was saved.
  recorded(kept, told) {
    return (told && told.kept && told.n === kept.sent) || (this.data.recorded || []).includes(kept.id);
  }

  // Sent and then changed it is another entry, which gets a number of its own.
  keep() {
    if (this.mine.sent) this.renumber();
    this.store();
  }

  renumber() {
    Object.assign(this.mine, { id: freshId(), sent: "" });
  }

  store() {
    try {
      if (this.dirty() || this.mine.correcting) localStorage.setItem(this.data.store, JSON.stringify(this.own()));
      else localStorage.removeItem(this.data.store);
    } catch (storageIsFull) {
      // As above.
    }
  }

  // Only what was typed is kept: the rest may be another one when the page comes back.
  own() {
    const blank = this.blank();
    return Object.fromEntries(Object.entries(this.mine).filter(([name, value]) => !(name in blank) || !same(value, blank[name])));
  }

  dirty() {
    return Object.entries(this.blank()).some(([name, value]) => !same(this.mine[name], value));
  }

  answered(told) {
    const sent = this.sent.get(told.n);
    this.sent.delete(told.n);
    this.waits = null;
    this.restored = false;
    if (told.kept) this.saved(sent, told);
    this.keep();
  }

  // What was saved is no longer ours to keep, but what was typed since is.
  saved(sent) {
    if (this.mine.sent === sent.n) this.begin();
  }

  // An answer that comes late still counts.
  send(given) {
    const sent = { n: `${Date.now()}-${(this.number += 1)}`, ...given };
    this.sent.set(sent.n, sent);
    this.waits = sent;
    this.mine.sent = sent.n;
    this.store();
    this.say(this.data.words.saving, "saving");
    this.trigger("act", sent);
  }

  set(name, value, redraw) {
    this.mine[name] = value;
    this.mend(name);
    if (redraw) {
      this.keep();
      this.draw(name, value);
    } else this.changed();
  }

  // What was said of a field holds no longer as it is typed anew; the notice stays, so that nothing moves under a finger.
  mend(name) {
    const { told } = this.data;
    if (!told || told.field !== name) return;
    Object.assign(told, { error: "", field: "" });
    this.root.querySelectorAll("[aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
  }

  changed() {
    this.keep();
    this.say(this.dirty() ? this.data.words.unsaved : "", "unsaved");
  }

  empty() {
    this.begin();
    this.data.told = null;
    this.restored = false;
    this.keep();
    this.draw();
  }

  // What is locked is open for a correction alone.
  get open() {
    return this.data.editable && (!this.data.closed || this.mine.correcting);
  }

  say(text, look) {
    setText(this.status, text);
    this.status.dataset.look = look;
  }

  // The line beside the buttons is made anew with every drawing, before what is drawn speaks on it.
  statusLine() {
    this.status = el("p", { class: "status", role: "status", testid: `${this.kind}-status` });
    return this.status;
  }

  error() {
    const { told } = this.data;
    return told && told.error ? el("p", { class: "error", role: "alert", testid: `${this.kind}-error` }, told.error) : null;
  }

  // Show some parts, say where one stands, and go to the field that was just chosen or is to be mended.
  show(parts, name, value) {
    this.root.replaceChildren(...parts.filter((part) => part !== null));
    this.report();
    const { told } = this.data;
    if (name) this.root.querySelector(`[data-place="${CSS.escape(`${name}-${value}`)}"], [name="${CSS.escape(name)}"]`)?.focus();
    else if (told && told.error && told.field) this.root.querySelector(`[data-field="${CSS.escape(told.field)}"] :is(input, textarea, select, [tabindex="0"])`)?.focus();
  }

  report() {
    const { words, told } = this.data;
    if (this.dirty()) this.say(this.restored ? words.restored : words.unsaved, "unsaved");
    else this.say((told && told.done) || "", "done");
  }

  button(name, label, does, look) {
    return el("button", { class: look, testid: `${this.kind}-${name}`, on: { click: does } }, label);
  }

  field(name, label, node, look = "") {
    const { told } = this.data;
    if (told && told.error && (told.field === name || told.missing?.includes(name))) setAttribute(node, "aria-invalid", "true");
    return el("div", { class: `field ${look}`.trim(), "data-field": name }, el("label", { class: "label", for: node.id }, label), node);
  }

  // What is given to every node one types in.
  typed(name) {
    return {
      name, id: `${this.kind}-${name}`, value: this.mine[name], testid: `${this.kind}-${name}`,
      on: { input: (event) => this.set(name, event.target.value) },
    };
  }

  line(name, label, most) {
    return this.field(name, label, el("input", { ...this.typed(name), maxlength: most, autocomplete: "off" }));
  }

  area(name, label, most) {
    return this.field(name, label, el("textarea", { ...this.typed(name), maxlength: most, rows: 3 }));
  }

  // Now, unless another time is asked for.
  time(name) {
    const { words } = this.data;
    if (this.mine.other_time) return this.field(name, words[name], el("input", { ...this.typed(name), type: "datetime-local" }));
    return el("p", { class: "hint" }, words.now, " ", this.button("other-time", words.other_time, () => this.set("other_time", true, true), "quiet"));
  }

  // Options are [value, words] or [value, words, look]; looks are "yes", "no" and "list".
  choice(name, label, options, look = "") {
    const row = radioRow({
      label, name, value: this.mine[name],
      options: options.map(([value, text, kind]) => ({ value, label: text, look: kind, testid: `${this.kind}-${name}-${value || "none"}` })),
      choose: (value) => {
        row.show(value);
        this.chosen(name, value);
      },
    });
    row.node.className = `segments ${look}`.trim();
    return el("div", { class: "field", "data-field": name }, el("p", { class: "label", "aria-hidden": "true" }, label), row.node);
  }

  tick(name, label) {
    const { kind } = this;
    const box = el("input", { type: "checkbox", name, checked: this.mine[name], testid: `${kind}-${name}`, on: { change: (event) => this.chosen(name, event.target.checked) } });
    return el("label", { class: "tick", "data-field": name }, box, el("span", {}, label));
  }

  chosen(name, value) {
    this.set(name, value);
  }
}
