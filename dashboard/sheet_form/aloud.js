// Reading an item aloud with the browser's own voice; where there is none for the language, nothing is offered.

class Aloud {
  constructor(form) {
    this.form = form;
    this.engine = window.speechSynthesis || null;
    this.speaking = null;
    this.aborter = new AbortController();
    if (!this.engine) return;
    this.engine.addEventListener("voiceschanged", () => this.offer(), { signal: this.aborter.signal });
    addEventListener("pagehide", () => this.stop(), { signal: this.aborter.signal });
  }

  get voice() {
    const wanted = this.form.data.language;
    return this.engine ? this.engine.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(wanted)) : undefined;
  }

  offer() {
    this.form.host.toggleAttribute("data-voice", Boolean(this.voice));
  }

  button(state) {
    const button = el("button", {
      class: "aloud", testid: "aloud", "data-place": `${state.code}-aloud`, "aria-pressed": "false",
      "aria-label": this.form.t("read_aloud", { code: state.code }), on: { click: () => this.turn(state, button) },
    }, icon("aloud"));
    return button;
  }

  turn(state, button) {
    const again = this.speaking === button;
    this.stop();
    if (again || !this.voice) return;
    const { code, wording, rule_text: rule } = state.definition;
    const speech = new SpeechSynthesisUtterance([code, wording, rule].filter(Boolean).join("\u3002"));
    speech.voice = this.voice;
    speech.lang = this.voice.lang;
    speech.onend = speech.onerror = () => { if (this.speaking === button) this.show(null); };
    this.show(button);
    this.engine.speak(speech);
  }

  stop() {
    if (!this.speaking) return;
    this.engine.cancel();
    this.show(null);
  }

  show(button) {
    for (const [node, on] of [[this.speaking, false], [button, true]]) {
      if (!node) continue;
      setAttribute(node, "aria-pressed", String(on));
      node.replaceChildren(icon(on ? "stop" : "aloud"));
    }
    this.speaking = button;
  }

  close() {
    this.stop();
    this.aborter.abort();
  }
}
