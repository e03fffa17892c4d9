// The component's entry: called at every change of its data, keeps one form for each mounted element.

const controllers = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!data || !data.audit) return undefined;
  let form = controllers.get(parentElement);
  if (form && form.audit.id === data.audit.id && form.person === ((data.person && data.person.id) || "")) form.update(data, setTriggerValue);
  else {
    if (form) form.close();
    form = new SheetForm(parentElement, data, setTriggerValue);
    controllers.set(parentElement, form);
  }
  form.calls = (form.calls || 0) + 1;
  const call = form.calls;
  // Streamlit may run the clean-up of an outdated call after a newer call: only the newest may close the form.
  return () => {
    if (controllers.get(parentElement) !== form || form.calls !== call) return;
    controllers.delete(parentElement);
    form.close();
  };
}
