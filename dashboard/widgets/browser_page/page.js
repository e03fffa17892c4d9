// Tells the browser which language the page speaks, words Streamlit's own link, and keeps the demo's choice.

export default function (component) {
  const { data } = component;
  if (!data) return;
  document.documentElement.lang = data.language;
  const link = document.querySelector('[data-testid="stSkipToContent"]');
  if (link && link.textContent !== data.skip) link.textContent = data.skip;
  if (data.cookie) document.cookie = `${data.cookie.name}=${encodeURIComponent(data.cookie.value)}; path=/; max-age=31536000; samesite=lax`;
}
