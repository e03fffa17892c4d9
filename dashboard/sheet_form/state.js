// One item as the inspector left it: verdict, typed values, note, and how far it got to the server.

class ItemState {
  constructor(definition, words) {
    this.definition = definition;
    this.words = words;
    this.verdict = null;
    this.values = freshValues();
    this.note = "";
    this.sent = keyOf(null, "");
    this.sequence = 0;
    this.waiting = false;
    this.refusal = null;
    this.drafted = false;
    this.timer = null;
    this.way = "tap";
  }

  get code() {
    return this.definition.code;
  }

  get rule() {
    return this.definition.rule;
  }

  compose() {
    return withDemands(this, composeAnswer(this.rule, this.verdict, this.values, this.words.t));
  }

  get key() {
    return keyOf(this.compose().answer, this.note.trim());
  }

  // Takes over an answer the server or the queue holds.
  adopt(answer, note, sequence, way) {
    this.way = way || "tap";
    this.verdict = readAnswer(this.values, answer);
    this.note = note || "";
    this.sequence = Math.max(this.sequence, sequence || 0);
    this.sent = this.key;
    this.refusal = null;
  }

  restoreDraft(draft) {
    this.verdict = draft.verdict;
    this.values = { ...freshValues(), ...draft.values };
    this.note = draft.note || "";
    this.refusal = draft.refusal || null;
    if (this.refusal) this.sent = this.key;
    this.drafted = true;
  }

  dumpDraft() {
    return {
      verdict: this.verdict,
      values: JSON.parse(JSON.stringify(this.values)),
      note: this.note,
      refusal: this.refusal,
      base: this.sequence,
    };
  }

  get complete() {
    return this.compose().gaps.none;
  }

  get answered() {
    return this.verdict !== null && this.complete;
  }

  get status() {
    if (this.refusal) return "refused";
    if (!this.complete) return "incomplete";
    if (this.waiting) return "waiting";
    if (this.timer !== null) return "waiting";
    return this.verdict !== null || this.note.trim() ? "saved" : "none";
  }
}

function keyOf(answer, note) {
  return JSON.stringify([answer, note]);
}
