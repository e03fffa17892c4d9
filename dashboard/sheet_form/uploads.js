// The way of photos and signatures to the server: kept on the tablet first, sent one after another once all answers are there.

const UPLOAD_TIMEOUT = 120000;
const CLOSED_TO_US = [403, 404, 409];

// A record: {id, audit, person, kind, item, path, headers, body, made_at, method}; body is a Blob, or null with
// method "DELETE". The id makes a repeated sending harmless. A refused record stays here, with the server's words
// in `refused`, until it is forgotten; one that a closed audit refused is tried again when the form is opened anew.
class Uploads {
  // tell: {uploaded(record, body), refused(record, message), changed()}
  constructor({ audit, person, queue, store, tell }) {
    Object.assign(this, { audit, person, queue, store, tell });
    this.records = [];
    this.flight = null;
    this.resting = false;
    queue.uploads = this;
  }

  get waiting() {
    return this.records.filter((record) => !record.refused && !record.held);
  }

  get size() {
    return this.waiting.length;
  }

  of(item) {
    return this.records.filter((record) => record.item === item);
  }

  has(id) {
    return this.records.some((record) => record.id === id);
  }

  // Resolves to whether the browser keeps the record; without that it goes on waiting in this page only.
  async add(record) {
    this.records = [...this.records.filter((other) => other.id !== record.id), record];
    this.tell.changed();
    const kept = await this.keep(record);
    this.queue.pump();
    return kept;
  }

  async keep(record) {
    return (await this.store.put("uploads", record)) !== undefined;
  }

  // A held record is not sent and not counted: it waits for a person to take its removal back.
  hold(id, held) {
    const record = this.records.find((other) => other.id === id);
    if (!record || this.flight === id) return false;
    record.held = held;
    this.keep(record);
    this.tell.changed();
    if (!held) this.queue.pump();
    return true;
  }

  forget(id) {
    if (this.flight === id) return false;
    this.drop(id);
    return true;
  }

  drop(id) {
    this.records = this.records.filter((record) => record.id !== id);
    this.store.remove("uploads", id);
    this.tell.changed();
    this.queue.settle();
  }

  // What was left on this tablet; uploads of somebody else wait for their own sign-in.
  async restore() {
    const kept = await this.store.ofAudit("uploads", this.audit);
    const known = new Set(this.records.map((record) => record.id));
    const own = kept.filter((record) => record.person === this.person && !known.has(record.id));
    own.filter((record) => record.held).forEach((record) => this.store.remove("uploads", record.id));
    const back = own.filter((record) => !record.held);
    back.filter((record) => record.again).forEach((record) => { record.refused = null; });
    this.records = [...back, ...this.records].sort((a, b) => (a.made_at < b.made_at ? -1 : a.made_at > b.made_at ? 1 : 0));
    this.tell.changed();
    return { own: back, foreign: kept.filter((record) => record.person !== this.person).length };
  }

  // Called by the queue whenever it has nothing more to send, and after each pause.
  async pump() {
    const { queue } = this;
    if (this.flight || this.resting || queue.pending.length || !queue.ready) return;
    const [record] = this.waiting;
    if (!record) return;
    this.flight = record.id;
    const reply = await this.send(record);
    this.flight = null;
    this.digest(record, reply);
  }

  // Always resolves: status 0 stands for a network that gave no usable answer.
  async send(record) {
    const { token, api } = this.queue;
    const aborter = new AbortController();
    const alarm = setTimeout(() => aborter.abort(), UPLOAD_TIMEOUT);
    try {
      const response = await fetch(api + record.path, {
        method: record.method || "PUT",
        headers: { ...record.headers, "X-Heng-Token": token },
        body: record.body || undefined,
        credentials: "same-origin", cache: "no-store", signal: aborter.signal,
      });
      return { status: response.status, body: await response.json(), token };
    } catch (noUsableAnswer) {
      return { status: 0, body: null, token };
    } finally {
      clearTimeout(alarm);
    }
  }

  digest(record, reply) {
    const { status, body } = reply;
    if (status === 200) this.confirm(record, body);
    else if (status === 401) this.queue.expire(reply.token);
    else if (status >= 400 && status < 500 && status !== 408 && status !== 429) this.refuse(record, status, (body && body.error) || {});
    else this.queue.later();
    this.tell.changed();
  }

  confirm(record, body) {
    this.queue.unreachable = false;
    this.queue.pause = 0;
    this.tell.uploaded(record, body);
    this.drop(record.id);
  }

  refuse(record, status, error) {
    record.refused = error.message || String(status);
    record.status = status;
    record.again = CLOSED_TO_US.includes(status);
    this.keep(record);
    this.tell.refused(record, record.refused);
    this.queue.settle();
  }

  rest() {
    this.resting = true;
  }
}
