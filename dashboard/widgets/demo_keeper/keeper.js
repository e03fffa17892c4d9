// Keeps the demo's role and language in the browser, for the next full page load.

export default function (component) {
  const { data } = component;
  if (data && data.value) document.cookie = `${data.name}=${encodeURIComponent(data.value)}; path=/; max-age=31536000; samesite=lax`;
}
