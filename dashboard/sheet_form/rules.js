// What each kind of rule asks for: its verdicts, the answer made of what was typed, and what is still missing.

const NUMBER_PAIRS = {
  target_rate: ["numerator", "denominator"],
  target_rate_max: ["numerator", "denominator"],
  target_value_max: ["numerator", "denominator"],
  tiers: ["actual", "mean"],
  proportional: ["actual", "required"],
};

function verdictChoices(rule, t) {
  const met = (key) => ({ value: "met", label: t(key), look: "met" });
  const deducted = (key) => ({ value: "deducted", label: t(key), look: "deducted" });
  const skipped = { value: "not_applicable", label: t("not_applicable"), look: "skipped" };
  if (NUMBER_PAIRS[rule.kind]) return [{ value: "measured", label: t("measured"), look: "met" }, skipped];
  if (rule.kind === "bonus") return [met("none"), { value: "awarded", label: t("has_award"), look: "met" }];
  if (rule.kind === "demerit") return [met("none"), deducted("has_demerit")];
  if (rule.kind === "outage_bands") return [met("no_outage"), deducted("has_outage"), skipped];
  return [met("met"), deducted("deducted"), skipped];
}

function freshValues() {
  return {
    count: 1, severe: 0, deduction: "0.5", reason: "", skipped_reason: "", parts: [],
    numerator: "", denominator: "", actual: "", mean: "", required: "", override: false,
    outages: [], awards: [],
  };
}

// Takes a stored answer into the typed values; what the answer does not mention stays as it was typed.
function readAnswer(values, answer) {
  if (!answer) return null;
  const { verdict } = answer;
  if (verdict === "not_applicable") {
    values.skipped_reason = answer.reason || "";
    return verdict;
  }
  if (verdict === "met") return verdict;
  if (answer.count !== undefined) values.count = Number(answer.count);
  if (answer.count !== undefined) values.severe = Number(answer.severe || 0);
  if (answer.deduction !== undefined) values.deduction = String(answer.deduction);
  if (answer.reason !== undefined) values.reason = answer.reason;
  if (answer.parts) values.parts = [...answer.parts];
  for (const name of ["numerator", "denominator", "actual", "mean", "required"]) {
    if (answer[name] !== undefined) values[name] = String(answer[name]);
  }
  if (verdict === "measured") values.override = Boolean(answer.override);
  if (answer.outages) {
    values.outages = answer.outages.map((row) => ({ on: row.on, customers: String(row.customers), note: row.note || "" }));
  }
  if (answer.awards) values.awards = answer.awards.map((row) => ({ points: Number(row.points), evidence: row.evidence }));
  return verdict;
}

// Full-width digits and thousands commas come from Chinese keyboards and pasted reports.
function plainNumber(text) {
  const plain = String(text).normalize("NFKC").replace(/[\s,]/g, "");
  if (plain === "") return "";
  return /^\d+(\.\d+)?$/.test(plain) ? plain : null;
}

class Gaps {
  constructor() {
    this.missing = [];
    this.malformed = [];
  }

  number(field, label, text) {
    const plain = plainNumber(text);
    if (plain === "") this.missing.push({ field, label });
    if (plain === null) this.malformed.push({ field, label });
    return plain;
  }

  text(field, label, text) {
    const plain = String(text).trim();
    if (!plain) this.missing.push({ field, label });
    return plain;
  }

  get none() {
    return !this.missing.length && !this.malformed.length;
  }
}

// The answer as the server wants it, with the gaps that keep it from being sent.
function composeAnswer(rule, verdict, values, t) {
  const gaps = new Gaps();
  if (verdict === null) return { answer: null, gaps };
  const answer = { verdict };
  if (verdict === "not_applicable") {
    const reason = values.skipped_reason.trim();
    if (reason) answer.reason = reason;
  } else if (verdict !== "met") {
    const compose = COMPOSERS[rule.kind];
    if (compose) compose(answer, rule, values, gaps, t);
  }
  return { answer, gaps };
}

const COMPOSERS = {
  per_occurrence(answer, rule, values, gaps, t) {
    answer.count = values.count;
    if (rule.severe && values.severe > 0) answer.severe = values.severe;
    if (values.count + (rule.severe ? values.severe : 0) < 1) gaps.missing.push({ field: "count", label: t("count") });
  },
  discretionary(answer, rule, values, gaps, t) {
    answer.deduction = String(values.deduction);
    answer.reason = gaps.text("reason", t("reason"), values.reason);
  },
  parts(answer, rule, values, gaps, t) {
    answer.parts = rule.parts.map((part) => part.code).filter((code) => values.parts.includes(code));
    if (!answer.parts.length) gaps.missing.push({ field: "parts", label: t("parts_not_done") });
  },
  tiers(answer, rule, values, gaps) {
    composePair(answer, rule, values, gaps);
    if (rule.override && values.override) answer.override = true;
  },
  outage_bands(answer, rule, values, gaps, t) {
    if (!values.outages.length) gaps.missing.push({ field: "outages", label: t("outages") });
    answer.outages = values.outages.map((row) => {
      const composed = {
        on: gaps.text("on", t("outage_date"), row.on),
        customers: Number(gaps.number("customers", t("customers"), row.customers)),
      };
      if (row.note.trim()) composed.note = row.note.trim();
      return composed;
    });
  },
  bonus: composeAwards,
  demerit: composeAwards,
  target_rate: composePair,
  target_rate_max: composePair,
  target_value_max: composePair,
  proportional: composePair,
};

function composePair(answer, rule, values, gaps) {
  for (const name of NUMBER_PAIRS[rule.kind]) answer[name] = gaps.number(name, rule[name] || name, values[name]);
}

function composeAwards(answer, rule, values, gaps, t) {
  if (!values.awards.length) gaps.missing.push({ field: "awards", label: t("evidence") });
  answer.awards = values.awards.map((row) => ({
    points: row.points,
    evidence: gaps.text("evidence", t("evidence"), row.evidence),
  }));
}

// "Still needed: reason" in the reader's words, each thing named once.
function gapSentence(gaps, t) {
  const names = (list) => [...new Set(list.map((gap) => gap.label))].join(t("list_separator"));
  const sentences = [];
  if (gaps.missing.length) sentences.push(t("still_needed", { what: names(gaps.missing) }));
  if (gaps.malformed.length) sentences.push(t("only_digits", { what: names(gaps.malformed) }));
  return sentences.join(" ");
}
