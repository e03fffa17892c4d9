// Searching the sheet: by code, wording or group; what does not match steps aside until the search is left.

class Search {
  constructor(view) {
    this.view = view;
    this.form = view.form;
    this.t = view.t;
    this.open = false;
    this.texts = new Map();
    for (const { code, wording, group } of this.form.data.sections.flatMap((section) => section.items)) {
      this.texts.set(code, searchable(`${code} ${group || ""} ${wording}`));
    }
    this.button = el("button", {
      class: "tool", testid: "search", "data-place": "search", "aria-label": this.t("search"), title: this.t("search"), "aria-expanded": "false",
      on: { click: () => this.show() },
    }, icon("search"));
    this.box = this.build();
    this.nothing = el("p", { class: "search-nothing", hidden: true }, this.t("search_nothing"));
  }

  build() {
    this.input = el("input", {
      class: "input search-input", type: "search", testid: "search-input", "data-place": "search-input", enterkeyhint: "search", autocomplete: "off",
      "aria-label": this.t("search_label"), placeholder: this.t("search_label"),
      on: { input: () => this.filter(), keydown: (event) => this.onKey(event) },
    });
    this.count = el("span", { class: "search-count", testid: "search-count", role: "status", "aria-live": "polite" });
    this.leave = el("button", {
      class: "tool", testid: "search-close", "aria-label": this.t("search_close"), title: this.t("search_close"), on: { click: () => this.close() },
    }, icon("close"));
    return el("div", { class: "search", role: "search", hidden: true }, this.input, this.count, this.leave);
  }

  show() {
    if (!this.open) {
      this.open = true;
      this.before = placeOf(this.view);
      this.visited = this.view.visited;
      this.turn();
      this.filter();
    }
    this.input.focus({ preventScroll: true });
    this.input.select();
  }

  turn() {
    this.box.hidden = !this.open;
    this.button.hidden = this.open;
    this.view.chipRow.hidden = this.open;
    setAttribute(this.button, "aria-expanded", String(this.open));
  }

  onKey(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.button.focus({ preventScroll: true });
    } else if (event.key === "Enter" && !event.isComposing) {
      const hit = [...this.view.items.values()].find((view) => !view.node.hidden);
      if (hit) hit.node.querySelector('[role="radio"][tabindex="0"]').focus({ preventScroll: true });
    }
  }

  filter() {
    const wanted = this.input.value.trim().split(/\s+/).map(searchable).filter(Boolean);
    let hits = 0;
    for (const [code, view] of this.view.items) {
      view.node.hidden = !wanted.every((term) => this.texts.get(code).includes(term));
      hits += view.node.hidden ? 0 : 1;
    }
    this.view.sections.forEach(hideEmptyParts);
    this.nothing.hidden = hits > 0;
    this.view.body.toggleAttribute("data-searching", wanted.length > 0);
    setText(this.count, wanted.length ? this.t("search_hits", { n: hits, total: this.view.items.size }) : "");
    const { top } = this.view.body.getBoundingClientRect();
    const { bottom } = this.view.index.getBoundingClientRect();
    if (wanted.length && top < bottom) scrollerOf(this.form.host).scrollTop -= bottom - top;
  }

  // Whoever answered an item meanwhile stays at it; whoever only looked is back where the search began.
  close() {
    if (!this.open) return;
    const stay = this.view.visited !== this.visited && this.view.items.get(this.view.visited);
    const place = stay && !stay.node.hidden ? { node: stay.node, top: stay.node.getBoundingClientRect().top } : this.before;
    this.open = false;
    this.input.value = "";
    this.filter();
    this.turn();
    if (place.node) scrollerOf(this.form.host).scrollTop += place.node.getBoundingClientRect().top - place.top;
  }
}

// Full-width signs, capitals, blanks and hyphens make no difference.
function searchable(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s\-\u2010-\u2015]/g, "");
}

function placeOf(view) {
  const edge = view.index.getBoundingClientRect().bottom;
  const first = [...view.items.values()].find(({ node }) => node.getBoundingClientRect().bottom > edge);
  return first ? { node: first.node, top: first.node.getBoundingClientRect().top } : {};
}

// A section, or a group in it, whose items are all hidden is hidden too.
function hideEmptyParts(section) {
  let group = null;
  let left = 0;
  for (const node of section.children) {
    if (node.classList.contains("group")) {
      group = node;
      group.hidden = true;
    } else if (node.dataset.code && !node.hidden) {
      left += 1;
      if (group) group.hidden = false;
    }
  }
  section.hidden = left === 0;
}
