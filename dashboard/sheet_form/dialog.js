// A dialog over the form: heading, content, buttons. The page rests meanwhile; closing gives the focus back.

let dialogCount = 0;

// buttons: [{word, look, testid, act}]; every one closes the dialog before it acts.
function openDialog(form, { title, testid, content, buttons }) {
  dialogCount += 1;
  const heading = el("h3", { id: `heng-dialog-${dialogCount}` }, title);
  const dialog = el("dialog", {
    class: "dialog", testid, "aria-labelledby": heading.id, on: { close: () => dialog.remove() },
  }, heading, content, el("div", { class: "dialog-buttons" }, buttons.map(({ word, look, testid: id, act }) =>
    el("button", {
      class: look, testid: id,
      on: {
        click: () => {
          dialog.close();
          if (act) act();
        },
      },
    }, word))));
  form.view.node.append(dialog);
  dialog.showModal();
  return dialog;
}
