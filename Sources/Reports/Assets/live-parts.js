// Asks the server for parts of pages and puts them in place. Only what our own server drew becomes part of the page.
export const root = new URL(document.documentElement.dataset.root || "./", location.href);

// A failure as a sentence for a person.
export class Refused extends Error {
  constructor(status, sentence) { super(sentence); this.status = status; }
}

export function signIn() {
  const here = location.pathname + location.search;
  location.assign(new URL("sign-in?next=" + encodeURIComponent(here), root));
}

async function sentence(response) {
  try { return (await response.json()).error || response.statusText; } catch { return ""; }
}

// - path: relative to the root of the pages.
export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(new URL(path, root), {
      credentials: "same-origin", ...options, headers: { "X-XRayVision-Page": "1", ...options.headers },
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, "The server does not answer. It may be restarting.");
  }
  if (response.status === 401) {
    signIn();
    throw new Refused(401, "Please sign in again.");
  }
  if (!response.ok) {
    const wait = response.headers.get("Retry-After");
    const words = await sentence(response) || `The server answered ${response.status}.`;
    throw new Refused(response.status, wait ? `${words} Try again in ${wait} s.` : words);
  }
  return response;
}

// A part of a page, as an inert document.
export async function part(path) {
  const response = await ask(path, { headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

export async function post(path, body) {
  const response = await ask(path, {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  });
  try { return await response.json(); } catch { return {}; }
}

// Where the focus is within an element, in words that also fit its successor.
function focusOf(element) {
  const active = document.activeElement;
  if (!active || !element.contains(active)) return null;
  const row = active.closest("[data-uid]");
  return { uid: row?.dataset.uid, act: active.dataset.act, name: active.name, isOpen: active.matches("a.open") };
}

// What last moved, and when: a click soon after may have been meant for what stood there before.
// - top: from there down everything was shifted; - within: only the inside of this element is another one.
let moves = [];
const settling = 600;

export function hasJustMoved(target) {
  const now = performance.now();
  moves = moves.filter((move) => now - move.at < settling);
  return moves.some((move) => move.within ? move.within.contains(target) : target.getBoundingClientRect().bottom > move.top);
}

// The page was scrolled under the pointer.
export function scrolled() { moves.push({ at: performance.now(), top: -Infinity }); }

// Where the element ends and its list begins, as far as a click is concerned, and which films and buttons it has.
function edges(element) {
  return `${element.getBoundingClientRect().height} ${document.getElementById("list")?.getBoundingClientRect().top}`;
}

function marks(element) {
  return [...element.querySelectorAll("[data-uid], [data-act]")].map((one) => one.dataset.uid || one.dataset.act).join(" ");
}

function focusAgain(place, within) {
  if (!place) return;
  const row = place.uid ? [within, ...within.querySelectorAll("[data-uid]")].find((one) => one.dataset?.uid === place.uid) : within;
  const wanted = !row ? null
    : place.act && row.querySelector(`[data-act="${place.act}"]`)
    || place.name && row.querySelector(`[name="${place.name}"]`)
    || row.querySelector("a.open") || row.querySelector("button, a");
  wanted?.focus({ preventScroll: true });
}

// Puts `source` (from another document) where `target` stands, with focus and open folds as they were.
export function swap(target, source) {
  if (!target || !source) return target;
  const place = focusOf(target);
  const open = [...target.querySelectorAll("details[open] > summary")].map((fold) => fold.textContent);
  const fresh = document.adoptNode(source);
  for (const fold of fresh.querySelectorAll("details > summary")) {
    if (open.includes(fold.textContent)) fold.parentElement.open = true;
  }
  const [edge, marked] = [edges(target), marks(target)];
  target.replaceWith(fresh);
  const at = performance.now();
  if (edges(fresh) !== edge) moves.push({ at, top: fresh.getBoundingClientRect().top });
  else if (marks(fresh) !== marked) moves.push({ at, within: fresh });
  focusAgain(place, fresh);
  return fresh;
}

// A sentence in the corner that is also read aloud; with a deed that can be taken back.
export function toast(words, { isError = false, undo = null } = {}) {
  const place = document.getElementById("toasts");
  if (!place) return;
  const line = document.createElement("p");
  line.className = isError ? "toast is-error" : "toast";
  line.append(Object.assign(document.createElement("span"), { textContent: words }));
  const close = () => line.remove();
  if (undo) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Undo" });
    // A second click of a double click may land on the message that came to lie there.
    button.addEventListener("click", (event) => { if (event.detail < 2) { close(); undo(); } });
    line.append(button);
  }
  place.append(line);
  while (place.children.length > 4) place.firstElementChild.remove();
  // Nothing goes from under a pointer, and nothing falls there.
  const leave = () => { if (place.matches(":hover")) setTimeout(leave, 1000); else close(); };
  setTimeout(leave, undo || isError ? 8000 : 3500);
}

export function say(error) {
  if (error.name !== "AbortError") toast(error.message || "This did not work.", { isError: true });
}

// Marks a dialog as open until its closing has been heard: Esc closes it before the key arrives at the page.
// - uid: of the film whose row gets the focus when it is closed.
export function open(dialog, uid) {
  dialog.onclose = () => {
    // It was opened again before this was said.
    if (dialog.open) return;
    delete dialog.dataset.open;
    // The browser gives the focus back to where it was, unless that was drawn anew meanwhile.
    const active = document.activeElement;
    const isLost = !active || active === document.body || dialog.contains(active);
    if (isLost) document.getElementById("film-" + uid)?.querySelector("a.open").focus({ preventScroll: true });
  };
  dialog.showModal();
  dialog.dataset.open = "";
  // The second of two quick taps is not meant for what has just appeared beneath it.
  const at = performance.now();
  dialog.onclick = (event) => { if (event.detail > 0 && performance.now() - at < 300) event.preventDefault(); };
}
