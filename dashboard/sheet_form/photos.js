// The photos of a sheet: those the server has, those that wait on this tablet, and those being prepared.

const PHOTOS_OF_ITEM = 12;
const PHOTO_UNDO_TIME = 8000;
const PHOTO_SETTLE_TIME = 15000;

const removalOf = (id) => `${id}/removal`;

// An entry: {id, item, name, state, message, taken, place, by, preview, body}; state is preparing, waiting, refused,
// saved, held (removed before it was sent, may be taken back), leaving (its removal waits).
class Photos {
  // form: {t, uploads, queue, store, audit, person, notify(text), showQueue()}
  constructor(form) {
    this.form = form;
    this.entries = new Map();
    this.strips = new Map();
    this.urls = new Map();
    this.waitingNear = new Map();
    this.observer = new IntersectionObserver((seen) => this.cameNear(seen), { rootMargin: "600px" });
    form.takers.photo = { uploaded: (record, body) => this.saved(record, body), refused: (record, message) => this.refused(record, message) };
    form.takers["photo-removal"] = { uploaded: (record) => this.gone(record.photo), refused: (record) => this.notRemoved(record) };
    this.adopt(form.data.photos);
  }

  get t() {
    return this.form.t;
  }

  of(item) {
    return [...this.entries.values()].filter((entry) => entry.item === item);
  }

  // Items with a photo the server did not take: they are unfinished until it is removed.
  refusedItems() {
    return [...this.entries.values()].filter((entry) => entry.state === "refused").map((entry) => entry.item);
  }

  show(item) {
    const strip = this.strips.get(item);
    if (strip) strip.refresh();
    if (this.form.view) showFairness(this.form.view.items.get(item));
    this.form.showQueue();
  }

  // What the server holds; what was just saved here may not be in it yet.
  adopt(photos) {
    if (!photos) return;
    const held = new Map(Object.entries(photos).flatMap(([item, list]) => list.map((photo) => [photo.id, { ...photo, item }])));
    const touched = new Set();
    for (const entry of [...this.entries.values()]) {
      if (entry.state !== "saved" || held.has(entry.id) || Date.now() - (entry.since || 0) < PHOTO_SETTLE_TIME) continue;
      this.gone(entry.id);
    }
    for (const photo of held.values()) {
      const known = this.entries.get(photo.id);
      if (known && known.state !== "saved") continue;
      if (known && known.by === photo.by && known.taken === photo.taken) continue;
      this.entries.set(photo.id, { ...known, ...photo, state: "saved" });
      touched.add(photo.item);
    }
    touched.forEach((item) => this.show(item));
  }

  // Photos and removals that were left on this tablet.
  restore(records) {
    for (const record of records) {
      if (record.kind === "photo") this.entries.set(record.id, this.waiting(record));
      const leaving = record.kind === "photo-removal" && this.entries.get(record.photo);
      if (leaving) leaving.state = "leaving";
      if (record.kind.startsWith("photo")) this.show(record.item);
    }
  }

  waiting(record) {
    const { id, item, name, refused, preview, body, taken, place } = record;
    return { id, item, name, preview, body, taken, place, state: refused ? "refused" : "waiting", message: refused || "" };
  }

  async take(item, files) {
    for (const file of files) {
      if (this.of(item).length >= PHOTOS_OF_ITEM) {
        this.strips.get(item).say(this.t("photos_full", { code: item, most: PHOTOS_OF_ITEM }));
        return;
      }
      await this.takeOne(item, file);
    }
  }

  async takeOne(item, file) {
    const entry = { id: freshId(), item, name: file.name, state: "preparing", message: "", preview: null };
    this.entries.set(entry.id, entry);
    this.show(item);
    let made;
    try {
      Object.assign(entry, await photoNotes(file));
      made = await preparePhoto(file);
    } catch (unreadable) {
      this.entries.delete(entry.id);
      this.show(item);
      return;
    }
    Object.assign(entry, made);
    if (made.body.size > LARGEST_FILE) {
      Object.assign(entry, { state: "refused", message: this.t("photo_too_large", { most: LARGEST_FILE / 1000000 }) });
      this.show(item);
      return;
    }
    // "Kept here" is said once it is: until then a tab that is closed would lose the photo.
    const kept = await this.form.uploads.add(this.record(entry));
    if (entry.state === "preparing") entry.state = "waiting";
    this.show(item);
    if (!kept) this.form.notify(this.t("photos_not_kept"));
  }

  record({ id, item, name, body, preview, taken, place }) {
    const headers = { "Content-Type": body.type, "X-Heng-Item": encodeURIComponent(item), "X-Heng-Name": encodeURIComponent(name.slice(-100)) };
    return {
      id, audit: this.form.audit.id, person: this.form.person, kind: "photo", item, path: `/photos/${id}`, headers, body,
      name, preview, taken, place, made_at: new Date().toISOString(),
    };
  }

  saved(record, body) {
    const known = this.entries.get(record.id) || this.waiting(record);
    this.release(record.id, "full");
    const state = this.isLeaving(record.id) ? "leaving" : "saved";
    this.entries.set(record.id, { ...known, ...((body && body.photo) || {}), body: null, message: "", state, since: Date.now() });
    this.show(record.item);
  }

  refused(record, message) {
    const entry = this.entries.get(record.id);
    if (!entry) return;
    Object.assign(entry, { state: "refused", message });
    if (this.isLeaving(record.id)) {
      this.form.uploads.forget(removalOf(record.id));
      this.remove(entry);
    }
    this.show(record.item);
  }

  // A photo may be removed while it is on its way: its removal follows it.
  isLeaving(id) {
    return this.form.uploads.has(removalOf(id));
  }

  // A photo that was not sent can be taken back for a while; the removal of a sent one waits like any upload.
  remove(entry) {
    const { uploads } = this.form;
    if (entry.state === "refused") {
      uploads.forget(entry.id);
      this.gone(entry.id);
      return;
    }
    if (entry.state === "waiting" && uploads.hold(entry.id, true)) {
      entry.state = "held";
      entry.timer = setTimeout(() => this.forget(entry), PHOTO_UNDO_TIME);
    } else {
      entry.state = "leaving";
      const { audit, person } = this.form;
      uploads.add({
        id: removalOf(entry.id), photo: entry.id, audit: audit.id, person, kind: "photo-removal", item: entry.item,
        path: `/photos/${entry.id}`, headers: {}, method: "DELETE", body: null, made_at: new Date().toISOString(),
      });
    }
    this.show(entry.item);
  }

  undo(entry) {
    const { uploads } = this.form;
    clearTimeout(entry.timer);
    if (entry.state === "held" && uploads.hold(entry.id, false)) entry.state = "waiting";
    else if (entry.state === "leaving" && uploads.forget(removalOf(entry.id))) entry.state = uploads.has(entry.id) ? "waiting" : "saved";
    this.show(entry.item);
  }

  forget(entry) {
    this.form.uploads.forget(entry.id);
    this.gone(entry.id);
  }

  gone(id) {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.entries.delete(id);
    this.release(id, "full");
    this.release(id, "small");
    this.show(entry.item);
  }

  notRemoved(record) {
    const entry = this.entries.get(record.photo);
    this.form.uploads.forget(record.id);
    if (record.status === 404) {
      this.gone(record.photo);
      return;
    }
    if (entry) entry.state = "saved";
    this.form.notify(record.refused);
    this.show(record.item);
  }

  // An address for the picture of an entry, small or full; null while it cannot be had.
  async address(entry, size) {
    const name = `${entry.id}/${size}`;
    if (this.urls.has(name)) return this.urls.get(name);
    const own = size === "small" ? entry.preview : entry.body;
    const sent = entry.state === "saved" || entry.state === "leaving";
    const blob = own || (!sent ? null : await this.fetched(`/photos/${entry.id}${size === "small" ? "/thumbnail" : ""}`));
    if (!blob) return null;
    if (!this.urls.has(name)) this.urls.set(name, URL.createObjectURL(blob));
    return this.urls.get(name);
  }

  async fetched(path) {
    const { api, token } = this.form.queue;
    try {
      const reply = await fetch(api + path, { headers: { "X-Heng-Token": token }, credentials: "same-origin" });
      if (reply.status === 401) this.form.queue.expire(token);
      return reply.ok ? await reply.blob() : null;
    } catch (networkAway) {
      return null;
    }
  }

  whenNear(node, act) {
    this.waitingNear.set(node, act);
    this.observer.observe(node);
  }

  cameNear(seen) {
    for (const { target } of seen.filter((entry) => entry.isIntersecting)) {
      this.observer.unobserve(target);
      const act = this.waitingNear.get(target);
      this.waitingNear.delete(target);
      if (act) act();
    }
  }

  release(id, size) {
    const name = `${id}/${size}`;
    if (this.urls.has(name)) URL.revokeObjectURL(this.urls.get(name));
    this.urls.delete(name);
  }

  close() {
    this.observer.disconnect();
    for (const entry of this.entries.values()) clearTimeout(entry.timer);
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.urls.clear();
  }
}
