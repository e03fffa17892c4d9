// Submitting: everything saved first, then a dialog that says what will happen, then once to the server.

const FLUSH_TIME = 12000;
const UPLOAD_TIME = 5000;

class Submission {
  // form: {t, queue, view, states, score, unfinished(), openItems(), edits, submitted()}
  constructor(form) {
    this.form = form;
    this.running = false;
    this.id = null;
  }

  get t() {
    return this.form.t;
  }

  async start() {
    if (this.running) return;
    this.running = true;
    this.form.view.bar.busy(true);
    try {
      await this.prepare();
    } finally {
      this.running = false;
      this.form.view.bar.busy(false);
    }
  }

  async prepare() {
    this.form.edits.flush();
    if (this.form.ending.open) {
      this.say(this.t("signature_open"));
      return;
    }
    const { queue } = this.form;
    const saved = queue.size === 0 || (await queue.drained(FLUSH_TIME + this.form.uploads.size * UPLOAD_TIME));
    const faulty = this.form.unfinished();
    const lacking = unfair(this.form);
    if (faulty.length) this.askToFix(faulty.map((code) => this.entry(code)));
    else if (!saved) this.say(this.t(queue.stopped ? "cannot_submit_stopped" : "cannot_submit_unsaved", { n: queue.size }));
    else if (this.form.together.conflicts.codes.length) this.askToDecide(this.form.together.conflicts.codes.map((code) => this.entry(code)));
    else if (lacking) this.askToFix(lacking.codes.map((code) => this.entry(code)), this.t(lacking.word, { n: lacking.codes.length }));
    else this.ask(this.form.openItems().map((code) => this.entry(code)));
  }

  entry(code) {
    const state = this.form.states.get(code);
    return { code, name: state ? state.definition.wording : "" };
  }

  open(title, ...content) {
    this.close();
    this.error = el("p", { class: "dialog-error", role: "alert", hidden: true });
    this.buttons = el("div", { class: "dialog-buttons" });
    const heading = el("h3", { id: "heng-dialog-title" }, title);
    this.dialog = el("dialog", {
      class: "dialog", testid: "submit-dialog", "aria-labelledby": heading.id,
      on: {
        cancel: (event) => { if (this.sending) event.preventDefault(); },
        close: (event) => this.forget(event.target),
      },
    }, heading, content, this.error, this.buttons);
    this.form.view.node.append(this.dialog);
    this.dialog.showModal();
  }

  close() {
    if (!this.dialog) return;
    this.dialog.close();
    this.forget(this.dialog);
  }

  // The close event comes late: by then the next dialog may be open, and only the closed one goes.
  forget(dialog) {
    dialog.remove();
    if (dialog === this.dialog) this.dialog = null;
  }

  itemList(items) {
    return el("ul", { class: "dialog-list" }, items.map(({ code, name }) => el("li", {},
      el("button", {
        class: "dialog-item", testid: `open-${code}`,
        on: {
          click: () => {
            this.close();
            this.form.view.jumpTo(this.form.view.items.get(code).node);
          },
        },
      }, el("span", { class: "code" }, code), el("span", { class: "dialog-name" }, name)))));
  }

  backButton(word, look = "secondary") {
    return el("button", { class: look, testid: "submit-back", on: { click: () => { if (!this.sending) this.close(); } } }, this.t(word));
  }

  say(text) {
    this.open(this.t("not_submitted"), el("p", {}, text));
    this.buttons.append(this.backButton("back_to_answers"));
  }

  askToFix(items, text = this.t("fix_first", { n: items.length })) {
    this.open(this.t("not_submitted"), el("p", {}, text), this.itemList(items));
    this.buttons.append(this.backButton("back_to_answers"));
  }

  askToDecide(items) {
    this.open(this.t("not_submitted"), el("p", {}, this.t("decide_first", { n: items.length })), this.itemList(items));
    this.buttons.append(this.backButton("back_to_answers"));
  }

  ask(items) {
    const codes = items.map((item) => item.code);
    const text = items.length ? this.t("open_count_as_skipped", { n: items.length }) : this.t("submit_locks");
    this.open(this.t(items.length ? "open_items_title" : "submit_title"), el("p", {}, text), overLimit(this.form), items.length ? this.itemList(items) : null);
    // With items still open, going back to them is the first choice.
    const looks = items.length ? ["primary", "secondary"] : ["secondary", "primary"];
    this.confirm = el("button", { class: looks[1], testid: "submit-confirm", on: { click: () => this.send(codes) } },
      this.t(items.length ? "submit_open" : "submit_and_lock"));
    this.buttons.append(this.backButton("back_to_answers", looks[0]), this.confirm);
  }

  // The id stays the same while a try is repeated, so that a lost reply cannot submit twice.
  async send(confirmed, without = []) {
    if (this.sending) return;
    this.sending = true;
    this.id = this.id || freshId();
    setAttribute(this.confirm, "aria-busy", "true");
    setAttribute(this.confirm, "aria-disabled", "true");
    this.fail("");
    const reply = await this.form.queue.authorised("/submit", { id: this.id, confirmed, client: this.form.queue.client, without });
    this.sending = false;
    if (this.dialog) {
      setAttribute(this.confirm, "aria-busy", null);
      setAttribute(this.confirm, "aria-disabled", null);
    }
    this.digest(reply, confirmed);
  }

  digest(reply, confirmed) {
    const error = (reply.body && reply.body.error) || {};
    if (reply.status === 200) {
      this.close();
      this.form.submitted();
    } else if (reply.status === 409 && error.code === "unanswered") {
      this.id = null;
      this.ask(error.items || []);
      this.fail(error.message);
    } else if (reply.status === 409 && ["must_judge", "proof"].includes(error.code)) {
      this.id = null;
      this.askToFix(error.items || [], error.message);
    } else if (reply.status === 409 && error.code === "conflicts") {
      this.id = null;
      this.askToDecide(error.items || []);
      this.form.together.anew();
    } else if (reply.status === 409 && error.code === "unsent") {
      this.id = null;
      askAboutDevices(this, error, confirmed);
    } else if (reply.status === 409 && error.code === "submitted" && this.lostReply) {
      this.close();
      this.form.submitted();
    } else {
      this.lostReply = this.lostReply || reply.status === 0;
      if (reply.status >= 400 && reply.status < 500 && reply.status !== 401) this.id = null;
      this.fail(error.message || this.t("submit_unreachable"));
    }
  }

  fail(text) {
    if (!this.dialog) {
      if (text) this.form.notify(text);
      return;
    }
    setText(this.error, text);
    this.error.hidden = !text;
  }
}
