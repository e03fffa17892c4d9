// The way of an answer to the server: kept on the tablet first, sent in order, repeated until confirmed.

const BATCH = 50;
const REQUEST_TIMEOUT = 15000;
const LONGEST_PAUSE = 30000;
const RENEW_AGAIN = 30000;
const RENEW_TIME = 15000;
const ORPHANS_EVERY = 5000;

class Queue {
  // tell: {results(batch, body), changed(), stopped(message, code), renew()}
  constructor({ audit, person, api, token, sequence, store, tell }) {
    Object.assign(this, { audit, person, api, token, sequence, store, tell });
    this.client = clientId();
    this.seenUpTo = "";
    this.pending = [];
    this.flight = new Set();
    this.limit = BATCH;
    this.pause = 0;
    this.timer = null;
    this.lastTry = 0;
    this.expiredToken = null;
    this.stopped = null;
    this.unreachable = false;
    this.waiters = [];
    if (thisTab) this.orphans = setInterval(() => this.takeOver(), ORPHANS_EVERY);
    // By item, the operation whose answer is shown here; and a number that changes with all that is added or confirmed.
    this.bases = new Map();
    this.stamp = 0;
  }

  // All that waits: answers, then the photos and signatures that are sent after them.
  get size() {
    return this.pending.length + (this.uploads ? this.uploads.size : 0);
  }

  holds(item) {
    return this.pending.some((operation) => operation.item === item);
  }

  saw(sequence) {
    this.sequence = Math.max(this.sequence, Number(sequence) || 0);
  }

  // Operations left on this tablet by the same person; answers of somebody else wait for their own sign-in.
  async restore() {
    const kept = await this.store.ofAudit("operations", this.audit);
    const known = new Set(this.pending.map((operation) => operation.id));
    const elsewhere = await sentElsewhere();
    const own = kept.filter((operation) => operation.person === this.person && !known.has(operation.id) && !elsewhere(operation));
    own.forEach((operation) => this.saw(operation.sequence));
    this.pending = [...own, ...this.pending].sort((a, b) => a.sequence - b.sequence);
    return { own, foreign: kept.filter((operation) => operation.person !== this.person).length };
  }

  // What a tab left that was closed meanwhile is sent from here.
  async takeOver() {
    const { own } = await this.restore();
    if (!own.length) return;
    this.tell.restored(own);
    this.pump();
  }

  // What is added by `act` is sent as one.
  together(act) {
    this.bundling = true;
    act();
    this.bundling = false;
    this.pump();
  }

  add(item, answer, note, way = "tap", settles = []) {
    const replaced = this.pending.filter((waiting) => waiting.item === item && !this.flight.has(waiting.id));
    this.sequence = nextSequence(this.audit, this.sequence);
    const operation = {
      id: freshId(), client: this.client, sequence: this.sequence, item, answer, note,
      made_at: new Date().toISOString(), audit: this.audit, person: this.person, tab: thisTab,
    };
    operation.base = this.baseOf(item, replaced);
    const ends = [...new Set([...replaced.flatMap((old) => old.settles || []), ...settles])];
    if (ends.length) operation.settles = ends;
    if (way !== "tap" || ends.length) operation.way = ends.length ? "decided" : way;
    this.stamp += 1;
    this.pending = this.pending.filter((waiting) => !replaced.includes(waiting));
    this.pending.push(operation);
    this.store.put("operations", operation);
    replaced.forEach((old) => this.store.remove("operations", old.id));
    if (this.timer === null || Date.now() - this.lastTry > 2000) this.pump();
    this.tell.changed();
  }

  // What the person saw: the own answer that is on its way, or else the one that is shown; null for none.
  baseOf(item, replaced) {
    if (replaced.length) return replaced[0].base;
    const sent = this.pending.filter((waiting) => waiting.item === item);
    if (sent.length) return sent[sent.length - 1].id;
    return this.bases.has(item) ? this.bases.get(item) : null;
  }

  get ready() {
    return !this.bundling && !this.flight.size && !this.stopped && this.expiredToken === null;
  }

  async pump() {
    if (!this.ready || !this.pending.length) {
      if (this.bundling) return;
      this.settle();
      return;
    }
    clearTimeout(this.timer);
    this.timer = null;
    const batch = this.pending.slice(0, this.limit);
    this.flight = new Set(batch.map((operation) => operation.id));
    this.lastTry = Date.now();
    const operations = batch.map(({ audit, person, tab, ...operation }) => operation);
    const since = this.seenUpTo;
    const reply = await this.request("/operations", { operations, waiting: this.size - batch.length, since });
    this.flight = new Set();
    if (reply.status === 200 && reply.body.cursor && this.seenUpTo === since) this.seenUpTo = reply.body.cursor;
    this.digest(batch, reply);
  }

  // Always resolves: status 0 stands for a network that gave no usable answer.
  async request(path, body) {
    const aborter = new AbortController();
    const { token } = this;
    const alarm = setTimeout(() => aborter.abort(), REQUEST_TIMEOUT);
    try {
      const response = await fetch(this.api + path, {
        method: body ? "POST" : "GET",
        headers: { "Content-Type": "application/json", "X-Heng-Token": token },
        body: body ? JSON.stringify(body) : undefined,
        credentials: "same-origin", cache: "no-store", signal: aborter.signal,
      });
      return { status: response.status, body: response.status === 204 ? null : await response.json(), token };
    } catch (noUsableAnswer) {
      return { status: 0, body: null, token };
    } finally {
      clearTimeout(alarm);
    }
  }

  digest(batch, reply) {
    const error = (reply.body && reply.body.error) || {};
    if (reply.status === 200 && Array.isArray(reply.body.results)) this.confirm(batch, reply.body);
    else if (reply.status === 401) this.expire(reply.token);
    else if ([403, 404, 409].includes(reply.status)) this.stop(error);
    else if ([400, 413, 422].includes(reply.status)) this.narrow(batch, error);
    else this.later();
    this.tell.changed();
  }

  confirm(batch, body) {
    const results = new Map(body.results.map((result) => [result.id, result]));
    const decided = batch.filter((operation) => results.has(operation.id));
    this.unreachable = false;
    this.limit = BATCH;
    this.saw(body.sequence);
    this.stamp += 1;
    decided.forEach((operation) => this.restOn(operation, results.get(operation.id).status));
    this.pending = this.pending.filter((operation) => !decided.includes(operation));
    this.tell.results(decided, results, body);
    decided.forEach((operation) => this.store.remove("operations", operation.id));
    if (!decided.length) this.later();
    else {
      this.pause = 0;
      this.pump();
    }
  }

  // An accepted answer is what is shown now; nothing rests on a refused one, which the server does not have.
  restOn(operation, status) {
    if (status === "accepted") this.bases.set(operation.item, operation.id);
    if (status !== "refused") return;
    for (const waiting of this.pending.filter((other) => other.base === operation.id)) {
      waiting.base = operation.base;
      this.store.put("operations", waiting);
    }
  }

  // One request of its own, outside the queue; an expired token is renewed once.
  async authorised(path, body) {
    const reply = await this.request(path, body);
    if (reply.status !== 401) return reply;
    this.expire(reply.token);
    const renewed = await new Promise((resolve) => {
      this.onRenewed = () => resolve(true);
      setTimeout(() => resolve(this.token !== reply.token), RENEW_TIME);
    });
    return renewed ? this.request(path, body) : { status: 0, body: null };
  }

  // A batch the server cannot read as a whole is sent one by one; the one at fault is handed back in words.
  narrow(batch, error) {
    if (batch.length > 1) {
      this.limit = 1;
      this.pump();
      return;
    }
    const refused = { id: batch[0].id, status: "refused", item: batch[0].item, message: error.message };
    this.confirm(batch, { results: [refused], score: null, sequence: 0 });
  }

  expire(token) {
    if (token !== this.token) {
      this.pump();
      return;
    }
    this.expiredToken = token;
    this.askForToken();
  }

  // Streamlit drops what is triggered while it is offline, so the wish is repeated slowly.
  askForToken() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.expiredToken === null) return;
    this.tell.renew();
    this.timer = setTimeout(() => this.askForToken(), RENEW_AGAIN);
  }

  stop(error) {
    this.stopped = error.code || "stopped";
    this.tell.stopped(error.message, error.code);
    this.settle();
  }

  later() {
    this.unreachable = true;
    this.waiters.splice(0).forEach((resolve) => resolve(false));
    this.pause = Math.min(LONGEST_PAUSE, this.pause ? this.pause * 2 : 1000);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hurry(), this.pause);
  }

  // The network is said to be back, the page is looked at again, or the pause is over.
  hurry() {
    if (thisTab) this.takeOver();
    if (this.expiredToken !== null) {
      this.askForToken();
      return;
    }
    clearTimeout(this.timer);
    this.timer = null;
    this.pump();
  }

  renewed(token) {
    if (token === this.token) return;
    this.token = token;
    if (this.onRenewed) this.onRenewed();
    if (this.expiredToken === null) return;
    this.expiredToken = null;
    clearTimeout(this.timer);
    this.timer = null;
    this.pump();
  }

  settle() {
    if (this.uploads) this.uploads.pump();
    const done = this.size === 0;
    if (!done && !this.stopped) return;
    this.waiters.splice(0).forEach((resolve) => resolve(done));
  }

  // Resolves to whether everything has reached the server within the given time.
  drained(milliseconds) {
    return new Promise((resolve) => {
      this.waiters.push(resolve);
      setTimeout(() => resolve(this.size === 0), milliseconds);
      this.hurry();
    });
  }

  rest() {
    clearTimeout(this.timer);
    clearInterval(this.orphans);
    this.timer = null;
  }
}
