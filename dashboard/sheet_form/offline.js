// The page the worker shows when the server is out of reach: a kept sheet to go on with, or the list of them.

const RETURN_PAUSE = 15000;
const PROBE_FIRST = 3000;
const PROBE_LONGEST = 30000;
const PROBE_TIMEOUT = 5000;
const RETURNED_KEY = "heng-returned";

class OfflinePage {
  // place: the element to draw in, with the address of the style; words: {zh: {...}, en: {...}}
  constructor(place, words) {
    this.place = place;
    const language = recall("localStorage", LANGUAGE_KEY) === "en" ? "en" : "zh";
    this.words = words;
    this.t = speaker(words[language]);
    document.documentElement.lang = language === "zh" ? "zh-CN" : language;
    this.person = recall("localStorage", PERSON_KEY) || "";
    this.store = new LocalStore();
    this.state = el("p", { class: "offline-state", testid: "offline-state", role: "status" });
  }

  async open() {
    const sheets = (await this.store.all("sheets")).filter((sheet) => this.isMine(sheet));
    const wanted = new URLSearchParams(location.search).get("audit");
    const sheet = sheets.find((kept) => kept.audit === wanted);
    this.say("offline_go_on");
    if (sheet) this.mount(sheet);
    else await this.list(sheets, Boolean(wanted));
    this.comeBack();
  }

  isMine(sheet) {
    return this.person !== "" && String(sheet.person) === this.person && !isOld(sheet);
  }

  say(key) {
    setText(this.state, this.t(key));
    this.state.dataset.look = key;
  }

  mount(sheet) {
    const host = el("div", { class: "offline-form" });
    const root = host.attachShadow({ mode: "open" });
    const link = el("link", { rel: "stylesheet", href: this.place.dataset.style });
    const back = el("a", { class: "offline-back", href: "/", testid: "offline-list" }, this.t("offline_list"));
    this.place.replaceChildren(el("div", { class: "offline-line" }, this.state, back), host);
    link.addEventListener("load", () => {
      const data = { ...sheet.data, words: this.words[sheet.data.language] || sheet.data.words };
      this.form = new SheetForm(root, data, (name) => this.triggered(name));
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.form.surroundings.measure());
    });
    root.append(link);
  }

  // What only the whole program can do has to wait until its page is back.
  triggered(name) {
    if (name === "submitted") location.reload();
  }

  async list(sheets, missing) {
    const rows = [];
    for (const sheet of sheets.sort((a, b) => b.kept_at - a.kept_at)) rows.push(await this.row(sheet));
    this.place.replaceChildren(
      el("h1", {}, this.t("offline_title")), this.state,
      el("p", { role: "alert" }, missing ? this.t("offline_missing") : ""),
      el("p", {}, rows.length ? "" : this.t("offline_none")),
      el("ul", { class: "offline-sheets" }, rows),
      el("button", { class: "offline-again", testid: "offline-again", on: { click: () => location.reload() } }, this.t("offline_again")));
  }

  async row(sheet) {
    const { audit } = sheet.data;
    const waiting = await this.waiting(sheet);
    const facts = [audit.sheet, audit.period, audit.occasion, audit.subject].filter(Boolean).join(" \u00b7 ");
    return el("li", {}, el("a", { href: `/${encodeURIComponent(audit.code)}?audit=${encodeURIComponent(sheet.audit)}`, testid: "offline-sheet" },
      el("strong", {}, audit.unit), el("span", {}, facts),
      el("span", { class: "offline-waiting", "data-waiting": waiting }, this.t(waiting ? "offline_waiting_n" : "all_saved", { n: waiting }))));
  }

  async waiting(sheet) {
    const kept = await Promise.all(["operations", "uploads"].map((name) => this.store.ofAudit(name, sheet.audit)));
    return kept.flat().filter((record) => record.person === sheet.person).length;
  }

  comeBack() {
    let pause = PROBE_FIRST;
    let timer;
    const look = async () => {
      clearTimeout(timer);
      if (await reached()) await this.leave();
      pause = Math.min(PROBE_LONGEST, pause * 1.6);
      timer = setTimeout(look, pause);
    };
    timer = setTimeout(look, pause);
    addEventListener("online", () => {
      pause = PROBE_FIRST;
      look();
    });
  }

  // Sent first what waits; then the whole program, once nobody is in the middle of something.
  async leave() {
    this.say("offline_returns");
    if (this.form) {
      this.form.edits.flush();
      await this.form.queue.drained(8000);
      while (this.isBusy()) await sleep(500);
    }
    const since = Date.now() - Number(sessionStorage.getItem(RETURNED_KEY) || 0);
    if (since < RETURN_PAUSE) await sleep(RETURN_PAUSE - since);
    if (!(await reached())) {
      this.say("offline_go_on");
      return;
    }
    sessionStorage.setItem(RETURNED_KEY, String(Date.now()));
    location.reload();
    await sleep(RETURN_PAUSE);
  }

  isBusy() {
    const { parent, host, states } = this.form;
    const active = parent.activeElement;
    const typing = active && active.matches("textarea, input:not([type=range]):not([type=file])");
    return Boolean(typing || host.querySelector("dialog[open]") || [...states.values()].some((state) => state.timer !== null));
  }
}

async function reached() {
  const aborter = new AbortController();
  const alarm = setTimeout(() => aborter.abort(), PROBE_TIMEOUT);
  try {
    return (await fetch("/api/health", { cache: "no-store", signal: aborter.signal })).ok;
  } catch (notReached) {
    return false;
  } finally {
    clearTimeout(alarm);
  }
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const offlinePlace = document.getElementById("heng-offline");
if (offlinePlace) new OfflinePage(offlinePlace, JSON.parse(document.getElementById("heng-words").textContent)).open();
