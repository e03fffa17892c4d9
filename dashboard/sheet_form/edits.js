// Editing: a change is shown at once, kept as a draft while it is typed, and sent after a pause.

class Edits {
  // form: {audit, person, states, store, queue, comfort, view, parent, showItem(state)}
  constructor(form) {
    this.form = form;
  }

  choose(state, verdict, byKey) {
    state.verdict = verdict;
    this.edit(state, byKey ? 300 : 0);
    const view = this.form.view.items.get(state.code);
    if (verdict === "measured" && !byKey) {
      const empty = view.fields.find(({ input }) => input.value === "");
      if (empty) empty.input.focus();
    }
  }

  // A change of any kind: shown at once, sent after the pause; what is typed meanwhile is kept as a draft.
  edit(state, pause) {
    clearTimeout(state.timer);
    state.timer = null;
    if (state.verdict === null && NUMBER_PAIRS[state.rule.kind] && this.isTyping(state)) state.verdict = "measured";
    if (pause) {
      state.timer = setTimeout(() => this.commit(state), pause);
      this.keep(state);
      this.form.showItem(state);
    } else this.commit(state);
  }

  isTyping(state) {
    const active = this.form.parent.activeElement;
    return this.form.view.items.get(state.code).fields.some(({ input }) => input === active && input.value !== "");
  }

  commit(state, way) {
    clearTimeout(state.timer);
    state.timer = null;
    const { answer, gaps } = state.compose();
    const note = state.note.trim();
    const key = keyOf(answer, note);
    this.form.comfort.undo.note(state);
    if (!gaps.none) {
      state.refusal = null;
      this.keep(state);
    } else if (key !== state.sent) {
      state.refusal = null;
      state.sent = key;
      state.waiting = true;
      state.way = way || "tap";
      this.form.queue.add(state.code, answer, note, state.way);
      this.form.comfort.blocks.learn(state);
      this.drop(state);
    } else if (!state.refusal) this.drop(state);
    this.form.showItem(state);
  }

  key(state) {
    return `${this.form.audit.id}/${this.form.person}/${state.code}`;
  }

  keep(state) {
    state.drafted = true;
    this.form.store.put("drafts", { key: this.key(state), audit: this.form.audit.id, person: this.form.person, item: state.code, ...state.dumpDraft() });
  }

  drop(state) {
    if (!state.drafted) return;
    state.drafted = false;
    this.form.store.remove("drafts", this.key(state));
  }

  // A draft that another device has answered since is no longer wanted.
  restore(draft) {
    const state = this.form.states.get(draft.item);
    if (!state || state.timer !== null) return;
    if (state.sequence > draft.base && !this.form.queue.holds(draft.item)) {
      this.form.store.remove("drafts", draft.key);
      return;
    }
    state.restoreDraft(draft);
    if (!state.refusal) this.commit(state);
  }

  flush() {
    for (const state of this.form.states.values()) if (state.timer !== null) this.commit(state);
  }
}
