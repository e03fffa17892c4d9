// Tells the browser which language the page speaks, words Streamlit's own link, keeps the demo's choice, and the way back.

// Streamlit leaves for another page in two steps: it writes the new page's query beside the name of the page that is
// left, and then the new name. The first step is taken out of the history, so that "back" leads to what was left.
const HALFWAY = 1500;

function keepTheWayBack() {
  if (window.hengWayBack) return;
  window.hengWayBack = true;
  const push = window.history.pushState;
  let halfway = null;
  window.history.pushState = function (state, unused, address) {
    const to = new URL(address ?? location.href, location.href);
    const leaves = to.pathname !== location.pathname;
    const soon = halfway && halfway.href === location.href && performance.now() - halfway.at < HALFWAY;
    if (leaves && soon && to.search === location.search) window.history.replaceState(state, unused, address);
    else push.call(this, state, unused, address);
    halfway = leaves ? null : { href: location.href, at: performance.now() };
  };
}

export default function (component) {
  keepTheWayBack();
  const { data } = component;
  if (!data) return;
  document.documentElement.lang = data.language;
  const link = document.querySelector('[data-testid="stSkipToContent"]');
  if (link && link.textContent !== data.skip) link.textContent = data.skip;
  if (data.cookie) document.cookie = `${data.cookie.name}=${encodeURIComponent(data.cookie.value)}; path=/; max-age=31536000; samesite=lax`;
}
