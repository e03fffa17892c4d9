// What is in the way of submitting, all of it in one dialog: each part says what it is and leads there.

// An obstacle: {code, text, codes: items it leads to, devices, signature}; those of MAY_STAY a person may decide to live with.
const MAY_STAY = ["unanswered", "unsent"];

const stays = ({ code, devices }) => MAY_STAY.includes(code) && (devices || []).every((device) => device.may_be_left);

// As far as this tablet knows; the server has the last word.
function obstaclesHere(form, saved) {
  const { t, queue, together } = form;
  const found = [];
  const add = (code, codes, word) => { if (codes.length) found.push({ code, codes, text: t(word, { n: codes.length }) }); };
  const unfinished = form.unfinished();
  add("incomplete", unfinished, "fix_first");
  if (!saved) found.push({ code: "unsaved", codes: waitingItems(form), text: t(queue.stopped ? "cannot_submit_stopped" : "cannot_submit_unsaved", { n: queue.size }) });
  add("conflicts", together.conflicts.codes, "decide_first");
  const must = openAndAsked(form).filter((code) => !unfinished.includes(code));
  add("must_judge", must, "must_judge");
  add("proof", withoutPhoto(form), "photo_first");
  found.push(...signatureObstacles(form));
  const devices = together.people.filter((device) => device.waiting || device.silent);
  if (devices.length) found.push({ code: "unsent", codes: [], devices, text: t("devices_first", { number: devices.length }) });
  add("unanswered", form.openItems().filter((code) => !unfinished.includes(code) && !must.includes(code)), "open_count_as_skipped");
  return found;
}

function signatureObstacles({ t, ending }) {
  if (ending.open) return [{ code: "signature", codes: [], signature: true, text: t("signature_open") }];
  return ending.stale ? [{ code: "signature", codes: [], signature: true, text: t("signature_stale", { name: ending.entry.name }) }] : [];
}

function waitingItems(form) {
  const photos = [...form.photos.entries.values()].filter(({ state }) => ["preparing", "waiting", "leaving"].includes(state));
  const codes = [...form.states.values()].filter((state) => state.waiting).map((state) => state.code);
  return [...new Set([...codes, ...photos.map(({ item }) => item)])];
}

// As the server found them: {code, message, items, devices}.
function obstaclesTold(form, told) {
  return told.map(({ code, message, items, devices }) => {
    const codes = (items || []).map((item) => item.code);
    const text = code === "unanswered" ? form.t("open_count_as_skipped", { n: codes.length }) : message;
    return { code, codes, devices, text, signature: code === "signature" };
  });
}

function obstaclePart(submission, obstacle) {
  const { form, t } = submission;
  const { code, codes, devices, signature, text } = obstacle;
  const lines = [el("p", { class: "obstacle-text" }, text)];
  if (code === "unanswered") lines.push(overLimit(form));
  if (codes.length) lines.push(el("ul", { class: "dialog-list" }, codes.map((item) => el("li", {}, itemJump(submission, item)))));
  if (devices && devices.length) lines.push(deviceList(submission, obstacle));
  if (signature) lines.push(el("button", { class: "secondary", testid: "to-signature", on: { click: () => submission.leaveFor(form.ending.node) } }, t("to_signature")));
  return el("section", { class: "obstacle", testid: `obstacle-${code}`, "data-stays": String(stays(obstacle)) }, lines.filter(Boolean));
}

function itemJump(submission, code) {
  const { form } = submission;
  const state = form.states.get(code);
  return el("button", { class: "dialog-item", testid: `open-${code}`, on: { click: () => submission.leaveFor(form.view.items.get(code).node) } },
    el("span", { class: "code" }, code), el("span", { class: "dialog-name" }, state ? state.definition.wording : ""));
}

// Other devices that may still hold answers: each is left out only by name, and once said it stays said.
function deviceList(submission, obstacle) {
  return el("div", { class: "device-list" }, obstacle.devices.map((device) =>
    (stays(obstacle) ? deviceSwitch(submission, device) : el("p", {}, device.text))));
}

function deviceSwitch(submission, device) {
  const { left } = submission;
  const node = el("button", {
    class: "switch", role: "switch", testid: "leave-out", "aria-checked": String(left.has(device.client)),
    on: {
      click: () => {
        if (left.has(device.client)) left.delete(device.client);
        else left.add(device.client);
        setAttribute(node, "aria-checked", String(left.has(device.client)));
        submission.showWhetherReady();
      },
    },
  }, el("span", { class: "toggle-mark", "aria-hidden": "true" }), el("span", { class: "toggle-label" }, device.text, el("br"), submission.t("leave_out")));
  return node;
}
