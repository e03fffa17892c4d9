// A form described by its fields. What is typed stays in this browser until the server has it; what is sent carries
// a number of its own, so that sent twice it is one.

const views = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!data || !data.store) return undefined;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = new Entry(parentElement)));
  view.trigger = setTriggerValue;
  view.take(data);
  return undefined;
}

function initial(field) {
  return field.kind === "tick" ? false : field.value;
}

class Entry {
  constructor(parent) {
    this.root = el("div", { class: "root" });
    parent.append(this.root);
    this.number = 0;
    this.numbers = new Set();
  }

  take(data) {
    const shape = JSON.stringify(data);
    if (this.shape === shape) return;
    const before = this.data;
    const first = !before || before.store !== data.store;
    this.shape = shape;
    this.data = data;
    if (!first) this.follow(before.fields);
    if (first) {
      // What became of an earlier visit is no news.
      this.data.told = null;
      this.restore();
    } else if (data.told && this.numbers.delete(data.told.n)) this.answered(data.told);
    this.draw();
  }

  fresh() {
    const mine = { id: freshId() };
    for (const field of this.data.fields) mine[field.name] = initial(field);
    return mine;
  }

  // What nobody typed follows what the server has now.
  follow(before) {
    for (const field of this.data.fields) {
      const was = before.find((one) => one.name === field.name);
      if (!was || this.mine[field.name] === initial(was)) this.mine[field.name] = initial(field);
    }
  }

  restore() {
    this.mine = this.fresh();
    this.sent = null;
    this.restored = false;
    try {
      const kept = JSON.parse(localStorage.getItem(this.data.store) || "null");
      if (kept) {
        Object.assign(this.mine, kept);
        this.restored = this.dirty();
      }
    } catch (nothingIsKept) {
      // A browser without storage keeps what is typed as long as the page is open.
    }
  }

  keep() {
    try {
      if (this.dirty()) localStorage.setItem(this.data.store, JSON.stringify(this.typed()));
      else localStorage.removeItem(this.data.store);
    } catch (storageIsFull) {
      // As above.
    }
  }

  // Only what was typed is kept: the rest may be another one when the page comes back.
  typed() {
    const kept = { id: this.mine.id };
    for (const field of this.data.fields) if (this.mine[field.name] !== initial(field)) kept[field.name] = this.mine[field.name];
    return kept;
  }

  dirty() {
    return this.data.fields.some((field) => this.mine[field.name] !== initial(field));
  }

  answered(told) {
    this.sent = null;
    this.restored = false;
    if (!told.kept) return;
    this.mine = this.fresh();
    this.keep();
  }

  act() {
    if (this.sent) return;
    const record = { version: this.data.version };
    for (const [name, value] of Object.entries(this.mine)) record[name] = typeof value === "string" ? value.trim() : value;
    const sent = { n: `${Date.now()}-${(this.number += 1)}`, record };
    this.sent = sent;
    this.numbers.add(sent.n);
    setText(this.status, this.data.words.sending);
    this.trigger("act", sent);
    // Where no answer comes, as after a lost connection, one may send the same once more; an
    // answer that comes late after all still counts.
    setTimeout(() => {
      if (this.sent !== sent) return;
      this.sent = null;
      setText(this.status, this.data.words.silent);
    }, 8000);
  }

  set(name, value) {
    this.mine[name] = value;
    this.keep();
    setText(this.status, this.dirty() ? this.data.words.unsaved : "");
    if (this.drop) this.drop.hidden = !this.dirty();
    const told = this.data.told;
    if (told && told.field === name) {
      told.error = "";
      this.root.querySelector("[role=alert]")?.remove();
      this.root.querySelectorAll("[aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
    }
  }

  draw() {
    const { words, submit, fields } = this.data;
    const told = this.data.told || {};
    this.status = el("p", { class: "status", role: "status", testid: "entry-status" });
    this.drop = el("button", { class: "quiet", testid: "entry-drop", on: { click: () => this.empty() } }, words.drop);
    this.drop.hidden = !this.dirty();
    const send = el("button", { class: "primary", testid: "entry-send", on: { click: () => this.act() } }, submit);
    const error = told.error ? el("p", { class: "error", role: "alert", testid: "entry-error" }, told.error) : null;
    const parts = [
      el("div", { class: "fields" }, fields.map((field) => this.field(field, told))),
      error,
      el("div", { class: "acts" }, send, this.drop, this.status),
    ];
    this.root.replaceChildren(...parts.filter((part) => part !== null));
    if (this.restored && this.dirty()) setText(this.status, words.restored);
    else if (this.dirty()) setText(this.status, words.unsaved);
    if (told.error && told.field) this.root.querySelector(`[data-field="${CSS.escape(told.field)}"] :is(input, textarea, select, [tabindex="0"])`)?.focus();
  }

  empty() {
    this.mine = this.fresh();
    this.data.told = null;
    this.restored = false;
    this.keep();
    this.draw();
  }

  field(field, told) {
    const wrong = Boolean(told.error) && told.field === field.name;
    if (field.kind === "tick") return this.tick(field);
    if (field.kind === "choice") return this.choice(field);
    const node = this.input(field);
    if (wrong) setAttribute(node, "aria-invalid", "true");
    const about = field.required ? this.data.words.required : field.hint;
    const label = el("label", { class: "label", for: node.id }, field.label, about ? el("span", { class: "hint" }, ` ${about}`) : null);
    return el("div", { class: `field ${field.narrow ? "narrow" : ""} ${field.kind}`, "data-field": field.name }, label, node);
  }

  input(field) {
    const { name, kind } = field;
    const given = { id: `entry-${name}`, name, testid: `entry-${name}`, value: this.mine[name], on: { input: (event) => this.set(name, event.target.value) } };
    if (kind === "area") return el("textarea", { ...given, rows: 3, maxlength: field.most });
    if (kind === "select") {
      const options = [["", this.data.words.choose], ...field.options];
      const list = options.map(([value, label]) => el("option", { value }, label));
      const node = el("select", { ...given, value: null }, list);
      node.value = this.mine[name];
      return node;
    }
    if (kind === "when") return el("input", { ...given, type: "datetime-local" });
    const telephone = kind === "telephone" ? { type: "tel", inputmode: "tel" } : {};
    return el("input", { ...given, ...telephone, maxlength: field.most, autocomplete: "off" });
  }

  tick(field) {
    const box = el("input", { type: "checkbox", name: field.name, checked: this.mine[field.name], testid: `entry-${field.name}`, on: { change: (event) => this.set(field.name, event.target.checked) } });
    return el("label", { class: "tick", "data-field": field.name }, box, el("span", {}, field.label));
  }

  choice(field) {
    const row = radioRow({
      label: field.label, name: field.name, value: this.mine[field.name],
      options: field.options.map(([value, label]) => ({ value, label, testid: `entry-${field.name}-${value}` })),
      choose: (value) => {
        row.show(value);
        this.set(field.name, value);
      },
    });
    row.node.className = "segments";
    return el("div", { class: "field", "data-field": field.name }, el("p", { class: "label", "aria-hidden": "true" }, field.label), row.node);
  }
}
