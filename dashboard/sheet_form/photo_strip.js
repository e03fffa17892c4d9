// The photos under one item: buttons to take them, a tile for each, and the large view.

const PHOTO_SURE_TIME = 4000;
const PHOTO_STATES = { preparing: "photo_preparing", saved: "photo_saved", refused: "photo_refused", held: "photo_removed", leaving: "photo_leaving" };

class PhotoStrip {
  // photos: Photos; code: the item
  constructor(code, photos) {
    this.code = code;
    this.photos = photos;
    this.t = photos.t;
    this.tiles = new Map();
    this.buttons = [
      this.button("photo_take", "camera", { capture: "environment" }),
      this.button("photo_choose", "files", { multiple: true }),
    ];
    this.node = el("div", { class: "photos", testid: "photos", role: "group", "aria-label": this.t("photos_of", { code }), hidden: true });
    this.said = el("p", { class: "photo-said", role: "alert", hidden: true });
    photos.strips.set(code, this);
    this.refresh();
  }

  button(word, name, more) {
    return el("button", {
      class: "quiet", testid: `photo-${name}`, "data-place": `${this.code}-photo-${name}`, on: { click: () => this.ask(more) },
    }, this.t(word), el("span", { class: "unseen" }, ` ${this.t("photo_for", { code: this.code })}`));
  }

  // The browser's own way of asking for a photo: its camera, or its files.
  ask(more) {
    const input = el("input", {
      type: "file", accept: "image/*", hidden: true, ...more,
      on: {
        change: () => {
          this.photos.take(this.code, [...input.files]);
          input.remove();
        },
        cancel: () => input.remove(),
      },
    });
    this.node.append(input);
    input.click();
  }

  refresh() {
    const entries = this.photos.of(this.code);
    const ids = new Set(entries.map((entry) => entry.id));
    for (const [id, tile] of this.tiles) {
      if (ids.has(id)) continue;
      tile.node.remove();
      this.tiles.delete(id);
    }
    entries.forEach((entry, index) => {
      if (!this.tiles.has(entry.id)) {
        const tile = new PhotoTile(entry.id, this);
        this.tiles.set(entry.id, tile);
        this.node.append(tile.node);
      }
      this.tiles.get(entry.id).show(entry, index + 1);
    });
    this.node.hidden = !entries.length;
    if (entries.length < PHOTOS_OF_ITEM) this.say("");
  }

  say(text) {
    setText(this.said, text);
    this.said.hidden = !text;
    this.node.append(this.said);
  }

  stateWord(entry) {
    if (entry.state === "waiting") return this.t(this.photos.form.store.available ? "photo_kept" : "photo_not_kept");
    return this.t(PHOTO_STATES[entry.state]);
  }
}

class PhotoTile {
  constructor(id, strip) {
    this.strip = strip;
    this.photos = strip.photos;
    this.t = strip.t;
    this.image = el("img", { class: "photo-image", alt: "", hidden: true });
    this.name = el("span", { class: "photo-name" });
    this.number = el("span", { class: "unseen" });
    this.open = el("button", { class: "photo-open", testid: "photo-open", on: { click: () => new PhotoDialog(this.entry, strip, this.open) } }, this.image, this.name, this.number);
    this.state = el("span", { class: "photo-state", testid: "photo-state" });
    this.act = el("button", { class: "quiet photo-act", testid: "photo-act", on: { click: () => this.press() } });
    this.message = el("p", { class: "photo-message", hidden: true });
    this.node = el("figure", { class: "photo", testid: "photo", "data-photo": id }, this.open,
      el("figcaption", { class: "photo-line" }, this.state, this.act), this.message);
  }

  show(entry, number) {
    this.entry = entry;
    this.node.dataset.state = entry.state;
    const word = this.strip.stateWord(entry);
    setText(this.state, word);
    setText(this.number, `${this.t("photo_n", { n: number })}, ${word}, ${this.t("photo_enlarge")}`);
    setText(this.message, entry.message || "");
    this.message.hidden = !entry.message;
    const back = entry.state === "held" || entry.state === "leaving";
    this.act.hidden = entry.state === "preparing";
    this.calm();
    setText(this.act, this.t(back ? "photo_undo" : "photo_remove"));
    setText(this.name, this.image.hidden ? entry.name : "");
    if (this.image.hidden) this.load();
  }

  // The first tap asks, the second removes; what is removed can be taken back while it was not sent.
  press() {
    const { entry } = this;
    if (entry.state === "held" || entry.state === "leaving") this.photos.undo(entry);
    else if (this.sure) this.photos.remove(entry);
    else {
      this.sure = setTimeout(() => this.show(this.entry, this.place()), PHOTO_SURE_TIME);
      setText(this.act, this.t("photo_remove_sure"));
      this.act.dataset.sure = "true";
    }
  }

  place() {
    return [...this.strip.tiles.keys()].indexOf(this.entry.id) + 1;
  }

  calm() {
    clearTimeout(this.sure);
    this.sure = null;
    delete this.act.dataset.sure;
  }

  // What the server has is fetched once the tile comes near to what is in view.
  async load() {
    if (!this.entry.preview && !this.near) {
      this.photos.whenNear(this.node, () => {
        this.near = true;
        this.load();
      });
      return;
    }
    const url = await this.photos.address(this.entry, "small");
    if (!url) return;
    this.image.src = url;
    this.image.hidden = false;
    setText(this.name, "");
  }
}
