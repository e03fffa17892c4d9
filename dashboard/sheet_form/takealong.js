// A sheet that was opened is taken along: kept on this device with what the server has of it, to go on without network.

const KEPT_DAYS = 30;
const WORKER = "/api/form/sw.js";
const PERSON_KEY = "heng-person";
const LANGUAGE_KEY = "heng-language";

class TakeAlong {
  // form: {audit, person, data, score, seen, store, view, t}
  constructor(form) {
    this.form = form;
    this.kept = false;
    this.ready = false;
    this.over = false;
  }

  async begin() {
    remember("localStorage", PERSON_KEY, this.form.person);
    remember("localStorage", LANGUAGE_KEY, this.form.data.language);
    for (const sheet of await this.form.store.all("sheets")) {
      if (sheet.person !== this.form.person || isOld(sheet)) this.form.store.remove("sheets", sheet.audit);
    }
    this.keep();
    this.ready = await workerReady();
    this.show();
  }

  // What the server took is part of what it has, also for who looks at it later without network.
  accepted(operation) {
    const { data } = this.form;
    const { id, item, answer, note, sequence } = operation;
    data.answers = { ...data.answers, [item]: { ...data.answers[item], answer, note, sequence, operation: id } };
    this.soon();
  }

  saw(answers) {
    this.form.data.answers = answers;
    this.soon();
  }

  // After the frame that shows what changed; a page that goes away keeps at once.
  soon() {
    if (this.timer === undefined) this.timer = setTimeout(() => this.keep(), 50);
  }

  async keep() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { form } = this;
    if (this.over || form.done) return;
    const data = { ...form.data, score: form.score, sequence: form.seen, photos: this.photos() };
    await form.store.put("sheets", { audit: form.audit.id, person: form.person, kept_at: Date.now(), data });
    if (this.over) this.drop();
    else this.kept = form.store.available;
    this.show();
  }

  // Saved photos with the small pictures there are; what waits is kept with the uploads.
  photos() {
    const saved = [...this.form.photos.entries.values()].filter((entry) => entry.state === "saved");
    const byItem = {};
    for (const { state, body, since, message, timer, ...photo } of saved) (byItem[photo.item] = byItem[photo.item] || []).push(photo);
    return byItem;
  }

  // Nothing is left to do with a sheet that takes no more answers.
  drop() {
    this.over = true;
    this.kept = false;
    this.form.store.remove("sheets", this.form.audit.id);
    forgetSequence(this.form.audit.id);
    this.show();
  }

  show() {
    const line = this.form.view && this.form.view.node.querySelector(".title-line");
    if (!line) return;
    const shown = line.querySelector(".along");
    if (!this.kept || !this.ready) {
      if (shown) shown.remove();
    } else if (!shown) line.insertBefore(el("span", { class: "along", testid: "along" }, this.form.t("along")), line.querySelector(".tools"));
  }

  close() {
    if (this.timer !== undefined) this.keep();
  }
}

function isOld(sheet) {
  return Date.now() - sheet.kept_at > KEPT_DAYS * 24 * 3600 * 1000;
}

// Only over https, or on the server's own computer, does a browser allow a worker.
async function workerReady() {
  if (!navigator.serviceWorker) return false;
  try {
    await navigator.serviceWorker.register(WORKER, { scope: "/" });
    await navigator.serviceWorker.ready;
    return true;
  } catch (notAllowed) {
    return Boolean(navigator.serviceWorker.controller);
  }
}
