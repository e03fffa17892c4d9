// Taking back what was changed on this device since the form was opened, the newest change first.

const UNDO_LIMIT = 50;
const SAME_CHANGE = 5000;

class UndoStack {
  // form: {t, states, view, queue, edits}
  constructor(form) {
    this.form = form;
    this.entries = [];
    this.marks = new Map();
    this.together = null;
    this.silent = false;
  }

  // The items as they are now: what changes later is measured against it.
  mark(states) {
    for (const state of states) if (state.timer === null) this.marks.set(state.code, pictureOf(state));
  }

  // Somebody else answered the item: what was done here before lies below it and is not taken back.
  forget(state) {
    this.entries = this.entries.filter((entry) => !entry.changes.some((change) => change.code === state.code));
    this.show();
  }

  note(state) {
    const before = this.marks.get(state.code);
    const after = pictureOf(state);
    this.marks.set(state.code, after);
    if (before === undefined || before === after || this.silent) return;
    const change = { code: state.code, before, key: state.key, complete: state.complete, at: Date.now() };
    const last = this.entries[this.entries.length - 1];
    if (this.together) this.together.push(change);
    else if (last && continues(last, change, state)) last.changes[0] = { ...change, before: last.changes[0].before };
    else this.push({ label: state.code, changes: [change] });
    this.show();
  }

  // Everything changed by `act` is one step, and is sent as one.
  asOne(label, act) {
    this.together = [];
    this.form.queue.together(act);
    const changes = this.together;
    this.together = null;
    if (changes.length) this.push({ label, changes });
    this.show();
  }

  push(entry) {
    this.entries.push(entry);
    if (this.entries.length > UNDO_LIMIT) this.entries.shift();
  }

  undo() {
    const { form } = this;
    if (form.done) return;
    form.edits.flush();
    const entry = this.entries.pop();
    if (!entry) return;
    const ours = entry.changes.filter((change) => form.states.get(change.code).key === change.key);
    form.queue.together(() => ours.forEach((change) => this.restore(change)));
    this.show();
    if (ours.length) this.lookAt(ours[0].code);
    form.view.bar.say(form.t(ours.length ? "undone" : "undo_changed", { what: entry.label }));
  }

  restore({ code, before }) {
    const state = this.form.states.get(code);
    clearTimeout(state.timer);
    state.timer = null;
    Object.assign(state, JSON.parse(before));
    this.silent = true;
    this.form.edits.commit(state, "undo");
    this.silent = false;
    this.form.view.items.get(code).refresh(true);
  }

  lookAt(code) {
    const { node } = this.form.view.items.get(code);
    const place = node.getBoundingClientRect();
    if (node.hidden || place.top < 0 || place.bottom > innerHeight) this.form.view.jumpTo(node);
  }

  show() {
    const last = this.entries[this.entries.length - 1];
    if (this.form.view) this.form.view.bar.showUndo(last ? last.label : null);
  }
}

function pictureOf({ verdict, values, note }) {
  return JSON.stringify({ verdict, values, note });
}

// Typing goes on, or completes what a verdict asked for: one change, not several.
function continues(last, change, state) {
  const [before] = last.changes;
  if (last.changes.length > 1 || before.code !== change.code) return false;
  if (!before.complete) return true;
  return JSON.parse(before.before).verdict === state.verdict && change.at - before.at < SAME_CHANGE;
}
