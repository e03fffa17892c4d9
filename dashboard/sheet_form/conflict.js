// Two answers to one item, given without knowledge of each other: both are shown, a person chooses.

class Conflicts {
  // form: {t, states, view, queue, comfort, showItem(state), edits}
  constructor(form) {
    this.form = form;
    this.rows = [];
    this.boxes = new Map();
    // Decided here, and not yet known to be decided by the server.
    this.decided = new Set();
  }

  get codes() {
    return [...new Set(this.rows.map((row) => row.item))];
  }

  adopt(rows) {
    const { queue } = this.form;
    const known = new Set(rows.map((row) => row.operation));
    this.decided = new Set([...this.decided].filter((id) => known.has(id)));
    const rejected = (row) => this.decided.has(row.operation) && !queue.holds(row.item);
    rows.filter(rejected).forEach((row) => this.decided.delete(row.operation));
    this.rows = rows.filter((row) => !this.decided.has(row.operation));
    if (this.form.view) this.show();
  }

  drawn() {
    const { view } = this.form;
    this.boxes.clear();
    this.count = el("button", { class: "conflict-count", testid: "conflicts", hidden: true, on: { click: () => this.jump() } });
    view.bar.node.insertBefore(this.count, view.bar.node.querySelector(".bar-line"));
    this.spoken = el("span", { class: "unseen", role: "status", "aria-live": "polite" });
    view.bar.node.append(this.spoken);
    this.show();
  }

  show() {
    const { t, view } = this.form;
    const { codes } = this;
    setText(this.count, codes.length ? t("conflicts_n", { n: codes.length }) : "");
    setText(this.spoken, this.count.textContent);
    this.count.hidden = !codes.length;
    const changed = [...new Set([...codes, ...this.boxes.keys()])].filter((code) => this.keyOf(code) !== (this.boxes.get(code) || {}).key);
    // What opens or closes above the eyes must not move what is read.
    if (changed.length) keepPlace(this.form, () => changed.forEach((code) => this.showBox(code)));
  }

  keyOf(code) {
    return JSON.stringify(this.rows.filter((row) => row.item === code));
  }

  showBox(code) {
    const before = this.boxes.get(code);
    if (before) before.node.remove();
    this.boxes.delete(code);
    const rows = this.rows.filter((row) => row.item === code);
    if (!rows.length) return;
    const node = this.build(code, rows);
    this.form.view.items.get(code).node.querySelector(".below").prepend(node);
    this.boxes.set(code, { key: this.keyOf(code), node });
  }

  build(code, rows) {
    const { t } = this.form;
    const heading = el("p", { class: "conflict-head", id: `heng-conflict-${code}` }, t("two_answers"));
    const cards = [rows[0].present, ...rows].map((given, index) => this.card(code, given, rows, index));
    return el("div", { class: "conflict", testid: `conflict-${code}`, role: "group", "aria-labelledby": heading.id }, heading, el("div", { class: "conflict-cards" }, cards));
  }

  card(code, given, rows, index) {
    const { t, queue } = this.form;
    const who = given.client === queue.client ? t("this_device", { who: given.by }) : given.by;
    const force = index === 0 ? ` \u00b7 ${t("in_force")}` : "";
    return el("div", { class: "conflict-card", testid: `choice-${index}` },
      el("p", { class: "conflict-words" }, given.words),
      given.note ? el("p", { class: "conflict-note" }, `${t("note")}: ${given.note}`) : null,
      el("p", { class: "conflict-who" }, `${who} \u00b7 ${given.at}${force}`),
      el("button", {
        class: "secondary", testid: "take-this", "aria-label": `${t("take_this")}: ${given.words}`,
        on: { click: () => this.decide(code, given, rows) },
      }, t("take_this")));
  }

  // The choice is an answer like any other, later than both, and says which questions it ends.
  decide(code, given, rows) {
    const { form } = this;
    const state = form.states.get(code);
    clearTimeout(state.timer);
    state.timer = null;
    form.edits.drop(state);
    state.adopt(given.answer, given.note, state.sequence, "decided");
    state.waiting = true;
    if (!form.queue.holds(code)) form.queue.bases.set(code, rows[0].present.operation);
    rows.forEach((row) => this.decided.add(row.operation));
    this.rows = this.rows.filter((row) => row.item !== code);
    form.queue.add(code, given.answer, given.note || "", "decided", rows.map((row) => row.operation));
    form.comfort.undo.forget(state);
    form.comfort.undo.mark([state]);
    form.view.items.get(code).refresh(true);
    this.show();
    form.showItem(state);
    form.view.items.get(code).node.querySelector('[role="radio"][tabindex="0"]').focus({ preventScroll: true });
  }

  jump() {
    const { view } = this.form;
    const [code] = this.codes;
    if (code) view.jumpTo(view.items.get(code).node);
  }
}
