// The tablet form: one controller for each mounted component, kept while its data change.

class SheetForm {
  constructor(parent, data, trigger) {
    this.parent = parent;
    this.trigger = trigger;
    this.take(data);
    this.queue = new Queue({
      audit: this.audit.id, person: this.person, api: data.api, token: data.token, sequence: data.sequence, store: (this.store = new LocalStore()),
      tell: {
        results: (batch, results, body) => this.onResults(batch, results, body),
        changed: () => this.showQueue(),
        stopped: (message, code) => this.onStopped(message, code),
        renew: () => this.trigger("renew", Date.now()),
        restored: (own) => this.takeOver(own),
      },
    });
    // By the kind of an upload, who is told of it: {uploaded(record, body), refused(record, message)}.
    this.takers = {};
    this.uploads = new Uploads({
      audit: this.audit.id, person: this.person, queue: this.queue, store: this.store,
      tell: {
        uploaded: (record, body) => this.onUploaded(record, body),
        refused: (record, message) => this.takers[record.kind] && this.takers[record.kind].refused(record, message),
        changed: () => this.showQueue(),
      },
    });
    this.edits = new Edits(this);
    this.photos = new Photos(this);
    this.seen = Number(data.sequence) || 0;
    this.states = new Map();
    for (const definition of data.sections.flatMap((section) => section.items)) {
      const state = new ItemState(definition, this);
      const saved = data.answers[definition.code];
      if (saved) state.adopt(saved.answer, saved.note, saved.sequence, saved.way);
      this.states.set(definition.code, state);
    }
    this.ending = new Ending(this);
    this.comfort = new Comfort(this);
    this.comfort.undo.mark(this.states.values());
    this.submission = new Submission(this);
    this.along = new TakeAlong(this);
    this.waiting = new Waiting(this);
    this.together = new Together(this);
    this.host = el("div", { class: "root" });
    parent.append(this.host);
    this.draw();
    this.surroundings = new Surroundings(this);
    this.restored = this.restore();
    this.comfort.comeBack();
    this.along.begin();
    this.restored.then(() => this.together.begin());
  }

  take(data) {
    this.data = data;
    this.audit = data.audit;
    this.person = (data.person && data.person.id) || "";
    this.t = speaker(data.words);
    this.score = this.score || data.score;
  }

  draw() {
    this.view = new PageView(this);
    this.host.replaceChildren(this.view.node);
    this.view.bar.showBanner(this.notice || "");
    if (this.done) this.view.showDone();
    this.comfort.drawn();
    this.along.show();
    this.together.drawn();
    this.showQueue();
  }

  notify(text) {
    this.notice = text;
    this.view.bar.showBanner(text);
  }

  // The same audit again: a fresh token, another language, or newer answers; nothing typed is touched.
  update(data, trigger) {
    const spoken = JSON.stringify([this.data.language, this.data.words, this.data.sections, this.data.audit]);
    this.trigger = trigger;
    this.take(data);
    this.states.forEach((state) => { state.words = this; });
    for (const definition of data.sections.flatMap((section) => section.items)) {
      const state = this.states.get(definition.code);
      if (state) state.definition = definition;
    }
    if (spoken !== JSON.stringify([data.language, data.words, data.sections, data.audit])) keepPlace(this, () => this.draw());
    this.surroundings.measure();
    if (Number(data.sequence) > this.seen) this.adoptServer(data);
    this.ending.adopt((data.ending || {}).signature);
    this.queue.renewed(data.token);
    this.along.soon();
  }

  // Operations and drafts left on this tablet come back before anything else is sent.
  async restore() {
    const { own, foreign } = await this.queue.restore();
    const uploads = await this.uploads.restore();
    this.photos.restore(uploads.own);
    this.takeOver(own);
    this.ending.restore(uploads.own);
    const drafts = await this.store.ofAudit("drafts", this.audit.id);
    for (const draft of drafts.filter((kept) => kept.person === this.person)) this.edits.restore(draft);
    this.view.items.forEach((view) => { if (view.state.drafted) view.refresh(true); });
    this.comfort.undo.mark(this.states.values());
    const others = foreign + uploads.foreign;
    if (others) this.notify(this.t("foreign_waiting", { n: others }));
    this.view.showCounts();
    this.showQueue();
    this.queue.pump();
  }

  takeOver(operations) {
    for (const operation of operations) {
      const state = this.states.get(operation.item);
      if (!state) continue;
      const later = this.queue.pending.some((other) => other.item === operation.item && other.sequence > operation.sequence);
      if (state.timer === null && !later) state.adopt(operation.answer, operation.note, operation.sequence, operation.way);
      state.waiting = true;
      this.view.items.get(state.code).refresh(true);
    }
    this.view.showCounts();
    this.showQueue();
  }

  showItem(state) {
    this.view.items.get(state.code).refresh();
    this.view.showCounts();
    this.showQueue();
  }

  onResults(batch, results, body) {
    let behind = false;
    for (const operation of batch) {
      const result = results.get(operation.id);
      const state = this.states.get(operation.item);
      if (!state) continue;
      state.waiting = this.queue.holds(operation.item);
      if (result.status === "refused" && !state.waiting) {
        state.refusal = { field: result.field, message: result.message };
        this.edits.keep(state);
      }
      if (result.status === "accepted") {
        state.sequence = Math.max(state.sequence, operation.sequence);
        this.along.accepted(operation);
      }
      if (["superseded", "conflict"].includes(result.status)) behind = true;
      this.view.items.get(operation.item).refresh();
    }
    this.seen = Math.max(this.seen, Number(body.sequence) || 0);
    if (body.score) {
      this.score = body.score;
      this.view.showScore();
    }
    this.view.showCounts();
    // Another device was before this one: show what the server holds.
    if (behind) this.together.anew();
  }

  onUploaded(record, body) {
    if (this.takers[record.kind]) this.takers[record.kind].uploaded(record, body);
    this.along.soon();
  }

  adoptServer({ answers, score, sequence, photos }) {
    this.photos.adopt(photos);
    this.seen = Math.max(this.seen, Number(sequence) || 0);
    this.queue.saw(sequence);
    for (const state of this.states.values()) {
      const saved = answers[state.code];
      if (!saved || state.waiting || state.drafted || state.timer !== null || this.together.isBusy(state)) {
        this.together.skipped(state.code, saved);
        continue;
      }
      this.together.shown(state.code, saved);
      const before = state.sent;
      state.adopt(saved.answer, saved.note, saved.sequence, saved.way);
      if (before !== state.sent) this.comfort.undo.forget(state);
      this.comfort.undo.mark([state]);
      if (before !== state.sent) this.view.items.get(state.code).refresh(true);
    }
    if (score && !this.queue.pending.length) this.score = score;
    this.along.saw(answers);
    this.view.showScore();
    this.view.showCounts();
    this.ending.refresh();
  }

  showQueue() {
    if (!this.view) return;
    this.ending.refresh();
    const { queue, store } = this;
    this.waiting.show();
    this.view.bar.showQueue({
      waiting: queue.size, unfinished: this.unfinished().length, kept: store.available, stopped: Boolean(queue.stopped),
      unreachable: queue.unreachable || navigator.onLine === false,
    });
  }

  unfinished() {
    const faulty = [...this.states.values()].filter((state) => ["refused", "incomplete"].includes(state.status)).map((state) => state.code);
    return [...new Set([...faulty, ...this.photos.refusedItems()])];
  }

  openItems() {
    return [...this.states.values()].filter((state) => !state.definition.optional && !state.answered).map((state) => state.code);
  }

  // An audit that was closed elsewhere takes nothing any more: what is left is to see its result.
  onStopped(message, code) {
    this.closedElsewhere = ["submitted", "void"].includes(code);
    this.notify(message || this.t("stopped"));
    this.along.drop();
    if (this.closedElsewhere) this.view.bar.offerResult();
    this.showQueue();
  }

  submit() {
    if (this.done) return;
    if (this.closedElsewhere) {
      this.trigger("submitted", this.audit.id);
      return;
    }
    this.submission.start();
  }

  submitted() {
    this.done = true;
    this.along.drop();
    this.view.showDone();
    this.trigger("submitted", this.audit.id);
  }

  close() {
    this.edits.flush();
    this.comfort.close();
    this.together.close();
    this.surroundings.close();
    this.submission.close();
    this.queue.rest();
    this.uploads.rest();
    this.photos.close();
    this.along.close();
    this.waiting.close();
    this.host.remove();
  }
}
