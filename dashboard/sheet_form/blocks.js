// Texts this person wrote before, one tap away from the note or reason they would be typed into again.

const BLOCKS_AT_MOST = 6;
const BLOCK_SHOWN = 60;

class TextBlocks {
  // form: {t, data}; data.blocks: {kind: {item: [text]}}, under "" what was written anywhere on the sheet.
  constructor(form) {
    this.form = form;
    this.typed = new Map();
  }

  // What was written since the form was opened comes first.
  used(kind, item, text) {
    const wanted = text.trim();
    if (!wanted) return;
    const key = `${kind}/${item}`;
    const known = (this.typed.get(key) || []).filter((other) => !wanted.startsWith(other) && other !== wanted);
    this.typed.set(key, [wanted, ...known]);
  }

  learn(state) {
    this.used("note", state.code, state.note);
    if (state.verdict === "not_applicable") this.used("skipped", state.code, state.values.skipped_reason);
    else if (state.verdict === "deducted") this.used("reason", state.code, state.values.reason);
  }

  known(kind, item) {
    const kept = (this.form.data.blocks || {})[kind] || {};
    const elsewhere = [...this.typed].filter(([key]) => key.startsWith(`${kind}/`)).flatMap(([, texts]) => texts);
    const all = [...(this.typed.get(`${kind}/${item}`) || []), ...(kept[item] || []), ...elsewhere, ...(kept[""] || []), ...(kind === "skipped" ? SKIP_PRESETS.map((word) => this.form.t(word)) : [])];
    return [...new Set(all)];
  }

  // The row appears with the empty field or once the field is touched, and stays: nothing jumps when it is left.
  row(kind, item, input) {
    const row = el("div", { class: "blocks", role: "group", testid: "blocks", "aria-label": this.form.t("used_before"), hidden: true });
    const fill = () => {
      const texts = this.known(kind, item).filter((text) => !input.value.includes(text)).slice(0, BLOCKS_AT_MOST);
      row.replaceChildren(...texts.map((text) => this.block(text, input, fill)));
      row.hidden = !texts.length;
    };
    input.addEventListener("focus", fill);
    if (!input.value) fill();
    return row;
  }

  block(text, input, fill) {
    const shown = text.length > BLOCK_SHOWN ? `${text.slice(0, BLOCK_SHOWN)}\u2026` : text;
    return el("button", {
      class: "block", testid: "block", title: text,
      on: {
        // The field keeps the focus, and with it the keyboard of the tablet.
        pointerdown: (event) => event.preventDefault(),
        click: () => {
          const before = input.value.trim();
          input.value = (before ? before + this.form.t("block_separator") + text : text).slice(0, LONGEST_TEXT);
          input.dispatchEvent(new Event("change"));
          fill();
          input.focus({ preventScroll: true });
        },
      },
    }, shown);
  }
}
