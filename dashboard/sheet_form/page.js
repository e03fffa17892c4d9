// The page around the items: heading, progress, the section index that stays in view, sections and groups.

class PageView {
  // form: {t, audit, data, states, score, ...}; states: Map of code to ItemState
  constructor(form) {
    this.form = form;
    this.t = form.t;
    this.items = new Map();
    this.chips = new Map();
    this.sections = new Map();
    this.met = new Map();
    this.bar = new SubtotalBar(form);
    this.node = this.build();
    this.showCounts();
    this.bar.showScore();
    showSkipped(this);
  }

  build() {
    const { data } = this.form;
    this.body = el("div", { class: "sheet-body" }, data.sections.map((section) => this.buildSection(section)), this.form.ending.buildSection());
    return el("div", { class: "sheet", lang: data.language === "zh" ? "zh-CN" : data.language }, this.buildHeader(), this.buildIndex(), this.search.nothing, this.body, this.bar.node);
  }

  buildHeader() {
    const { audit } = this.form;
    const { t } = this;
    const fact = (key, value) => (value ? el("div", { class: "fact" }, el("dt", {}, t(key)), el("dd", {}, value)) : null);
    this.progressText = el("span", { class: "progress-text" });
    this.kept = el("span", { class: "kept-count", testid: "kept-count" });
    this.progressFill = el("span", { class: "progress-fill" });
    this.progress = el("div", { class: "progress", role: "progressbar", "aria-label": t("progress"), "aria-valuemin": 0 }, this.progressFill);
    const skip = el("button", { class: "skip-link", testid: "skip-link", on: { click: () => this.jumpToOpen() } }, t("skip_to_open"));
    return el("header", { class: "sheet-head" }, skip,
      el("div", { class: "title-line" },
        el("h2", { class: "unit-name" }, audit.unit),
        audit.demo ? el("span", { class: "demo" }, t("demo")) : null,
        this.form.comfort.tools(this)),
      el("dl", { class: "facts" },
        fact("sheet", audit.sheet), fact("period", audit.period), fact("occasion", audit.occasion), fact("subject", audit.subject)),
      el("div", { class: "progress-line" }, this.progress, this.progressText, this.kept),
      this.form.ending.buildTop());
  }

  buildIndex() {
    const buttons = this.form.data.sections.map((section) => {
      const required = this.required(section).length;
      const count = el("span", { class: "chip-count", style: required ? `--digits: ${String(required).length}` : null });
      const button = el("button", {
        class: "section-chip", testid: `chip-${section.code}`, "data-place": `chip-${section.code}`,
        on: { click: () => this.jumpTo(this.sections.get(section.code)) },
      }, el("span", {}, section.name), count);
      this.chips.set(section.code, { button, count });
      return button;
    });
    this.lineFill = el("span", { class: "line-fill" });
    this.chipRow = el("div", { class: "index-chips" }, buttons);
    this.search = new Search(this);
    this.index = el("nav", { class: "index", "aria-label": this.t("sections") },
      el("div", { class: "index-row" }, this.chipRow, (this.skipped = skippedShare()), this.search.box, this.search.button),
      el("div", { class: "line", "aria-hidden": "true" }, this.lineFill));
    return this.index;
  }

  buildSection(section) {
    const parts = [];
    let group = null;
    for (const definition of section.items) {
      if (definition.group && definition.group !== group) parts.push(el("h4", { class: "group" }, definition.group));
      group = definition.group;
      const view = new ItemView(this.form.states.get(definition.code), this.form);
      this.items.set(definition.code, view);
      parts.push(view.node);
    }
    const met = sectionButton(this.form, section);
    this.met.set(section.code, met);
    const node = el("section", { class: "section", "aria-label": section.name, tabindex: -1 },
      el("div", { class: "section-head" }, el("h3", { class: "section-name" }, section.name), met), parts);
    this.sections.set(section.code, node);
    return node;
  }

  required(section) {
    return section.items.filter((item) => !item.optional);
  }

  showCounts() {
    let answered = 0;
    let total = 0;
    for (const section of this.form.data.sections) {
      const required = this.required(section);
      const done = required.filter((item) => this.form.states.get(item.code).answered).length;
      const { button, count } = this.chips.get(section.code);
      setText(count, required.length ? `${done}/${required.length}` : this.t("optional"));
      button.dataset.full = String(required.length > 0 && done === required.length);
      this.met.get(section.code).hidden = leftToMeet(this.form, section).length < 2;
      answered += done;
      total += required.length;
    }
    setText(this.progressText, this.t("answered_of", { n: answered, total }));
    setAttribute(this.progress, "aria-valuemax", total);
    setAttribute(this.progress, "aria-valuenow", answered);
    const share = `${total ? (answered / total) * 100 : 0}%`;
    this.progressFill.style.width = share;
    this.lineFill.style.width = share;
    this.bar.showOpen(total - answered);
  }

  showScore() {
    this.bar.showScore();
    showSkipped(this);
    this.items.forEach((view) => view.showPoints());
  }

  // The section whose heading last passed under the index is the current one. Streamlit's header is see-through:
  // once the index sticks below it, what scrolls behind the header is covered.
  markCurrent() {
    const place = this.index.getBoundingClientRect();
    const edge = place.bottom + 24;
    setAttribute(this.index, "data-stuck", String(this.body.getBoundingClientRect().top < place.bottom - 1));
    let current = this.form.data.sections[0] && this.form.data.sections[0].code;
    for (const [code, node] of this.sections) if (node.getBoundingClientRect().top <= edge) current = code;
    for (const [code, { button }] of this.chips) setAttribute(button, "aria-current", code === current ? "true" : null);
    if (current === this.current) return;
    this.current = current;
    const row = this.chipRow;
    const chip = this.chips.get(current).button;
    row.scrollLeft = chip.offsetLeft - (row.clientWidth - chip.offsetWidth) / 2;
  }

  // The next open item below the one visited last; after the end it starts again at the top.
  jumpToOpen() {
    const codes = [...this.items.keys()];
    const from = codes.indexOf(this.visited);
    const open = this.form.openItems();
    const next = open.find((code) => codes.indexOf(code) > from) || open[0];
    if (!next) return;
    this.jumpTo(this.items.get(next).node);
  }

  // What was searched for is left first; with `calmly` an item that is in view stays where it is.
  jumpTo(node, calmly) {
    if (!calmly) this.search.close();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const target = node.querySelector('[role="radio"][tabindex="0"]');
    if (node.dataset.code) this.form.comfort.visit(node.dataset.code);
    if (node.dataset.code && target) target.focus({ preventScroll: true });
    else node.focus({ preventScroll: true });
    node.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: calmly ? "nearest" : "start" });
  }

  showDone() {
    this.body.inert = true;
    this.node.dataset.done = "true";
    this.bar.showBanner(this.t("submitted_done"));
    this.bar.banner.dataset.kind = "done";
    this.bar.submit.hidden = true;
    this.bar.open.hidden = true;
  }
}
