// Before submitting: other devices that may still hold answers, each left out only by name.

// error: {message, devices: [{client, text, may_be_left}]}
function askAboutDevices(submission, error, confirmed) {
  const { t } = submission;
  const left = new Set();
  const askable = error.devices.every((device) => device.may_be_left);
  const rows = error.devices.map((device) => (askable ? deviceSwitch(submission, device, left, error.devices.length) : el("p", {}, device.text)));
  submission.open(t("not_submitted"), el("p", {}, error.message), el("div", { class: "device-list" }, rows));
  submission.buttons.append(submission.backButton("back_to_answers", "primary"));
  if (!askable) return;
  submission.confirm = el("button", {
    class: "secondary", testid: "submit-without", "aria-disabled": "true",
    on: { click: () => { if (left.size === error.devices.length) submission.send(confirmed, [...left]); } },
  }, t("submit_without"));
  submission.buttons.append(submission.confirm);
}

function deviceSwitch(submission, device, left, all) {
  const node = el("button", {
    class: "switch", role: "switch", testid: "leave-out", "aria-checked": "false",
    on: {
      click: () => {
        if (left.has(device.client)) left.delete(device.client);
        else left.add(device.client);
        setAttribute(node, "aria-checked", String(left.has(device.client)));
        setAttribute(submission.confirm, "aria-disabled", left.size === all ? null : "true");
      },
    },
  }, el("span", { class: "toggle-mark", "aria-hidden": "true" }), el("span", { class: "toggle-label" }, device.text, el("br"), submission.t("leave_out")));
  return node;
}
