// How a sheet ends: remarks of a head who returned it, and the audited person's signature with a statement.

class Ending {
  // form: {t, data, states, takers, uploads, photos, audit, person, edits, view}
  constructor(form) {
    this.form = form;
    this.entry = null;
    this.typed = { name: "", statement: "", strokes: [] };
    form.takers.signature = { uploaded: (record, body) => this.saved(record, body), refused: (record, message) => this.refused(record, message) };
    form.takers["signature-removal"] = { uploaded: (record) => this.gone(record), refused: (record, message) => this.notRemoved(record, message) };
    this.adopt((form.data.ending || {}).signature);
  }

  get t() {
    return this.form.t;
  }

  get returned() {
    return (this.form.data.ending || {}).returned || null;
  }

  // What the server holds; what is on its way from this tablet is newer.
  adopt(signature) {
    if (this.entry && this.entry.state !== "saved") return;
    if ((this.entry && this.entry.id) === (signature && signature.id)) return;
    this.entry = signature ? { ...signature, state: "saved", keys: signature.stale ? null : this.keys() } : null;
    this.draw();
  }

  // Everything a signature is given on, as it stands on the screen.
  keys() {
    const photos = this.form.photos ? [...this.form.photos.entries.values()].filter(({ state }) => !["held", "leaving"].includes(state)).map(({ id }) => id).sort() : [];
    return JSON.stringify([[...this.form.states.values()].map((state) => state.key), photos]);
  }

  get stale() {
    return Boolean(this.entry) && this.entry.keys !== this.keys();
  }

  // Drawn or written, and not kept yet.
  get open() {
    const { name, statement, strokes } = this.typed;
    return this.editing && Boolean(name.trim() || statement.trim() || strokes.length);
  }

  get editing() {
    return !this.entry || Boolean(this.again);
  }

  buildTop() {
    const { correction } = this.form.data.ending || {};
    const parts = [];
    if (correction) parts.push(el("p", { class: "standing", testid: "correction" }, correction));
    if (this.returned) {
      const { words, remark, remarks } = this.returned;
      const items = Object.entries(remarks).map(([code, text]) => el("li", {},
        el("button", { class: "dialog-item", testid: `remark-${code}`, on: { click: () => this.form.view.jumpTo(this.form.view.items.get(code).node) } },
          el("span", { class: "code" }, code), el("span", {}, text))));
      parts.push(el("div", { class: "standing returned", testid: "returned", role: "note" },
        el("p", {}, el("strong", {}, words), remark ? ` ${remark}` : ""), items.length ? el("ul", {}, items) : null));
    }
    return parts;
  }

  remark(code) {
    const text = this.returned && this.returned.remarks[code];
    return text ? el("p", { class: "item-remark", testid: "item-remark" }, el("strong", {}, this.t("item_remark")), ` ${text}`) : null;
  }

  buildSection() {
    this.hint = el("p", { class: "hint" });
    this.space = el("div", { class: "signing" });
    this.message = el("p", { class: "message", testid: "signature-message", role: "alert", hidden: true });
    this.node = el("section", { class: "section signature", testid: "signature", "aria-label": this.t("signature_title"), tabindex: -1 },
      el("div", { class: "section-head" }, el("h3", { class: "section-name" }, this.t("signature_title"))),
      this.hint, this.space, this.message);
    this.draw();
    return this.node;
  }

  draw() {
    if (!this.node) return;
    setText(this.hint, this.t("signature_hint"));
    this.hint.hidden = !this.editing;
    this.space.replaceChildren(...(this.editing ? this.fields() : this.kept()));
    this.refresh();
  }

  fields() {
    const { t, typed } = this;
    const field = (tag, name, limit, more) => {
      const input = el(tag, { class: "input", testid: `signature-${name}`, maxlength: limit, value: typed[name], ...more, on: { input: () => { typed[name] = input.value; } } });
      return el("label", { class: "field" }, el("span", { class: "field-label" }, t(`signature_${name}`)), input);
    };
    this.pad = new Pad(t("signature_pad"), typed.strokes, () => this.say(""));
    return [
      el("div", { class: "signing-fields" }, field("input", "name", 80, { type: "text", autocomplete: "off" }), field("textarea", "statement", 1000, { rows: 2, class: "input text" })),
      el("div", { class: "field" }, el("span", { class: "field-label" }, t("signature_pad")), this.pad.node),
      el("div", { class: "signing-buttons" },
        el("button", { class: "secondary", testid: "signature-clear", on: { click: () => this.pad.clear() } }, t("signature_clear")),
        this.again ? el("button", { class: "secondary", testid: "signature-back", on: { click: () => this.turn(false) } }, t("signature_back")) : null,
        el("button", { class: "primary", testid: "signature-keep", on: { click: () => this.keep() } }, t("signature_keep"))),
    ];
  }

  kept() {
    const { t, entry } = this;
    this.state = el("span", { class: "save-state", testid: "signature-state" });
    const drawn = entry.strokes.length ? drawing(t("signature_title"), entry.strokes).svg : el("p", { class: "hint" }, t("signature_unsigned"));
    return [
      el("p", { testid: "signature-who" }, t("signature_who", { name: entry.name, moment: entry.signed })),
      entry.statement ? el("p", { class: "statement", testid: "signature-said" }, entry.statement) : null,
      el("div", { class: "pad signed", testid: "signature-drawn" }, drawn),
      el("div", { class: "signing-buttons" }, this.state,
        el("button", { class: "secondary", testid: "signature-again", on: { click: () => this.turn(true) } }, t("signature_again")),
        el("button", { class: "secondary", testid: "signature-remove", on: { click: () => this.remove() } }, t("signature_remove"))),
    ].filter(Boolean);
  }

  turn(again) {
    this.again = again;
    this.typed = { name: again ? this.entry.name : "", statement: again ? this.entry.statement : "", strokes: [] };
    this.draw();
  }

  say(text) {
    if (!this.message) return;
    setText(this.message, text);
    this.message.hidden = !text;
  }

  // After each change of an answer: is it still what was signed?
  refresh() {
    if (!this.node || !this.entry || this.editing) {
      if (this.node && !this.entry) this.node.dataset.stale = "false";
      return;
    }
    const { state, message } = this.entry;
    this.node.dataset.stale = String(this.stale);
    setAttribute(this.state, "data-state", state === "leaving" ? "waiting" : state);
    setText(this.state, this.t(`item_${state === "leaving" ? "waiting" : state}`));
    this.say(state === "refused" ? message : this.stale ? this.t("signature_stale", { name: this.entry.name }) : "");
  }

  lacks() {
    const { name, statement, strokes } = this.typed;
    if (!name.trim()) return "signature_needs_name";
    return strokes.length || statement.trim() ? "" : "signature_needs_more";
  }

  // Without strokes a person says first that nobody signs, and that the statement is the reason.
  keep() {
    const lack = this.lacks();
    this.say(lack && this.t(lack));
    if (lack) return;
    if (this.typed.strokes.length) this.store();
    else this.askUnsigned();
  }

  askUnsigned() {
    const { t } = this;
    const { statement, name } = this.typed;
    openDialog(this.form, {
      title: t("unsigned_title"), testid: "unsigned-dialog",
      content: el("div", { class: "unsigned" }, el("p", {}, t("unsigned_ask", { name: name.trim() })), el("p", { class: "statement" }, statement.trim())),
      buttons: [
        { word: t("unsigned_back"), look: "primary", testid: "unsigned-back" },
        { word: t("unsigned_keep"), look: "secondary", testid: "unsigned-keep", act: () => this.store() },
      ],
    });
  }

  async store() {
    this.form.edits.flush();
    const { name, statement, strokes } = this.typed;
    const now = new Date();
    const seen = {};
    for (const state of this.form.states.values()) {
      const { answer } = state.compose();
      if (answer || state.note.trim()) seen[state.code] = { answer, note: state.note.trim() };
    }
    const said = { name: name.trim(), statement: statement.trim(), strokes };
    const body = new Blob([JSON.stringify({ ...said, signed_at: now.toISOString(), seen })], { type: "application/json" });
    if (this.entry && this.entry.state !== "saved") this.form.uploads.forget(this.entry.id);
    const id = freshId();
    const signed = now.toLocaleString(this.form.data.language === "en" ? "en-GB" : "zh-CN", { dateStyle: "short", timeStyle: "short" });
    this.entry = { id, ...said, signed, keys: this.keys(), state: "waiting" };
    this.again = false;
    this.typed = { name: "", statement: "", strokes: [] };
    this.draw();
    await this.form.uploads.add({
      id, audit: this.form.audit.id, person: this.form.person, kind: "signature", item: "", path: `/signature/${id}`,
      headers: { "Content-Type": "application/json" }, body, made_at: now.toISOString(), entry: this.entry,
    });
  }

  remove() {
    const { entry, form } = this;
    if (entry.state === "refused" || (entry.state === "waiting" && form.uploads.forget(entry.id))) {
      form.uploads.forget(entry.id);
      this.entry = null;
      this.draw();
      return;
    }
    entry.state = "leaving";
    this.refresh();
    form.uploads.add({
      id: `${entry.id}/removal`, signature: entry.id, audit: form.audit.id, person: form.person, kind: "signature-removal", item: "",
      path: `/signature/${entry.id}`, headers: {}, method: "DELETE", body: null, made_at: new Date().toISOString(),
    });
  }

  // Signatures and removals that were left on this tablet.
  restore(records) {
    for (const record of records) {
      if (record.kind === "signature") this.entry = { ...record.entry, state: record.refused ? "refused" : "waiting", message: record.refused || "" };
      if (record.kind === "signature-removal" && this.entry && this.entry.id === record.signature) this.entry.state = "leaving";
    }
    this.draw();
  }

  saved(record, body) {
    if (!this.entry || this.entry.id !== record.id) return;
    const { signed, stale } = body.signature;
    Object.assign(this.entry, { signed, message: "", state: this.entry.state === "leaving" ? "leaving" : "saved" });
    if (stale) this.entry.keys = null;
    this.draw();
  }

  refused(record, message) {
    if (!this.entry || this.entry.id !== record.id) return;
    Object.assign(this.entry, { state: "refused", message });
    this.draw();
  }

  gone(record) {
    if (!this.entry || this.entry.id !== record.signature) return;
    this.entry = null;
    this.draw();
  }

  notRemoved(record, message) {
    this.form.uploads.forget(record.id);
    if (this.entry && this.entry.id === record.signature) this.entry.state = "saved";
    this.form.notify(message);
    this.draw();
  }
}
