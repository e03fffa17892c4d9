// Small builders for accessible page elements; text is set as text, never as markup.

function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "testid") node.dataset.testid = value;
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Writing only what differs keeps screen readers quiet and the layout untouched.
function setText(node, text) {
  const wanted = text === null || text === undefined ? "" : String(text);
  if (node.textContent !== wanted) node.textContent = wanted;
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

function fill(template, params = {}) {
  return String(template).replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

// A reader of the words: t("waiting_n", {n: 3}).
function speaker(words) {
  return (key, params) => fill(words[key] === undefined ? key : words[key], params);
}

function freshId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// "2.5000" is shown as "2.5" and "-3" with a true minus sign.
function tidyNumber(text) {
  if (text === null || text === undefined) return "";
  const plain = String(text);
  const short = plain.includes(".") ? plain.replace(/0+$/, "").replace(/\.$/, "") : plain;
  return short.replace(/^-/, "\u2212");
}

// A row of radios where arrows move and choose, as the radiogroup pattern asks; choosing the chosen one again clears it.
function radioRow({ label, name, options, value, choose, clearable, barred }) {
  const buttons = options.map((option) =>
    el("button", {
      class: `segment ${option.look || ""}`.trim(),
      role: "radio",
      testid: option.testid,
      "data-value": option.value,
      "data-barred": option.barred,
      "aria-disabled": option.barred ? "true" : null,
      title: option.barred,
      "data-place": `${name}-${option.value}`,
    }, el("span", { class: "segment-mark", "aria-hidden": "true" }), el("span", {}, option.label)),
  );
  let current = value;
  const show = (next) => {
    current = next;
    const chosen = options.findIndex((option) => option.value === next);
    buttons.forEach((button, index) => {
      setAttribute(button, "aria-checked", index === chosen ? "true" : "false");
      button.tabIndex = index === Math.max(chosen, 0) ? 0 : -1;
    });
  };
  const onKey = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const from = buttons.indexOf(event.currentTarget);
    let to = (from + step + buttons.length) % buttons.length;
    if (options[to].barred) to = (to + step + buttons.length) % buttons.length;
    buttons[to].focus();
    choose(options[to].value, true);
  };
  buttons.forEach((button, index) => {
    button.addEventListener("click", () => {
      const picked = options[index].value;
      if (options[index].barred) {
        barred(options[index].barred);
        return;
      }
      choose(clearable && picked === current ? null : picked, false);
    });
    button.addEventListener("keydown", onKey);
  });
  const node = el("div", { class: "segments", role: "radiogroup", "aria-label": label }, buttons);
  show(value);
  return { node, show };
}
