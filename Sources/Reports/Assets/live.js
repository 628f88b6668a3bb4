// A live page: hears what happens, and follows without moving anything under a reader.
import { actions, refresh, refreshPage } from "./live-actions.js";
import { check } from "./live-check.js";
import { chime, chimeSwitch } from "./live-chime.js";
import { keys } from "./live-keys.js";
import { part, say, swap } from "./live-parts.js";
import { listen } from "./live-socket.js";

const isList = document.querySelector("main")?.dataset.list === "films";
const isWorklist = document.querySelector("main")?.dataset.list === "worklist";
const known = new Set();

// --- The state above the list: at most once in half a second, however much happens.
let stateTimer = 0;
function refreshState() {
  if (!document.getElementById("now") || stateTimer) return;
  stateTimer = setTimeout(async () => {
    stateTimer = 0;
    try {
      const fresh = await part("fragments/state");
      for (const id of ["now", "changed"]) swap(document.getElementById(id), fresh.getElementById(id));
      shownState();
    } catch { /* the next frame asks again */ }
  }, 500);
}

function shownState() {
  const now = document.getElementById("now");
  if (now) document.title = now.dataset.title;
  countDown();
}

function countDown() {
  const place = document.querySelector("[data-until]");
  if (!place) return;
  const seconds = Math.round((Date.parse(place.dataset.until) - Date.now()) / 1000);
  if (!Number.isFinite(seconds)) return;
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = two(Math.floor(seconds / 60) % 60);
  place.textContent = seconds <= 0 ? "now" : `in ${hours ? hours + ":" + minutes : Number(minutes)}:${two(seconds % 60)}`;
}

// --- The list.
const uids = (within) => [...within.querySelectorAll("[data-uid]")].map((row) => row.dataset.uid);

function listAddress() { return "fragments/films" + location.search; }

// Where the pointer was last moved, and when. A browser also says so when the page moved under a pointer that lay still.
const pointer = { x: 0, y: 0, at: -Infinity };
for (const name of ["pointermove", "pointerdown", "touchstart"]) {
  addEventListener(name, (event) => {
    if (name === "pointermove" && event.clientX === pointer.x && event.clientY === pointer.y) return;
    if (name !== "touchstart") [pointer.x, pointer.y] = [event.clientX, event.clientY];
    pointer.at = performance.now();
  }, { passive: true, capture: true });
}

// At the top, with nothing focused, opened or marked, and no hand at the mouse: nobody reads a row now. A list that moves
// under a pointer would have its click land on another film.
function isIdle() {
  const active = document.activeElement;
  const isReading = active?.closest?.("#list") || document.querySelector("dialog[open], #list:hover");
  return scrollY < 80 && !isReading && String(getSelection()) === "" && performance.now() - pointer.at > 5000;
}

// Films that something happened to, each with the number of that event: an answer asked for before it is out of date.
const touched = new Map();
let heard = 0;

function touch(uid) {
  heard += 1;
  if (touched.size > 2000) touched.clear();
  touched.set(uid, heard);
}

// The list as it is now, for this address; null when the reader has gone elsewhere meanwhile.
async function ask() {
  const here = location.href;
  const fresh = (await part(isList ? listAddress() : here)).getElementById("list");
  return location.href === here ? fresh : null;
}

// - before: the number of the last event when `fresh` was asked for.
function replace(fresh, before) {
  const shown = new Set(uids(document.getElementById("list")));
  forget();
  const list = swap(document.getElementById("list"), fresh);
  for (const uid of uids(list)) {
    if (!shown.has(uid) && shown.size > 0) document.getElementById("film-" + uid)?.classList.add("arrived");
    known.add(uid);
    if (touched.get(uid) > before) refresh(uid).catch(say);
  }
}

// Each film shown as it is now, where it stands.
function heal(fresh, before, isWhole) {
  for (const uid of uids(document.getElementById("list"))) {
    const row = document.getElementById("film-" + uid);
    const source = fresh.querySelector(`[data-uid="${CSS.escape(uid)}"]`);
    if (!row || row.hasAttribute("aria-busy")) continue;
    if (touched.get(uid) > before || (isWhole && !source)) refresh(uid).catch(say);
    else if (source) {
      source.classList.toggle("arrived", row.classList.contains("arrived"));
      source.classList.toggle("is-settled", row.classList.contains("is-settled"));
      if (!row.isEqualNode(source)) swap(row, source.cloneNode(true));
    }
  }
}

let isAsking = false;
let isAskedAgain = false;
let wantsWhole = false;

// Something may have arrived: asks for the list and either shows it or offers it.
// - isWhole: events were missed: whatever is shown may be out of date.
async function look(isWhole = false) {
  if (!isList && !(isWorklist && isWhole)) return;
  if (isAsking) { isAskedAgain = true; wantsWhole ||= isWhole; return; }
  isAsking = true;
  try {
    const list = document.getElementById("list");
    const isFirst = isList && list.dataset.page === "1" && list.dataset.order === "created";
    const before = heard;
    const fresh = isFirst || isWhole ? await ask() : null;
    if (fresh) {
      const shown = new Set(uids(document.getElementById("list")));
      const arrived = uids(fresh).filter((uid) => !shown.has(uid));
      const isAlarming = (uid) => !known.has(uid) && fresh.querySelector(`[data-uid="${CSS.escape(uid)}"][data-severe]`);
      if (isFirst && arrived.some(isAlarming)) chime();
      for (const uid of arrived) known.add(uid);
      if ((arrived.length > 0 || isWhole) && isIdle()) replace(fresh, before);
      else {
        heal(fresh, before, isWhole);
        if (isFirst) {
          swap(document.getElementById("shown"), fresh.querySelector("#shown"));
          if (arrived.length > 0) offer(arrived.length);
        }
      }
    }
  } catch (error) {
    if (isWhole && isPassing(error)) setTimeout(look, 5000, true);
    else if (error.status) say(error);
  } finally {
    isAsking = false;
    if (isAskedAgain) {
      const wasWhole = wantsWhole;
      isAskedAgain = wantsWhole = false;
      look(wasWhole);
    }
  }
}

// How many films are offered: what they are is asked when they are wanted.
let waiting = 0;

function offer(count) {
  waiting = count;
  const button = document.querySelector("#new-films button");
  button.textContent = count === 1 ? "1 new film" : `${count} new films`;
  button.hidden = false;
}

function forget() {
  waiting = 0;
  const button = document.querySelector("#new-films button");
  if (button) button.hidden = true;
}

function showNew() {
  if (!waiting) return false;
  const [count, before] = [waiting, heard];
  forget();
  ask().then((fresh) => { if (fresh) replace(fresh, before); }).catch((error) => { offer(count); say(error); });
  return true;
}

// What may be well again in a moment; a film that is gone, or a role that was taken, is not.
function isPassing(error) { return !error.status || error.status === 429 || error.status >= 500; }

// After events that were not heard.
function catchUp() {
  look(true);
  refreshPage().catch((error) => { if (isPassing(error)) setTimeout(catchUp, 5000); });
}

// Something changed that nobody tells of: another process was at the database. At most once in five seconds.
let following = 0;
let followedAt = -Infinity;
function follow() {
  if (following) return;
  const now = () => {
    following = 0;
    followedAt = performance.now();
    catchUp();
  };
  following = setTimeout(() => {
    if (document.hidden) document.addEventListener("visibilitychange", now, { once: true });
    else now();
  }, Math.max(500, followedAt + 5000 - performance.now()));
}

// Another page or filter: the address is the state.
let asked = 0;
async function show(address, isNew) {
  const turn = ++asked;
  const list = document.getElementById("list");
  const [before, chosen] = [heard, choices()];
  list.setAttribute("aria-busy", "true");
  try {
    const fresh = await part(address.href);
    if (turn !== asked) return;
    if (isNew) history.pushState(null, "", address);
    replace(fresh.getElementById("list"), before);
    for (const row of document.querySelectorAll("#list .arrived")) row.classList.remove("arrived");
    // Whoever has chosen on meanwhile keeps that; the next answer brings the form for it.
    if (choices() === chosen) swapFilters(fresh.getElementById("filters"));
  } catch (error) { say(error); } finally { document.getElementById("list").removeAttribute("aria-busy"); }
}

function choices() { return new URLSearchParams(new FormData(document.getElementById("filters"))).toString(); }

// Somebody may be typing on while the answer comes.
function swapFilters(fresh) {
  const typed = document.activeElement?.closest?.("#filters input");
  const kept = typed && { name: typed.name, value: typed.value, start: typed.selectionStart, end: typed.selectionEnd };
  const form = swap(document.getElementById("filters"), fresh);
  const field = kept && form.elements[kept.name];
  if (!field) return;
  field.value = kept.value;
  field.focus({ preventScroll: true });
  field.setSelectionRange?.(kept.start, kept.end);
}

// `any` and empty fields say nothing, a status excepted: nothing said means read films.
function addressOf(form) {
  const address = new URL("./", location.href);
  for (const [name, value] of new FormData(form)) {
    const isSaid = value.trim() !== "" && (value !== "any" || name === "status");
    const isUsual = (name === "order" && value === "created") || (name === "status" && value === "done")
      || (name === "size" && form.elements.size?.querySelector("[selected]")?.value === value && !new URLSearchParams(location.search).has("size"));
    if (isSaid && !isUsual) address.searchParams.append(name, value.trim());
  }
  return address;
}

function filters() {
  if (!isList) return;
  const main = document.querySelector("main");
  let timer = 0;
  main.addEventListener("submit", (event) => {
    if (!event.target.matches("#filters, form.jump")) return;
    event.preventDefault();
    clearTimeout(timer);
    show(addressOf(event.target), true);
  });
  main.addEventListener("input", (event) => {
    const form = event.target.closest("#filters");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => show(addressOf(document.getElementById("filters")), true), event.target.matches("select") ? 0 : 350);
  });
  main.addEventListener("click", (event) => {
    const link = event.target.closest("#list .pages a, #filters a, #list .empty a");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isTurned = link.closest(".pages");
    show(new URL(link.href), true).then(() => {
      if (isTurned) { scrollTo(0, 0); document.querySelector("#list a.open")?.focus({ preventScroll: true }); }
    });
  });
  addEventListener("popstate", () => show(new URL(location.href), false));
  document.querySelector("#new-films button").addEventListener("click", () => { scrollTo(0, 0); showNew(); });
}

// --- What the server says.
function connection(state, wait) {
  const place = document.getElementById("connection");
  if (!place) return;
  place.dataset.state = state;
  const words = { connecting: "connecting", live: "live", lost: `lost, again in ${Math.ceil(wait / 1000)} s` };
  const line = place.querySelector(".connection-words");
  if (line.textContent !== words[state]) line.textContent = words[state];
}

let isFirstTime = true;

function hear(frame) {
  refreshState();
  const { name, payload } = frame.event || {};
  const uid = typeof payload?.uid === "string" ? payload.uid : payload?.exam?.uid;
  if (typeof uid === "string") touch(uid);
  switch (name) {
    case "connected":
      // On a page just drawn the events that follow say all that it does not show yet.
      if (isFirstTime && payload?.replay === "complete") look(); else catchUp();
      isFirstTime = false;
      break;
    case "new_exam": look(); refresh(uid).catch(say); break;
    case "processing_start": case "error": case "radreview": case "radreport": case "radcheck": case "requeue":
    case "flag": refresh(uid).catch(say); break;
    case undefined: follow(); break;
    default: break;
  }
}

for (const uid of uids(document)) known.add(uid);
actions();
keys(showNew);
filters();
check();
chimeSwitch();
shownState();
setInterval(countDown, 1000);
const drawn = document.documentElement.dataset.seq;
listen({ since: drawn ? Number(drawn) : null, onFrame: hear, onState: connection });
