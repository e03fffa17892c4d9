// The keyboard: figures answer the item in focus, letters move, and nothing of it while a text is typed.

const KEYS = [
  ["1 2 3", "key_answer"], ["0", "key_clear"], ["n", "key_next"], ["j", "key_down"], ["k p", "key_up"],
  ["m", "key_note"], ["/", "key_search"], ["z", "key_undo"], ["?", "key_help"],
];

class Keys {
  constructor(form) {
    this.form = form;
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    const visit = (event) => {
      const item = event.target.closest("[data-code]");
      if (item) form.comfort.visit(item.dataset.code);
    };
    form.host.addEventListener("focusin", visit, { signal });
    form.host.addEventListener("click", visit, { signal });
  }

  pressed(event) {
    if (event.defaultPrevented || event.isComposing || event.altKey || this.form.done) return;
    if (isTyping(event.composedPath()[0]) || this.isCovered()) return;
    const command = event.ctrlKey || event.metaKey;
    const act = command ? event.key === "z" && !event.shiftKey && (() => this.form.comfort.undo.undo()) : this.action(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  isCovered() {
    const open = 'dialog[open], [role="dialog"], [data-testid="stTopNavPopover"]';
    return Boolean(this.form.host.querySelector("dialog[open]") || document.querySelector(open));
  }

  action(key) {
    const { form } = this;
    if (/^[0-3]$/.test(key)) return () => this.answer(Number(key));
    return {
      n: () => form.view.jumpToOpen(),
      j: () => this.step(1), k: () => this.step(-1), p: () => this.step(-1),
      m: () => this.note(),
      "/": () => form.view.search.show(),
      z: () => form.comfort.undo.undo(),
      "?": () => showKeys(form),
    }[key];
  }

  get current() {
    return this.form.view.items.get(this.form.view.visited);
  }

  answer(number) {
    const view = this.current;
    if (!view || view.node.hidden) return;
    const radios = [...view.verdicts.node.querySelectorAll('[role="radio"]')];
    const radio = radios[number - 1];
    if (number && (!radio || radio.getAttribute("aria-disabled") === "true" || radio.disabled)) return;
    const verdict = number ? radio.dataset.value : null;
    if (radio) radio.focus({ preventScroll: true });
    if (view.state.verdict !== verdict) this.form.edits.choose(view.state, verdict, false);
  }

  step(by) {
    const shown = [...this.form.view.items.values()].filter((view) => !view.node.hidden);
    const at = shown.indexOf(this.current);
    const next = shown[at < 0 ? 0 : at + by];
    if (next) this.form.view.jumpTo(next.node, true);
  }

  note() {
    const view = this.current;
    if (!view || view.node.hidden) return;
    if (view.noteField.hidden) view.noteToggle.click();
    else view.noteInput.focus();
  }

  close() {
    this.aborter.abort();
  }
}

function isTyping(target) {
  if (!(target instanceof Element)) return false;
  if (target.matches("input[type=range], input[type=checkbox], input[type=radio], input[type=button], input[type=file]")) return false;
  return target.isContentEditable || target.matches("input, textarea, select");
}

function showKeys(form) {
  const { t } = form;
  const lines = KEYS.map(([keys, word]) => el("div", { class: "key-line" },
    el("dt", {}, keys.split(" ").map((key) => el("kbd", {}, key))), el("dd", {}, t(word))));
  openDialog(form, {
    title: t("keys_title"), testid: "keys-dialog",
    content: el("dl", { class: "key-list" }, lines),
    buttons: [{ word: t("close"), look: "primary", testid: "keys-close" }],
  });
}
