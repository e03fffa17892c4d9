// Submitting: everything saved first, then a dialog that says what is in the way or what will happen, then once to the server.

const FLUSH_TIME = 12000;
const UPLOAD_TIME = 5000;

class Submission {
  // form: {t, queue, view, states, score, unfinished(), openItems(), edits, together, submitted()}
  constructor(form) {
    this.form = form;
    this.running = false;
    this.id = null;
    // Devices that a person decided not to wait for: said once, and not again at the next try.
    this.left = new Set();
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
    const { queue, together } = this.form;
    const saved = queue.size === 0 || (await queue.drained(FLUSH_TIME + this.form.uploads.size * UPLOAD_TIME));
    if (saved) await together.catchUp();
    if (this.form.closedElsewhere || this.form.done) return;
    this.ask(obstaclesHere(this.form, saved), []);
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
    }, heading, el("div", { class: "obstacles" }, content.flat()), this.error, this.buttons);
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

  leaveFor(node) {
    this.close();
    this.form.view.jumpTo(node);
  }

  // All that is in the way; where all of it may stay, or nothing is, the sheet can be submitted from here.
  ask(obstacles, agreed) {
    this.devices = obstacles.flatMap((obstacle) => obstacle.devices || []).map((device) => device.client);
    this.left = new Set([...this.left].filter((client) => this.devices.includes(client)));
    const open = obstacles.filter(({ code }) => code === "unanswered").flatMap(({ codes }) => codes);
    this.confirmed = [...new Set([...agreed, ...open])];
    const may = obstacles.every(stays);
    this.open(this.t(this.title(obstacles, may)), obstacles.length > 1 ? el("p", { testid: "obstacle-count" }, this.t("obstacles_n", { n: obstacles.length })) : null,
      obstacles.map((obstacle) => obstaclePart(this, obstacle)),
      obstacles.length ? null : [el("p", {}, this.t("submit_locks")), overLimit(this.form)]);
    // With something still open, going back to it is the first choice.
    const looks = obstacles.length && may ? ["primary", "secondary"] : ["secondary", "primary"];
    this.buttons.append(el("button", { class: looks[0], testid: "submit-back", on: { click: () => { if (!this.sending) this.close(); } } }, this.t("back_to_answers")));
    this.confirm = may ? this.confirmButton(looks[1], open.length) : null;
    if (may) this.buttons.append(this.confirm);
    this.showWhetherReady();
  }

  title(obstacles, may) {
    if (!obstacles.length) return "submit_title";
    return may && obstacles.every(({ code }) => code === "unanswered") ? "open_items_title" : "not_submitted";
  }

  confirmButton(look, open) {
    const { length } = this.devices;
    const word = open && length ? "submit_both" : length ? "submit_without" : open ? "submit_open" : "submit_and_lock";
    return el("button", { class: look, testid: length ? "submit-without" : "submit-confirm", on: { click: () => { if (this.ready) this.send(); } } }, this.t(word));
  }

  get ready() {
    return this.devices.every((client) => this.left.has(client));
  }

  showWhetherReady() {
    if (this.confirm) setAttribute(this.confirm, "aria-disabled", this.ready ? null : "true");
  }

  // The id stays the same while a try is repeated, so that a lost reply cannot submit twice.
  async send() {
    if (this.sending) return;
    const { confirmed } = this;
    this.sending = true;
    this.id = this.id || freshId();
    setAttribute(this.confirm, "aria-busy", "true");
    setAttribute(this.confirm, "aria-disabled", "true");
    this.fail("");
    const reply = await this.form.queue.authorised("/submit", { id: this.id, confirmed, client: this.form.queue.client, without: [...this.left] });
    this.sending = false;
    if (this.dialog) {
      setAttribute(this.confirm, "aria-busy", null);
      setAttribute(this.confirm, "aria-disabled", null);
    }
    this.digest(reply, confirmed);
  }

  digest(reply, confirmed) {
    const error = (reply.body && reply.body.error) || {};
    if (reply.status === 200 || (reply.status === 409 && error.code === "submitted" && this.lostReply)) {
      this.close();
      this.form.submitted();
    } else if (reply.status === 409 && error.obstacles) {
      this.id = null;
      this.ask(obstaclesTold(this.form, error.obstacles), confirmed);
      this.form.together.anew();
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
