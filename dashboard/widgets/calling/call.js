// Recording one call: reached or not, what the customer said, what then. What is typed stays in this browser until
// the server has it; a record carries its own number, so that sent twice it is one.

const views = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!data || !data.store) return undefined;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = new Call(parentElement)));
  view.trigger = setTriggerValue;
  view.take(data);
  return undefined;
}

const EMPTY = { outcome: "", attitude: "", result: "", opinion: "", exemption: "", proof: "", why: "", then: "", complains: false, complaint: "", reason: "", called_at: "", other_time: false, handled: "", correcting: false };

const anew = () => ({ ...EMPTY, id: freshId(), handled_id: freshId() });

class Call {
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
    if (first) {
      // What became of an earlier visit is no news.
      this.data.told = null;
      this.restore();
    } else if (data.told && this.sent && data.told.n === this.sent.n) this.answered(data.told);
    this.draw();
  }

  restore() {
    this.mine = anew();
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
      if (this.dirty() || this.mine.correcting) localStorage.setItem(this.data.store, JSON.stringify(this.mine));
      else localStorage.removeItem(this.data.store);
    } catch (storageIsFull) {
      // As above.
    }
  }

  dirty() {
    return Object.entries(EMPTY).some(([name, value]) => name !== "correcting" && this.mine[name] !== value);
  }

  // What was saved is no longer ours to keep; what was typed beside it stays.
  answered(told) {
    const { what } = this.sent;
    const { handled, handled_id } = this.mine;
    this.sent = null;
    this.restored = false;
    if (!told.kept) return;
    if (what === "handled") Object.assign(this.mine, { handled: "", handled_id: freshId() });
    else this.mine = { ...anew(), handled, handled_id };
    this.keep();
  }

  // Only what is shown is sent: an answer that another one made idle stays here, in case it is wanted again.
  act() {
    const { mine } = this;
    const talked = mine.outcome === "talked";
    const record = { id: mine.id, outcome: mine.outcome, reason: mine.reason, called_at: mine.other_time ? mine.called_at : "", opinion: mine.opinion };
    if (talked) Object.assign(record, { attitude: mine.attitude, result: mine.result });
    if (talked && mine.result === "no") Object.assign(record, { exemption: mine.exemption, proof: mine.exemption ? mine.proof : "" });
    if (talked && mine.complains) record.complaint = mine.complaint;
    if (talked) record.complains = mine.complains;
    if (!talked) Object.assign(record, { why: mine.why, then: mine.then });
    this.send("call", record);
  }

  send(what, record) {
    this.sent = { n: `${Date.now()}-${(this.number += 1)}`, what, record };
    this.say(this.data.words.saving, "saving");
    this.trigger("act", this.sent);
  }

  set(name, value, redraw) {
    this.mine[name] = value;
    const told = this.data.told;
    if (told && told.field === name) Object.assign(told, { error: "", field: "" });
    this.keep();
    if (redraw) this.draw(name, value);
    else this.say(this.dirty() ? this.data.words.unsaved : "", "unsaved");
  }

  say(text, look) {
    setText(this.status, text);
    this.status.dataset.look = look;
  }

  get open() {
    return this.data.editable && (!this.data.closed || this.mine.correcting);
  }

  draw(name, value) {
    const words = this.data.words;
    const told = this.data.told || {};
    this.status = el("p", { class: "status", role: "status", testid: "call-status" });
    const parts = [
      this.facts(),
      told.error ? el("p", { class: "error", role: "alert", testid: "call-error" }, told.error) : null,
      ...(this.open ? this.form() : []),
      el("div", { class: "acts" }, this.buttons(), this.status),
      this.handling(),
    ];
    this.root.replaceChildren(...parts.filter((part) => part !== null));
    if (this.restored && this.dirty()) this.say(words.restored, "unsaved");
    else if (this.dirty()) this.say(words.unsaved, "unsaved");
    else if (told.done) this.say(told.done, "done");
    if (name) this.root.querySelector(`[data-place="${CSS.escape(`${name}-${value}`)}"], [name="${CSS.escape(name)}"]`)?.focus();
    else if (told.error && told.field) this.root.querySelector(`[data-field="${CSS.escape(told.field)}"] :is(input, textarea, [tabindex="0"])`)?.focus();
  }

  facts() {
    const { telephone, facts } = this.data;
    return el("div", { class: "facts" },
      telephone ? el("a", { class: "telephone", href: `tel:${telephone.replace(/[^+0-9]/g, "")}`, testid: "call-telephone" }, telephone) : null,
      el("dl", {}, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]).flat()));
  }

  // What was done about an opinion is told after the call, by whoever did it.
  handling() {
    const { words, handling } = this.data;
    if (!handling || this.mine.correcting) return null;
    const save = () => this.send("handled", { id: this.mine.handled_id, words: this.mine.handled });
    return el("div", { class: "handling" },
      this.area("handled", words.handled, 2000),
      el("button", { testid: "call-save-handled", on: { click: save } }, words.save_handled));
  }

  form() {
    const { words } = this.data;
    const { outcome } = this.mine;
    return [
      this.choice("outcome", words.outcome, [["talked", words.talked, "yes"], ["not_reached", words.not_reached, "no"]]),
      ...(outcome === "talked" ? this.talked() : []),
      ...(outcome === "not_reached" ? this.unreached() : []),
      ...(outcome ? [this.time()] : []),
      this.data.closed ? this.line("reason", words.reason, 500) : null,
    ];
  }

  talked() {
    const { words, heat, warm } = this.data;
    const { attitude, result, exemption, complains } = this.mine;
    const answers = [["yes", words.satisfied, "yes"], ["no", words.dissatisfied, "no"]];
    const unhappy = attitude === "no" || result === "no";
    return [
      this.choice("attitude", words.attitude, answers),
      this.choice("result", words.result, answers),
      this.area("opinion", unhappy ? words.opinion_asked : words.opinion, 2000),
      result === "no" && heat ? this.choice("exemption", words.exemption, [["", words.none], ["warm", words.warm], ["system", words.system]], "list") : null,
      result === "no" && heat && exemption === "warm" ? el("p", { class: "hint" }, warm || words.no_record) : null,
      result === "no" && heat && exemption ? this.line("proof", exemption === "warm" && warm ? words.proof : words.proof_asked, 500) : null,
      this.tick("complains", words.complains),
      complains ? this.area("complaint", words.complaint, 900) : null,
    ];
  }

  unreached() {
    const { words, whys, thens } = this.data;
    return [
      this.choice("why", words.why, whys.map(([code, label]) => [code, label]), "list"),
      this.choice("then", words.then, thens.map(([code, label]) => [code, label]), "list"),
      this.area("opinion", words.remark, 2000),
    ];
  }

  time() {
    const { words } = this.data;
    if (!this.mine.other_time) {
      return el("p", { class: "hint" }, words.now, " ", el("button", { class: "quiet", testid: "call-other-time", on: { click: () => this.set("other_time", true, true) } }, words.other_time));
    }
    return this.field("called_at", words.called_at, el("input", {
      type: "datetime-local", name: "called_at", id: "call-called_at", value: this.mine.called_at, testid: "call-called_at",
      on: { input: (event) => this.set("called_at", event.target.value) },
    }));
  }

  choice(name, label, options, look = "") {
    const row = radioRow({
      label, name, value: this.mine[name],
      options: options.map(([value, text, kind]) => ({ value, label: text, look: kind || "", testid: `call-${name}-${value || "none"}` })),
      choose: (value) => this.set(name, value, true),
    });
    row.node.className = `segments ${look}`;
    return el("div", { class: "field", "data-field": name }, el("p", { class: "label", "aria-hidden": "true" }, label), row.node);
  }

  field(name, label, node) {
    const told = this.data.told || {};
    if (told.field === name) setAttribute(node, "aria-invalid", "true");
    return el("div", { class: "field", "data-field": name }, el("label", { class: "label", for: node.id }, label), node);
  }

  line(name, label, most) {
    return this.field(name, label, el("input", {
      name, id: `call-${name}`, value: this.mine[name], maxlength: most, autocomplete: "off", testid: `call-${name}`,
      on: { input: (event) => this.set(name, event.target.value) },
    }));
  }

  area(name, label, most) {
    return this.field(name, label, el("textarea", {
      name, id: `call-${name}`, value: this.mine[name], maxlength: most, rows: 3, testid: `call-${name}`,
      on: { input: (event) => this.set(name, event.target.value) },
    }));
  }

  tick(name, label) {
    const box = el("input", { type: "checkbox", name, checked: this.mine[name], testid: `call-${name}`, on: { change: (event) => this.set(name, event.target.checked, true) } });
    return el("label", { class: "tick" }, box, el("span", {}, label));
  }

  buttons() {
    const { words, closed, editable } = this.data;
    if (!editable) return [];
    if (closed && !this.mine.correcting) {
      return [el("button", { testid: "call-correct", on: { click: () => { this.set("correcting", true, true); } } }, words.correct)];
    }
    const drop = () => {
      this.mine = anew();
      this.data.told = null;
      this.restored = false;
      this.keep();
      this.draw();
    };
    return [
      el("button", { class: "primary", testid: "call-save", on: { click: () => this.act() } }, words.save),
      this.dirty() || closed ? el("button", { class: "quiet", testid: "call-drop", on: { click: drop } }, words.drop) : null,
    ].filter((one) => one !== null);
  }
}
