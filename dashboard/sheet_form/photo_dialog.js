// A photo in large, with its time, place and name; Esc, the button or a tap beside it closes it.

class PhotoDialog {
  constructor(entry, strip, opener) {
    this.entry = entry;
    this.strip = strip;
    this.t = strip.t;
    this.opener = opener;
    this.node = this.build();
    strip.photos.form.view.node.append(this.node);
    this.node.showModal();
    this.load();
  }

  build() {
    const heading = el("h3", { id: "heng-photo-title" }, this.t("photos_of", { code: this.strip.code }));
    this.image = el("img", { class: "photo-large", testid: "photo-large", alt: this.entry.name || heading.textContent, hidden: true });
    this.message = el("p", { class: "hint", role: "status" });
    const close = el("button", { class: "secondary", testid: "photo-close", on: { click: () => this.node.close() } }, this.t("photo_close"));
    return el("dialog", {
      class: "dialog photo-dialog", testid: "photo-dialog", "aria-labelledby": heading.id,
      on: {
        click: (event) => { if (event.target === this.node) this.node.close(); },
        close: () => this.leave(),
      },
    }, heading, el("div", { class: "photo-stage" }, this.image, this.message), this.facts(), el("div", { class: "dialog-buttons" }, close));
  }

  facts() {
    const { entry, t } = this;
    const saved = entry.state === "saved" || entry.state === "leaving";
    const known = (value) => value || (saved ? t("photo_unknown") : "");
    const facts = [["photo_taken", known(entry.taken)], ["photo_place", known(entry.place)], ["photo_by", entry.by], ["photo_name", entry.name]];
    return el("dl", { class: "facts", testid: "photo-facts" },
      facts.filter(([, value]) => value).map(([key, value]) => el("div", { class: "fact" }, el("dt", {}, t(key)), el("dd", {}, value))));
  }

  async load() {
    const { photos } = this.strip;
    const url = (await photos.address(this.entry, "full")) || (await photos.address(this.entry, "small"));
    if (!url) {
      setText(this.message, this.t("photo_away"));
      return;
    }
    this.image.src = url;
    this.image.hidden = false;
  }

  leave() {
    this.node.remove();
    if (this.opener.isConnected) this.opener.focus({ preventScroll: true });
  }
}
