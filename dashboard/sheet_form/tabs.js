// Several tabs of one browser share what is kept: each sends its own answers, and those of a tab that is gone.

const TAB_LOCK = "heng-tab-";

// A lock is held as long as its tab lives, however it ends; a browser without locks has tabs without names.
const thisTab = navigator.locks ? freshId() : null;
if (thisTab) navigator.locks.request(TAB_LOCK + thisTab, () => new Promise(() => undefined)).catch(() => undefined);

// Whether an answer that is kept has its tab still there to send it: another one, or this one.
async function sentElsewhere() {
  if (!thisTab) return () => false;
  const { held } = await navigator.locks.query();
  const living = new Set(held.map((lock) => lock.name));
  return ({ tab }) => Boolean(tab) && living.has(TAB_LOCK + tab);
}

// One count for all tabs, so that the later of two taps has the higher number whichever tab it was in.
function nextSequence(audit, seen) {
  const key = `heng-sequence-${audit}`;
  const next = Math.max(seen, Number(recall("localStorage", key)) || 0) + 1;
  remember("localStorage", key, String(next));
  return next;
}

function forgetSequence(audit) {
  try {
    localStorage.removeItem(`heng-sequence-${audit}`);
  } catch (storageForbidden) {
    // Then there is none.
  }
}
