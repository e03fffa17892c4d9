// Recording a home's temperatures: rooms with their points, the state of the home, the customer's signature. What is typed
// stays in this browser until the server has it; a record carries its own number, so that sent twice it is one.

const views = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!data || !data.store) return undefined;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = new Measure(parentElement)));
  view.trigger = setTriggerValue;
  view.take(data);
  return undefined;
}

const emptyRoom = () => ({ name: "", area: "", points: [] });

class Measure {
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

  fresh() {
    const begin = this.data.begin;
    const rooms = begin.rooms.length ? begin.rooms.map((room) => ({ ...room, points: [...room.points] })) : [emptyRoom()];
    return { id: freshId(), sound: "", insulated: "", name: "", reason: "", measured_at: "", other_time: false, strokes: [], ...begin, rooms };
  }

  restore() {
    this.mine = this.fresh();
    this.begun = this.said();
    this.sent = null;
    this.restored = false;
    this.shut = this.data.has;
    try {
      const kept = JSON.parse(localStorage.getItem(this.data.store) || "null");
      if (kept) {
        Object.assign(this.mine, kept);
        this.restored = this.dirty();
        if (this.restored) this.shut = false;
      }
    } catch (nothingIsKept) {
      // A browser without storage keeps what is typed as long as the page is open.
    }
  }

  said() {
    return JSON.stringify({ ...this.mine, id: "" });
  }

  dirty() {
    return this.said() !== this.begun;
  }

  keep() {
    try {
      if (this.dirty()) localStorage.setItem(this.data.store, JSON.stringify(this.mine));
      else localStorage.removeItem(this.data.store);
    } catch (storageIsFull) {
      // As above.
    }
  }

  answered(told) {
    this.sent = null;
    this.restored = false;
    if (!told.kept) return;
    this.mine = this.fresh();
    this.begun = this.said();
    this.shut = true;
    this.keep();
  }

  act() {
    const { mine } = this;
    const record = {
      id: mine.id, rooms: this.rooms.map((room) => room.record), sound: mine.sound, insulated: mine.insulated, name: mine.name,
      strokes: mine.strokes, reason: mine.reason, measured_at: mine.other_time ? mine.measured_at : "",
    };
    this.sent = { n: `${Date.now()}-${(this.number += 1)}`, record };
    this.say(this.data.words.saving, "saving");
    this.trigger("act", this.sent);
  }

  changed() {
    this.keep();
    this.say(this.dirty() ? this.data.words.unsaved : "", "unsaved");
    setText(this.save, this.mine.strokes.length ? this.data.words.save : this.data.words.save_unsigned);
    this.unsigned.hidden = this.mine.strokes.length > 0;
  }

  set(name, value, redraw) {
    this.mine[name] = value;
    if (redraw) {
      this.keep();
      this.draw(name, value);
    } else this.changed();
  }

  say(text, look) {
    setText(this.status, text);
    this.status.dataset.look = look;
  }

  addRoom() {
    this.mine.rooms.push(emptyRoom());
    this.keep();
    this.draw();
    this.root.querySelector(`[data-testid="room-${this.mine.rooms.length - 1}-name"]`)?.focus();
  }

  takeOut(index) {
    this.mine.rooms.splice(index, 1);
    this.keep();
    this.draw();
  }

  draw(name, value) {
    const { words, told } = this.data;
    this.status = el("p", { class: "status", role: "status", testid: "measure-status" });
    if (this.shut) {
      const again = () => { this.shut = false; this.data.told = null; this.draw(); };
      const more = this.data.corrects ? null : el("button", { testid: "measure-again", on: { click: again } }, words.again);
      this.root.replaceChildren(el("div", { class: "acts" }, more, this.status));
      if (told && told.kept) this.say(words.saved, "done");
      return;
    }
    this.rooms = this.mine.rooms.map((room, index) => new Room(this, room, index));
    const refused = told && !told.kept && told.error;
    this.root.replaceChildren(
      ...[refused ? el("p", { class: "error", role: "alert", testid: "measure-error" }, told.error) : null,
        ...this.rooms.map((room) => room.node), this.add(), ...this.home(), this.time(), ...this.signing(),
        this.data.corrects ? this.line("reason", words.reason, this.data.most.reason) : null, this.buttons()].filter((part) => part !== null));
    this.changed();
    if (this.restored && this.dirty()) this.say(words.restored, "unsaved");
    if (name) this.root.querySelector(`[data-place="${CSS.escape(`${name}-${value}`)}"], [name="${CSS.escape(name)}"]`)?.focus();
    else if (refused && told.field) this.root.querySelector(`[data-field="${CSS.escape(told.field)}"] :is(input, textarea, [tabindex="0"])`)?.focus();
  }

  add() {
    if (this.mine.rooms.length >= this.data.most.rooms) return null;
    return el("button", { class: "add", testid: "measure-add", on: { click: () => this.addRoom() } }, this.data.words.add);
  }

  home() {
    const { words } = this.data;
    return ["sound", "insulated"].map((name) => {
      const row = radioRow({
        label: words[name], name, value: this.mine[name],
        options: ["yes", "no"].map((value) => ({ value, label: words[value], look: value, testid: `measure-${name}-${value}` })),
        choose: (value) => { this.mine[name] = value; row.show(value); this.changed(); },
      });
      return el("div", { class: "field", "data-field": name }, el("p", { class: "label", "aria-hidden": "true" }, words[name]), row.node);
    });
  }

  time() {
    const { words } = this.data;
    if (!this.mine.other_time) {
      return el("p", { class: "hint" }, words.now, " ", el("button", { class: "quiet", testid: "measure-other-time", on: { click: () => this.set("other_time", true, true) } }, words.other_time));
    }
    return this.field("measured_at", words.measured_at, el("input", {
      type: "datetime-local", name: "measured_at", id: "measure-measured_at", value: this.mine.measured_at, testid: "measure-measured_at",
      on: { input: (event) => this.set("measured_at", event.target.value) },
    }));
  }

  signing() {
    const { words, most } = this.data;
    const pad = new Pad(words.sign, this.mine.strokes, () => this.changed());
    this.unsigned = el("p", { class: "hint", testid: "measure-unsigned" }, words.unsigned);
    return [
      this.line("name", words.name, most.name),
      el("div", { class: "field" }, el("p", { class: "label", "aria-hidden": "true" }, words.sign), pad.node, this.unsigned,
        el("button", { class: "clear", testid: "measure-clear", on: { click: () => pad.clear() } }, words.clear)),
    ];
  }

  field(name, label, node) {
    const { told } = this.data;
    if (told && !told.kept && told.field === name) setAttribute(node, "aria-invalid", "true");
    return el("div", { class: "field", "data-field": name }, el("label", { class: "label", for: node.id }, label), node);
  }

  line(name, label, most) {
    return this.field(name, label, el("input", {
      name, id: `measure-${name}`, value: this.mine[name], maxlength: most, autocomplete: "off", testid: `measure-${name}`,
      on: { input: (event) => this.set(name, event.target.value) },
    }));
  }

  buttons() {
    const { words } = this.data;
    const drop = () => {
      this.mine = this.fresh();
      this.begun = this.said();
      this.data.told = null;
      this.restored = false;
      this.keep();
      this.draw();
    };
    this.save = el("button", { class: "primary", testid: "measure-save", on: { click: () => this.act() } });
    return el("div", { class: "acts" }, this.save, el("button", { class: "quiet", testid: "measure-drop", on: { click: drop } }, words.drop), this.status);
  }
}
