// Two places at once: asks what changed elsewhere, says that this device is here, and shows who else is.

const POLL_ALONE = 4000;
const POLL_TOGETHER = 2000;
const POLL_SLOWEST = 30000;
const OPEN_STATES = ["draft", "returned"];

class Together {
  // form: {t, data, queue, states, view, submission, adoptServer(body), onStopped(message, code)}
  constructor(form) {
    this.form = form;
    this.people = [];
    this.conflicts = new Conflicts(form);
    this.pause = POLL_ALONE;
    this.node = el("span", { class: "together", testid: "together", hidden: true });
    this.aborter = new AbortController();
    this.form.queue.bases = new Map(Object.entries(form.data.answers).map(([code, saved]) => [code, saved.operation]));
    this.adopt(form.data);
  }

  // What this device has seen of the audit; the server moves it on with each batch that is ours alone.
  get cursor() {
    return this.form.queue.seenUpTo;
  }

  set cursor(seen) {
    this.form.queue.seenUpTo = seen;
  }

  // Called once the page stands: the first question comes at once, since the page may be older than the answers.
  begin() {
    const { signal } = this.aborter;
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") this.soon(); }, { signal });
    addEventListener("online", () => this.soon(), { signal });
    addEventListener("pagehide", () => this.farewell(), { signal });
    addEventListener("pageshow", () => this.soon(), { signal });
    this.soon();
  }

  // The page was drawn, for the first time or again.
  drawn() {
    const { view } = this.form;
    view.node.querySelector(".unit-name").after(this.node);
    this.conflicts.drawn();
    this.showPeople();
  }

  get resting() {
    const { form } = this;
    return form.done || form.queue.stopped || form.queue.expiredToken !== null || document.visibilityState === "hidden" || navigator.onLine === false;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.poll(), 50);
  }

  // Whatever was seen, everything is asked for again.
  anew() {
    this.cursor = "";
    this.soon();
  }

  // What an item of this device shows is not touched while somebody types there.
  isBusy(state) {
    const active = this.form.parent.activeElement;
    const { node } = this.form.view.items.get(state.code);
    return Boolean(active) && ["INPUT", "TEXTAREA"].includes(active.tagName) && node.contains(active);
  }

  // An item whose answer of elsewhere cannot be shown yet: it is asked for again.
  skipped(code, saved) {
    if (saved && saved.operation !== this.form.queue.bases.get(code)) this.cursor = "";
  }

  shown(code, saved) {
    if (saved.operation) this.form.queue.bases.set(code, saved.operation);
  }

  async poll() {
    clearTimeout(this.timer);
    if (this.asking) {
      this.again = true;
      return;
    }
    // A batch under way says itself how much waits; a question beside it might say so too late.
    if (!this.resting && !this.closed && !this.form.queue.flight.size) await this.ask();
    if (this.closed) return;
    if (this.again) this.soon();
    else this.timer = setTimeout(() => this.poll(), this.pause);
    this.again = false;
  }

  // Before submitting: what others did meanwhile is wanted now.
  async catchUp() {
    if (!this.resting && !this.closed && !this.asking) await this.ask();
  }

  async ask() {
    const { queue } = this.form;
    const said = new URLSearchParams({ since: this.cursor, client: queue.client, waiting: queue.size });
    const { stamp } = queue;
    this.asking = true;
    const reply = await queue.request(`/changes?${said}`, null);
    this.asking = false;
    if (this.closed) return;
    if (reply.status === 401) queue.expire(reply.token);
    else if ([403, 404].includes(reply.status)) queue.stop((reply.body && reply.body.error) || {});
    else if (reply.status === 200) this.digest(reply.body, stamp);
    const there = this.people.some((device) => !device.silent);
    if ([200, 204].includes(reply.status)) this.pause = there ? POLL_TOGETHER : POLL_ALONE;
    else this.pause = Math.min(POLL_SLOWEST, this.pause * 2);
  }

  // An answer given or confirmed here meanwhile is newer than the reply: then it is asked again.
  digest(body, stamp) {
    const { form } = this;
    if (form.done || form.submission.sending) return;
    if (!OPEN_STATES.includes(body.state)) {
      form.queue.stop({ code: body.state, message: form.t(body.state === "submitted" ? "submitted_elsewhere" : "closed_elsewhere") });
      return;
    }
    if (form.queue.stamp !== stamp) {
      this.again = true;
      return;
    }
    this.cursor = body.cursor;
    this.adopt(body);
    form.adoptServer(body);
  }

  adopt({ conflicts, people }) {
    this.people = (people || []).filter((device) => device.client !== this.form.queue.client);
    this.conflicts.adopt(conflicts || []);
    if (this.form.view) this.showPeople();
  }

  showPeople() {
    const { t } = this.form;
    const here = this.people.filter((device) => !device.silent).map((device) => (device.mine ? t("own_other_device") : device.name));
    const gone = this.people.filter((device) => device.silent && device.waiting).map((device) => device.text);
    const said = here.length ? [t("here_too", { who: [...new Set(here)].join(t("list_separator")) })] : [];
    setText(this.node, [...said, ...gone].join(" \u00b7 "));
    this.node.dataset.waiting = String(gone.length > 0);
    this.node.hidden = !this.node.textContent;
  }

  // Said even while the page goes: who submits elsewhere need not wait for this device, or learns what lies here.
  farewell() {
    const { queue, done } = this.form;
    if (done || queue.stopped || navigator.onLine === false) return;
    const body = JSON.stringify({ client: queue.client, waiting: queue.size, leaving: true });
    const headers = { "Content-Type": "application/json", "X-Heng-Token": queue.token };
    fetch(`${queue.api}/presence`, { method: "POST", headers, body, keepalive: true, credentials: "same-origin" }).catch(() => undefined);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.aborter.abort();
    this.farewell();
  }
}
