// The inputs a rule may ask for: steppers, numbers, texts, the half-point slider and on-off chips.

const TYPING_PAUSE = 600;
const TEXT_PAUSE = 1000;
const LONGEST_TEXT = 500;
let fieldCount = 0;

// Every field is known to its item by name, so that a refusal can mark it.
function labelled(ctx, name, label, input, ...extras) {
  fieldCount += 1;
  input.id = `heng-field-${fieldCount}`;
  input.dataset.testid = `field-${name}`;
  input.dataset.place = ctx.place(name);
  ctx.fields.push({ name, input });
  return el("div", { class: "field" },
    el("label", { class: "field-label", for: input.id }, label),
    el("div", { class: "field-line" }, input, extras));
}

function typed(input, ctx, set, pause) {
  input.addEventListener("input", () => {
    set(input.value);
    ctx.edit(pause);
  });
  input.addEventListener("change", () => {
    set(input.value);
    ctx.edit(0);
  });
  return input;
}

function numberField(ctx, { name, label, unit, get, set, whole }) {
  const input = el("input", {
    class: "input number", type: "text", inputmode: whole ? "numeric" : "decimal", autocomplete: "off",
    maxlength: 20, value: get(),
  });
  typed(input, ctx, set, TYPING_PAUSE);
  const named = unit && !label.includes(unit);
  return labelled(ctx, name, label, input, named ? el("span", { class: "unit" }, unit) : null);
}

// blocks: which of the texts written before are offered under the field, if any.
function textField(ctx, { name, label, get, set, rows = 2, optional, blocks }) {
  const input = el("textarea", { class: "input text", rows, maxlength: LONGEST_TEXT, value: get() });
  typed(input, ctx, set, TEXT_PAUSE);
  const field = labelled(ctx, name, optional ? ctx.t("label_optional", { label }) : label, input);
  if (blocks) field.append(ctx.blocks(blocks, input));
  return field;
}

function dateField(ctx, { name, label, get, set }) {
  const input = el("input", { class: "input date", type: "date", value: get() });
  typed(input, ctx, set, TYPING_PAUSE);
  return labelled(ctx, name, label, input);
}

function stepper(ctx, { name, testid, label, least, most, get, set }) {
  const shown = el("output", { class: "stepper-value", testid: `field-${name}`, "aria-live": "polite" });
  const change = (by) => () => {
    set(Math.min(most, Math.max(least(), get() + by)));
    show();
    ctx.edit(0);
  };
  const button = (mark, side, word, by) =>
    el("button", {
      class: "step", testid: `${testid}-${side}`, "aria-label": `${label}: ${word}`,
      "data-place": ctx.place(`${testid}-${side}`), on: { click: change(by) },
    }, mark);
  const minus = button("\u2212", "minus", ctx.t("one_less"), -1);
  const plus = button("+", "plus", ctx.t("one_more"), 1);
  const show = () => {
    setText(shown, get());
    setAttribute(minus, "aria-disabled", get() <= least() ? "true" : null);
    setAttribute(plus, "aria-disabled", get() >= most ? "true" : null);
  };
  ctx.fields.push({ name, input: shown });
  ctx.shows.push(show);
  show();
  return el("div", { class: "field" },
    el("span", { class: "field-label" }, label),
    el("div", { class: "stepper", role: "group", "aria-label": label }, minus, shown, plus));
}

// A slider in half points with a button at each end for fingers that need to be exact.
function halfPointSlider(ctx, { name, label, most, get, set }) {
  const input = el("input", { class: "slider", type: "range", min: 0, max: most, step: 0.5 });
  input.value = get();
  const shown = el("output", { class: "slider-value" });
  const show = () => {
    if (input.value !== String(get())) input.value = get();
    setText(shown, `\u2212${tidyNumber(get())}`);
    setAttribute(input, "aria-valuetext", ctx.t("points_n", { n: tidyNumber(get()) }));
    input.style.setProperty("--part", `${(Number(get()) / Number(most)) * 100}%`);
  };
  const take = (pause) => () => {
    set(input.value);
    show();
    ctx.edit(pause);
  };
  input.addEventListener("input", take(TYPING_PAUSE));
  input.addEventListener("change", take(0));
  const step = (mark, word, by) =>
    el("button", {
      class: "step", "aria-label": `${label}: ${word}`, "data-place": ctx.place(`${name}${by}`),
      on: {
        click: () => {
          input.value = Number(input.value) + by;
          take(0)();
        },
      },
    }, mark);
  ctx.shows.push(show);
  const field = labelled(ctx, name, label, input);
  field.querySelector(".field-line").replaceChildren(
    step("\u2212", ctx.t("half_less"), -0.5), input, step("+", ctx.t("half_more"), 0.5), shown);
  show();
  return field;
}

// A button that is on or off: a part not done, or the tiers override.
function toggle(ctx, { testid, role, look, label, extra, get, flip }) {
  const state = role === "switch" ? "aria-checked" : "aria-pressed";
  const button = el("button", {
    class: look, testid, role, "data-place": ctx.place(testid),
    on: {
      click: () => {
        flip();
        show();
        ctx.edit(0);
      },
    },
  }, el("span", { class: "toggle-mark", "aria-hidden": "true" }), el("span", { class: "toggle-label" }, label),
  extra ? el("span", { class: "toggle-extra" }, extra) : null);
  const show = () => setAttribute(button, state, get() ? "true" : "false");
  ctx.shows.push(show);
  show();
  return button;
}
