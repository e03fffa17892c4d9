// What opens under the verdict: only the inputs the item's rule needs.

const PANELS = {
  per_occurrence(ctx) {
    const { rule, values } = ctx;
    const least = () => (rule.severe ? 0 : 1);
    const one = (name, label, lowest) => stepper(ctx, {
      name, testid: name, label, least: lowest, most: 99,
      get: () => values()[name],
      set: (n) => { values()[name] = n; },
    });
    const label = rule.severe ? ctx.t("count_ordinary", { n: tidyNumber(rule.deduct) }) : ctx.t("count");
    const steppers = [one("count", label, least)];
    if (rule.severe) steppers.push(one("severe", ctx.t("count_severe", { n: tidyNumber(rule.severe) }), () => 0));
    return [el("div", { class: "field-row" }, steppers)];
  },
  discretionary(ctx) {
    const { rule, values } = ctx;
    return [
      halfPointSlider(ctx, {
        name: "deduction", label: ctx.t("deduction"), most: rule.points,
        get: () => values().deduction,
        set: (text) => { values().deduction = text; },
      }),
      valueText(ctx, "reason", ctx.t("reason"), "reason"),
    ];
  },
  parts(ctx) {
    const { rule, values } = ctx;
    const chips = rule.parts.map((part) => toggle(ctx, {
      testid: `part-${part.code}`, look: "chip", label: part.wording, extra: `\u2212${tidyNumber(part.points)}`,
      get: () => values().parts.includes(part.code),
      flip: () => {
        const chosen = values().parts;
        values().parts = chosen.includes(part.code) ? chosen.filter((code) => code !== part.code) : [...chosen, part.code];
      },
    }));
    const group = el("div", { class: "chips", role: "group", testid: "field-parts", "aria-label": ctx.t("parts_not_done") }, chips);
    ctx.fields.push({ name: "parts", input: group });
    return [el("p", { class: "hint" }, ctx.t("tap_parts")), group];
  },
  tiers(ctx) {
    const { rule, values } = ctx;
    const unit = rule.unit || (rule.compare === "seconds_above" ? ctx.t("seconds") : null);
    const nodes = [numberPair(ctx, [unit, unit], false)];
    if (rule.override) {
      nodes.push(toggle(ctx, {
        testid: "override", role: "switch", look: "switch", label: rule.override.wording,
        extra: ctx.t("then_points", { n: tidyNumber(rule.override.points) }),
        get: () => values().override,
        flip: () => { values().override = !values().override; },
      }));
    }
    return nodes;
  },
  target_rate: (ctx) => [numberPair(ctx, [null, null], true)],
  target_rate_max: (ctx) => [numberPair(ctx, [null, null], true)],
  target_value_max: (ctx) => [numberPair(ctx, [ctx.rule.unit, null], false)],
  proportional: (ctx) => [numberPair(ctx, [ctx.rule.unit, ctx.rule.unit], false)],
  outage_bands: (ctx) => rowList(ctx, {
    name: "outages", fresh: () => ({ on: "", customers: "", note: "" }), add: "add_outage", title: "outage_n", row: outageRow,
  }),
  bonus: awardPanel,
  demerit: awardPanel,
};

function valueText(ctx, name, label, key, optional = false) {
  return textField(ctx, {
    name, label, optional, rows: optional ? 1 : 2, blocks: key === "skipped_reason" ? "skipped" : "reason",
    get: () => ctx.values()[key],
    set: (text) => { ctx.values()[key] = text; },
  });
}

function numberPair(ctx, units, whole) {
  const fields = NUMBER_PAIRS[ctx.rule.kind].map((name, index) => numberField(ctx, {
    name, label: ctx.rule[name] || name, unit: units[index], whole,
    get: () => ctx.values()[name],
    set: (text) => { ctx.values()[name] = text; },
  }));
  return el("div", { class: "field-row pair" }, fields);
}

function outageRow(ctx, row) {
  const bind = (key) => ({ get: () => row[key], set: (text) => { row[key] = text; } });
  return [
    el("div", { class: "field-row" },
      dateField(ctx, { name: "on", label: ctx.t("outage_date"), ...bind("on") }),
      numberField(ctx, { name: "customers", label: ctx.t("customers"), unit: ctx.t("households"), whole: true, ...bind("customers") })),
    textField(ctx, { name: "note", label: ctx.t("outage_note"), rows: 1, optional: true, ...bind("note") }),
  ];
}

function awardPanel(ctx) {
  const { rule } = ctx;
  const least = Number(rule.least || 2);
  const most = Number(rule.most || 5);
  return rowList(ctx, {
    name: "awards", fresh: () => ({ points: least, evidence: "" }),
    add: rule.kind === "bonus" ? "add_award" : "add_demerit",
    title: rule.kind === "bonus" ? "award_n" : "demerit_n",
    row: (inner, row, index) => [pointsRow(inner, row, index, least, most), textField(inner, {
      name: "evidence", label: inner.t("evidence"),
      get: () => row.evidence,
      set: (text) => { row.evidence = text; },
    })],
  });
}

function pointsRow(ctx, row, index, least, most) {
  const sign = ctx.rule.kind === "bonus" ? "+" : "\u2212";
  const options = [];
  for (let n = least; n <= most; n += 1) options.push({ value: n, label: `${sign}${n}`, testid: `points-${n}`, look: "small" });
  const row_of_points = radioRow({
    label: ctx.t("points"), name: ctx.place(`points-${index}`), options, value: row.points,
    choose: (n) => {
      row.points = n;
      row_of_points.show(n);
      ctx.edit(0);
    },
  });
  row_of_points.node.dataset.testid = "field-points";
  ctx.fields.push({ name: "points", input: row_of_points.node });
  return el("div", { class: "field" }, el("span", { class: "field-label" }, ctx.t("points")), row_of_points.node);
}

// A list of like records; there is always at least one, and only its own rows are drawn anew when one is added or removed.
function rowList(ctx, { name, fresh, add, title, row }) {
  const list = el("div", { class: "rows", testid: `field-${name}` });
  const rows = () => ctx.values()[name];
  const draw = () => {
    if (!rows().length) ctx.values()[name] = [fresh()];
    ctx.fields.splice(0, ctx.fields.length, { name, input: list });
    list.replaceChildren(...rows().map((record, index) => el("fieldset", { class: "row", testid: `${name}-${index}` },
      el("legend", { class: "row-title" }, ctx.t(title, { n: index + 1 })),
      el("button", {
        class: "quiet remove", testid: "remove", "aria-label": ctx.t("remove_n", { what: ctx.t(title, { n: index + 1 }) }),
        "data-place": ctx.place(`remove-${index}`), on: { click: () => drop(record) },
      }, ctx.t("remove")),
      row({ ...ctx, place: (field) => ctx.place(`${field}-${index}`) }, record, index))));
  };
  const drop = (record) => {
    ctx.values()[name] = rows().filter((other) => other !== record);
    draw();
    ctx.edit(0);
    more.focus();
  };
  const more = el("button", {
    class: "quiet", testid: "add", "data-place": ctx.place("add"),
    on: {
      click: () => {
        rows().push(fresh());
        draw();
        ctx.edit(0);
        list.lastElementChild.querySelector("input, textarea, [role=radio]").focus();
      },
    },
  }, ctx.t(add));
  draw();
  return [list, more];
}
