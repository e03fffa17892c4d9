// A unit's figures on one sheet: two numbers an item, or a list of outages. What is typed stays in this browser
// until the server has it; the server alone says what the figures score.

const views = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!data || !data.items) return undefined;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = new Figures(parentElement)));
  view.trigger = setTriggerValue;
  view.take(data);
  return undefined;
}

function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const fill = (text, params) => String(text).replace(/\{(\w+)\}/g, (all, name) => (name in params ? String(params[name]) : all));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

class Figures {
  constructor(parent) {
    this.root = el("div", { class: "root" });
    parent.append(this.root);
    this.number = 0;
  }

  take(data) {
    if (this.shape === JSON.stringify(data)) return;
    const first = !this.data || this.data.store !== data.store;
    this.shape = JSON.stringify(data);
    this.data = data;
    this.items = new Map(data.items.map((item) => [item.code, item]));
    if (first) {
      // What became of an earlier visit is no news.
      this.data.told = null;
      this.restore();
    }
    else if (data.told && this.sent && data.told.n === this.sent.n) this.answered(data.told);
    this.draw();
  }

  // Kept in this browser: what was typed and not saved, and which answers were on the screen then.
  restore() {
    this.mine = { typed: {}, bases: {}, source: null, reason: "", correcting: false };
    this.sent = null;
    this.restored = false;
    try {
      const kept = JSON.parse(localStorage.getItem(this.data.store) || "null");
      if (kept && this.data.editable) {
        Object.assign(this.mine, kept);
        this.tidy();
        this.restored = this.dirty();
      }
    } catch (nothingIsKept) {
      // A browser without storage keeps what is typed as long as the page is open.
    }
  }

  keep() {
    try {
      if (this.dirty() || this.mine.correcting) localStorage.setItem(this.data.store, JSON.stringify(this.mine));
      else localStorage.removeItem(this.data.store);
    } catch (storageIsFull) {
      // As above.
    }
  }

  dirty() {
    return Object.keys(this.mine.typed).length > 0 || this.mine.source !== null || this.mine.reason !== "";
  }

  tidy() {
    for (const [code, typed] of Object.entries(this.mine.typed)) {
      const item = this.items.get(code);
      if (!item || same(typed, item.value)) this.forget(code);
    }
    if (this.mine.source === this.data.source) this.mine.source = null;
  }

  forget(code) {
    delete this.mine.typed[code];
    delete this.mine.bases[code];
  }

  // The server has answered: what it took is no longer ours to keep; what it refused stays as it was typed.
  answered(told) {
    const sent = this.sent;
    this.sent = null;
    this.restored = false;
    if (!told.kept) {
      // Both are on the screen now, so that saving once more is a decision.
      for (const code of told.changed || []) if (this.items.get(code)) this.mine.bases[code] = this.items.get(code).base;
    } else {
      for (const [code, typed] of Object.entries(sent.typed)) {
        if (!(told.refused || {})[code] && same(typed, this.mine.typed[code])) this.forget(code);
      }
      if (sent.source === this.mine.source) this.mine.source = null;
      if (!Object.keys(this.mine.typed).length) Object.assign(this.mine, { reason: "", correcting: false });
    }
    this.keep();
  }

  value(item) {
    return this.mine.typed[item.code] || item.value;
  }

  set(item, value) {
    if (!(item.code in this.mine.typed)) this.mine.bases[item.code] = item.base;
    this.mine.typed[item.code] = value;
    if (same(value, item.value)) this.forget(item.code);
    mended(this, item.code);
    this.touched();
  }

  touched() {
    this.keep();
    this.status.textContent = this.dirty() ? this.data.words.unsaved : "";
    this.status.dataset.look = "unsaved";
  }

  act(what) {
    this.sent = {
      n: `${Date.now()}-${(this.number += 1)}`,
      what,
      typed: structuredClone(this.mine.typed),
      bases: { ...this.mine.bases },
      source: this.mine.source,
      reason: this.mine.reason,
    };
    this.status.textContent = this.data.words.saving;
    this.status.dataset.look = "saving";
    this.trigger("act", this.sent);
  }

  get open() {
    return this.data.editable && (!this.data.closed || this.mine.correcting);
  }

  draw() {
    const held = this.root.contains(this.root.getRootNode().activeElement) ? this.root.getRootNode().activeElement.name : null;
    const words = this.data.words;
    this.status = el("p", { class: "status", role: "status", "data-testid": "figures-status" });
    const parts = [
      this.notice(),
      el("div", { class: "items" }, this.data.items.map((item) => (item.list ? outageList(this, item) : this.pair(item)))),
      this.sourceField(),
      this.open && this.data.closed ? this.reasonField() : null,
      el("div", { class: "acts" }, this.buttons(), this.status),
    ];
    this.root.replaceChildren(...parts.filter((part) => part !== null));
    const told = this.data.told || {};
    if (this.dirty() && !saidAlready(this)) this.touched();
    else if (told.done) [this.status.textContent, this.status.dataset.look] = [told.done, "done"];
    if (this.restored) this.status.textContent = words.restored;
    if (held) this.root.querySelector(`[name="${CSS.escape(held)}"]`)?.focus();
  }

  notice() {
    const told = this.data.told || {};
    return told.error ? el("p", { class: "error", role: "alert", "data-testid": "figures-error" }, told.error) : null;
  }

  buttons() {
    const { words, closed, editable } = this.data;
    if (!editable) return [];
    if (closed && !this.mine.correcting) {
      const correct = () => {
        this.mine.correcting = true;
        this.keep();
        this.draw();
        this.root.querySelector("input")?.focus();
      };
      return [el("button", { onclick: correct, "data-testid": "figures-correct" }, words.correct)];
    }
    const give_up = () => {
      Object.assign(this.mine, { typed: {}, bases: {}, source: null, reason: "", correcting: false });
      this.data.told = null;
      this.restored = false;
      this.keep();
      this.draw();
    };
    return [
      el("button", { onclick: () => this.act("save"), "data-testid": "figures-save" }, words.save),
      el("button", { class: "primary", onclick: () => this.act("submit"), "data-testid": "figures-submit" }, words.submit),
      el("button", { class: "quiet", onclick: give_up, "data-testid": "figures-drop" }, words.drop),
    ];
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
      theirs ? el("p", { class: "theirs", "data-testid": `theirs-${item.code}` }, theirs) : null,
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
      "aria-describedby": refused ? `${id}-why` : null, oninput: (event) => change(event.target.value), ...props,
    });
    return el("div", { class: "field" }, el("label", { for: id }, label), node,
      refused ? el("p", { class: "refused", id: `${id}-why` }, refused) : null);
  }

  pair(item) {
    const fields = item.fields.map((one) =>
      this.input(item, one.key, one.label, this.value(item)[one.key] || "", (text) => {
        this.set(item, { ...this.value(item), [one.key]: text });
      }, { inputmode: one.whole ? "numeric" : "decimal", "data-testid": `figure-${item.code}-${one.key}` }));
    return el("div", { class: "item", "data-testid": `item-${item.code}` }, this.head(item), el("div", { class: "pair" }, fields), this.result(item));
  }

  sourceField() {
    const change = (text) => {
      this.mine.source = text === this.data.source ? null : text;
      mended(this, "source");
      this.touched();
    };
    const field = this.input({ code: "source" }, "words", this.data.words.source, this.mine.source ?? this.data.source, change,
      { maxlength: 200, placeholder: this.data.words.example, "data-testid": "figures-source" });
    return el("div", { class: "source" }, field);
  }

  reasonField() {
    const change = (text) => {
      this.mine.reason = text;
      mended(this, "reason");
      this.touched();
    };
    const field = this.input({ code: "reason" }, "words", this.data.words.reason, this.mine.reason, change, { maxlength: 500, "data-testid": "figures-reason" });
    return el("div", { class: "source" }, field);
  }
}
