// Recording a home's temperatures: rooms with their points, the state of the home, the customer's signature.

const emptyRoom = () => ({ name: "", area: "", points: [] });

class Measure extends KeptForm {
  kind = "measure";

  blank() {
    const { begin } = this.data;
    const rooms = begin.rooms.length ? begin.rooms.map((room) => ({ ...room, points: [...room.points] })) : [emptyRoom()];
    return { sound: "", insulated: "", name: "", reason: "", measured_at: "", other_time: false, strokes: [], ...begin, rooms };
  }

  // What was measured already shuts the form, until one measures once more.
  restore(told) {
    super.restore(told);
    this.shut = this.data.has && !this.restored;
  }

  saved(sent) {
    super.saved(sent);
    this.shut = true;
  }

  act() {
    const { mine } = this;
    const record = {
      id: mine.id, rooms: this.rooms.map((room) => room.record), sound: mine.sound, insulated: mine.insulated, name: mine.name,
      strokes: mine.strokes, reason: mine.reason, measured_at: mine.other_time ? mine.measured_at : "",
    };
    this.send({ record });
  }

  changed() {
    super.changed();
    this.signed();
  }

  // A record without a signature is told apart before it is saved.
  signed() {
    const { length } = this.mine.strokes;
    setText(this.save, length ? this.data.words.save : this.data.words.save_unsigned);
    this.unsigned.hidden = length > 0;
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
    const { words, corrects, most } = this.data;
    const status = this.statusLine();
    if (this.shut) {
      const again = () => { this.shut = false; this.data.told = null; this.draw(); };
      this.show([el("div", { class: "acts" }, corrects ? null : this.button("again", words.again, again), status)]);
      return;
    }
    this.rooms = this.mine.rooms.map((room, index) => new Room(this, room, index));
    this.show([
      this.error(), ...this.rooms.map((room) => room.node), this.add(), ...this.home(), this.time("measured_at"), ...this.signing(),
      corrects ? this.line("reason", words.reason, most.reason) : null, this.buttons(status),
    ], name, value);
    this.signed();
  }

  add() {
    if (this.mine.rooms.length >= this.data.most.rooms) return null;
    return this.button("add", this.data.words.add, () => this.addRoom(), "add");
  }

  home() {
    const { words } = this.data;
    return ["sound", "insulated"].map((name) => this.choice(name, words[name], ["yes", "no"].map((value) => [value, words[value], value])));
  }

  signing() {
    const { words, most } = this.data;
    const pad = new Pad(words.sign, this.mine.strokes, () => this.changed());
    this.unsigned = el("p", { class: "hint", testid: "measure-unsigned" }, words.unsigned);
    return [
      this.line("name", words.name, most.name),
      el("div", { class: "field" }, el("p", { class: "label", "aria-hidden": "true" }, words.sign), pad.node, this.unsigned,
        this.button("clear", words.clear, () => pad.clear(), "clear")),
    ];
  }

  buttons(status) {
    this.save = this.button("save", "", () => this.act(), "primary");
    return el("div", { class: "acts" }, this.save, this.button("drop", this.data.words.drop, () => this.empty(), "quiet"), status);
  }
}

export default mounting(Measure);
