// What makes the form easy to the hand: the item one is at, larger type, taking back, texts, keys, reading aloud.

const TYPE_STEPS = [1, 1.15, 1.3];

class Comfort {
  constructor(form) {
    this.form = form;
    this.undo = new UndoStack(form);
    this.blocks = new TextBlocks(form);
    this.aloud = new Aloud(form);
  }

  // The page has been drawn, the first time or anew.
  drawn() {
    if (!this.keys) this.keys = new Keys(this.form);
    this.showType();
    this.undo.show();
    this.aloud.stop();
    this.aloud.offer();
  }

  // Once an audit was given back, where one was before does not matter any more.
  get place() {
    const { audit, ending } = this.form;
    return `heng-at-${audit.id}${ending.returned ? `-${ending.returned.number}` : ""}`;
  }

  visit(code) {
    this.form.view.visited = code;
    remember("sessionStorage", this.place, code);
  }

  // After a reload the form is again at the item visited last; opened for the first time it stays at its top,
  // or begins at the first item with a remark.
  comeBack() {
    const { returned } = this.form.ending;
    const code = recall("sessionStorage", this.place) || (returned && Object.keys(returned.remarks)[0]);
    const view = this.form.view.items.get(code);
    if (!view) return;
    this.form.view.visited = code;
    const first = view.node.getBoundingClientRect();
    if (first.bottom < innerHeight - this.form.view.bar.node.offsetHeight) return;
    requestAnimationFrame(() => {
      this.form.surroundings.measure();
      view.node.scrollIntoView({ block: "start" });
    });
  }

  get type() {
    const kept = Number(recall("localStorage", "heng-type"));
    return TYPE_STEPS[kept] ? kept : 0;
  }

  scale(by) {
    const next = this.type + by;
    if (!TYPE_STEPS[next]) return;
    remember("localStorage", "heng-type", String(next));
    keepPlace(this.form, () => this.showType());
    this.form.surroundings.measure();
  }

  showType() {
    const { host, view } = this.form;
    host.style.setProperty("--type", TYPE_STEPS[this.type]);
    host.dataset.type = this.type;
    setAttribute(view.smaller, "aria-disabled", this.type === 0 ? "true" : null);
    setAttribute(view.larger, "aria-disabled", this.type === TYPE_STEPS.length - 1 ? "true" : null);
  }

  // The tools beside the heading: smaller and larger type, and the keys.
  tools(view) {
    const { t } = this.form;
    const tool = (testid, word, act, ...content) =>
      el("button", { class: "tool", testid, "data-place": testid, "aria-label": t(word), title: t(word), on: { click: act } }, content);
    const letter = (mark) => el("span", { "aria-hidden": "true" }, `A${mark}`);
    view.smaller = tool("type-smaller", "type_smaller", () => this.scale(-1), letter("\u2212"));
    view.larger = tool("type-larger", "type_larger", () => this.scale(1), letter("+"));
    const scales = CSS.supports("zoom", "1.3");
    return el("div", { class: "tools" }, scales ? [view.smaller, view.larger] : [], tool("keys", "keys_title", () => showKeys(this.form), icon("keyboard")));
  }

  close() {
    if (this.keys) this.keys.close();
    this.aloud.close();
  }
}

// A browser that keeps nothing only forgets sooner.
function remember(storage, key, value) {
  try {
    window[storage].setItem(key, value);
  } catch (storageForbidden) {
    return;
  }
}

function recall(storage, key) {
  try {
    return window[storage].getItem(key);
  } catch (storageForbidden) {
    return null;
  }
}
