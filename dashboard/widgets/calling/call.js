// Recording one call: reached or not, what the customer said, what then.

const EMPTY = { outcome: "", attitude: "", result: "", opinion: "", exemption: "", proof: "", why: "", then: "", complains: false, complaint: "", reason: "", night: "", called_at: "", other_time: false, handled: "" };

class Call extends KeptForm {
  kind = "call";

  blank() {
    return EMPTY;
  }

  begin() {
    super.begin();
    this.mine.handled_id = freshId();
  }

  renumber() {
    super.renumber();
    this.mine.handled_id = freshId();
  }

  // What was typed beside what was saved stays.
  saved({ what }) {
    const { handled, handled_id } = this.mine;
    if (what === "handled") Object.assign(this.mine, { handled: "", handled_id: freshId() });
    else {
      this.begin();
      Object.assign(this.mine, { handled, handled_id });
    }
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
    if (this.atNight()) record.night = mine.night;
    if (!talked) Object.assign(record, { why: mine.why, then: mine.then });
    this.send({ what: "call", record });
  }

  // What is asked depends on what was answered.
  chosen(name, value) {
    this.set(name, value, true);
  }

  draw(name, value) {
    const status = this.statusLine();
    this.show([
      this.facts(),
      ...(this.open ? this.form() : []),
      this.error(),
      el("div", { class: "acts" }, this.buttons(), status),
      this.handling(),
    ], name, value);
  }

  // Whether the call is at a time of the day at which customers are not called, on the organisation's clock.
  atNight() {
    const { mine, data } = this;
    if (!mine.other_time) return data.night || data.told?.field === "night" || mine.night !== "";
    const [begins, ends] = data.hours;
    const at = /T(\d\d:\d\d)/.exec(mine.called_at)?.[1] ?? begins;
    return at < begins || at >= ends;
  }

  changed() {
    super.changed();
    if (this.night) this.night.hidden = !this.atNight();
  }

  facts() {
    const { telephone, facts } = this.data;
    return el("div", { class: "facts" },
      telephone ? el("a", { class: "telephone", href: `tel:${telephone.replace(/[^+0-9]/g, "")}`, testid: "call-telephone" }, telephone) : null,
      el("dl", {}, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]).flat()));
  }

  // What was done about an opinion is told after the call, by whoever did it.
  handling() {
    const { words, handling, lengths } = this.data;
    if (!handling || this.mine.correcting) return null;
    const save = () => this.send({ what: "handled", record: { id: this.mine.handled_id, words: this.mine.handled } });
    return el("div", { class: "handling" },
      this.area("handled", words.handled, lengths.opinion),
      this.button("save-handled", words.save_handled, save));
  }

  form() {
    const { words } = this.data;
    const { outcome } = this.mine;
    return [
      this.choice("outcome", words.outcome, [["talked", words.talked, "yes"], ["not_reached", words.not_reached, "no"]]),
      ...(outcome === "talked" ? this.talked() : []),
      ...(outcome === "not_reached" ? this.unreached() : []),
      ...(outcome ? [this.time("called_at"), this.why()] : []),
      this.data.closed ? this.line("reason", words.reason, this.data.lengths.reason) : null,
    ];
  }

  why() {
    this.night = this.line("night", this.data.words.night, this.data.lengths.night);
    this.night.hidden = !this.atNight();
    return this.night;
  }

  talked() {
    const { words, heat, warm, lengths } = this.data;
    const { attitude, result, exemption, complains } = this.mine;
    const answers = [["yes", words.satisfied, "yes"], ["no", words.dissatisfied, "no"]];
    const unhappy = attitude === "no" || result === "no";
    return [
      this.choice("attitude", words.attitude, answers),
      this.choice("result", words.result, answers),
      this.area("opinion", unhappy ? words.opinion_asked : words.opinion, lengths.opinion),
      result === "no" && heat ? this.choice("exemption", words.exemption, [["", words.none], ["warm", words.warm], ["system", words.system]], "list") : null,
      result === "no" && heat && exemption === "warm" ? el("p", { class: "hint" }, warm || words.no_record) : null,
      result === "no" && heat && exemption ? this.line("proof", exemption === "warm" && warm ? words.proof : words.proof_asked, lengths.proof) : null,
      this.tick("complains", words.complains),
      complains ? this.area("complaint", words.complaint, lengths.complaint) : null,
    ];
  }

  unreached() {
    const { words, whys, thens, lengths } = this.data;
    return [
      this.choice("why", words.why, whys, "list"),
      this.choice("then", words.then, thens, "list"),
      this.area("opinion", words.remark, lengths.opinion),
    ];
  }

  buttons() {
    const { words, closed, editable } = this.data;
    if (!editable) return [];
    if (!this.open) return [this.button("correct", words.correct, () => this.set("correcting", true, true))];
    return [
      this.button("save", words.save, () => this.act(), "primary"),
      this.dirty() || closed ? this.button("drop", words.drop, () => this.empty(), "quiet") : null,
    ];
  }
}

export default mounting(Call);
