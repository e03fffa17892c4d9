// The subtotal bar at the bottom: K and its parts, what is open, whether all is saved, and the submit button.

class SubtotalBar {
  // form: {t, audit, score, view, submit()}
  constructor(form) {
    this.form = form;
    this.t = form.t;
    this.node = this.build();
  }

  build() {
    const { t } = this;
    const figure = (name, label, word) => {
      this[name] = el("span", { class: "figure", testid: name });
      return el("span", { class: `part part-${name}` },
        el("span", { class: "part-label" }, label, word ? el("span", { class: "part-word" }, ` ${word}`) : null), this[name]);
    };
    this.label = el("span", { class: "part-label", testid: "k-label" }, "K");
    this.k = el("span", { class: "k-number", testid: "k" });
    this.scale = el("span", { class: "k-scale" });
    this.grade = el("span", { class: "grade", testid: "grade" }, el("span", { class: "grade-shape", "aria-hidden": "true" }), el("span", {}));
    this.open = el("button", { class: "open-items", testid: "unanswered", "data-place": "unanswered", on: { click: () => this.form.view.jumpToOpen() } }, icon("down"), el("span", {}));
    this.undo = el("button", { class: "undo", testid: "undo", "data-place": "undo", on: { click: () => this.form.comfort.undo.undo() } },
      icon("undo"), el("span", { class: "undo-words" }, el("span", {}, t("undo")), el("span", { class: "undo-what" })));
    this.awaiting = el("span", { class: "awaiting", testid: "awaiting", hidden: true }, t("awaits_server"));
    this.queue = el("span", { class: "queue-state", testid: "queue-state" });
    this.submit = el("button", { class: "primary", testid: "submit", "data-place": "submit", on: { click: () => this.form.submit() } }, t("submit"));
    this.spoken = el("span", { class: "unseen", role: "status", "aria-live": "polite" });
    this.banner = el("p", { class: "banner", testid: "banner", role: "alert", hidden: true });
    return el("div", { class: "bar", role: "region", "aria-label": t("subtotal") }, this.banner,
      el("div", { class: "bar-line" },
        el("div", { class: "k" }, this.label, this.k, this.scale, this.grade, this.awaiting),
        el("div", { class: "parts" }, figure("k1", "K1", t("k1_word")), figure("k2", "K2", t("k2_word")), figure("k3", "K3", t("k3_word")), figure("lost", t("lost"))),
        el("div", { class: "bar-actions" }, this.queue, this.undo, this.open, this.submit)),
      this.spoken);
  }

  showScore() {
    const { score, audit } = this.form;
    if (!score) return;
    this.showFigures(score, audit);
    const k = [this.k.textContent, this.grade.hidden ? "" : this.grade.lastChild.textContent].filter(Boolean).join(" ");
    this.scoreWords = [`K ${k}`, `${this.t("lost")} ${this.lost.textContent}`].join(this.t("list_separator"));
    // The score that was there when the sheet was opened is no news.
    if (this.scoreTold === undefined) this.scoreTold = this.scoreWords;
    this.whenQuiet();
  }

  showFigures(score, audit) {
    const scored = score.k_text !== null && score.k_text !== undefined;
    setText(this.k, scored ? score.k_text : this.t("not_scored"));
    setAttribute(this.k, "data-scored", String(scored));
    setText(this.scale, scored ? `/ 1000 \u00b7 ${audit.period}` : audit.period);
    this.grade.hidden = !score.grade;
    this.grade.style.setProperty("--grade", score.grade ? score.grade.colour : "");
    setText(this.grade.firstChild, score.grade ? score.grade.shape : "");
    setText(this.grade.lastChild, score.grade ? score.grade.name : "");
    for (const name of ["k1", "k2", "k3"]) setText(this[name], tidyNumber(score[name]));
    const lost = tidyNumber(score.lost);
    setText(this.lost, Number(score.lost) > 0 ? `\u2212${lost}` : lost);
  }

  showOpen(count) {
    setText(this.label, count ? this.t("k_so_far") : "K");
    setText(this.open.lastChild, count ? this.t("unanswered_n", { n: count }) : this.t("all_answered"));
    setAttribute(this.open, "aria-label", count ? `${this.t("next_open")} (${this.t("unanswered_n", { n: count })})` : null);
    setAttribute(this.open, "aria-disabled", count ? null : "true");
    this.open.dataset.count = String(count);
  }

  showQueue({ waiting, unfinished, unreachable, kept, stopped }) {
    const { t } = this;
    let text = unfinished ? `${t("item_incomplete")} ${unfinished}` : t("all_saved");
    if (waiting && stopped) text = t("not_taken_n", { n: waiting });
    else if (waiting) text = t(unreachable ? (kept ? "kept_n" : "kept_here_only_n") : "waiting_n", { n: waiting });
    const look = !waiting ? "saved" : unreachable || stopped ? "offline" : "waiting";
    setText(this.queue, text);
    setAttribute(this.queue, "data-waiting", waiting);
    setAttribute(this.queue, "data-unfinished", !waiting && unfinished ? unfinished : null);
    if (this.queue.dataset.look !== look) this.queue.dataset.look = look;
    this.queueWords = text;
    this.whenQuiet();
  }

  // What is read out waits for a quiet second, so that a quick series of taps is not read out tap by tap;
  // the score is read out where it has changed.
  whenQuiet() {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      const score = this.scoreWords === this.scoreTold ? "" : this.scoreWords;
      if (!score && this.queueWords === this.queueTold) return;
      this.scoreTold = this.scoreWords;
      this.queueTold = this.queueWords;
      setText(this.spoken, [this.queueWords, score].filter(Boolean).join(this.t("list_separator")));
    }, 1000);
  }

  // Names what would be taken back; the button keeps its place while there is nothing.
  showUndo(what) {
    setText(this.undo.lastChild.lastChild, what || "");
    setAttribute(this.undo, "aria-label", what ? this.t("undo_what", { what }) : this.t("undo"));
    setAttribute(this.undo, "title", what ? this.t("undo_what", { what }) : null);
    setAttribute(this.undo, "aria-disabled", what ? null : "true");
  }

  say(text) {
    clearTimeout(this.quiet);
    setText(this.spoken, text);
  }

  offerResult() {
    setText(this.submit, this.t("see_result"));
  }

  showBanner(text) {
    setText(this.banner, text);
    this.banner.hidden = !text;
  }

  busy(on) {
    setAttribute(this.submit, "aria-busy", on ? "true" : null);
    setAttribute(this.submit, "aria-disabled", on ? "true" : null);
    setText(this.submit, this.t(on ? "submitting" : "submit"));
  }
}
