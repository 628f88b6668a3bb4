// What people do to films: each waits for the server's answer before anything on the page changes.
import { hasJustMoved, open, part, post, say, scrolled, swap, toast } from "./live-parts.js";

// What was asked of a film and is not done yet. A key that comes meanwhile waits for its turn: u after a takes back a.
const turns = new Map();

// The film that is meant: the focused row, else the film of the page.
export function chosen() {
  const row = document.activeElement?.closest?.("#list [data-uid]");
  return row || document.getElementById("act");
}

// Which film it is: who, what, when.
function words(element) {
  const texts = element.id === "act"
    ? [document.querySelector("h1")?.firstChild, document.querySelector("main .exam")?.firstChild,
      document.querySelector("main .exam .quiet")]
    : [".c-patient .open", ".c-exam > span", ".c-exam time"].map((place) => element.querySelector(place));
  const words = texts.map((text) => text?.textContent.replace(/^[\s·]+|\s+$/g, "").replace(/\s+/g, " ")).filter(Boolean);
  return words.join(", ") || "the film";
}

// How often a film was asked for: of two answers that overtake each other the one asked for last counts.
const asked = new Map();

// Draws the film anew wherever it stands on the page.
export async function refresh(uid) {
  if (!uid) return;
  const row = document.getElementById("film-" + uid);
  if (row) {
    const query = new URLSearchParams(location.search);
    if (document.getElementById("list")?.dataset.order === "disagreement") query.set("order", "disagreement");
    const turn = (asked.get(uid) || 0) + 1;
    asked.set(uid, turn);
    try {
      const fresh = (await part(`fragments/film/${uid}?${query}`)).querySelector("tr.film");
      if (asked.get(uid) !== turn) return;
      const difference = row.querySelector(".difference");
      if (difference && fresh) fresh.querySelector(".c-agree").append(difference.cloneNode(true));
      if (row.classList.contains("is-settled")) fresh?.classList.add("is-settled");
      swap(document.getElementById("film-" + uid), fresh);
    } catch (error) { if (error.status !== 404) throw error; }
  }
  if (document.getElementById("act")?.dataset.uid === uid) await refreshPage();
  else if (document.querySelector(`ol.studies [data-uid="${CSS.escape(uid)}"]`)) await refreshPage();
}

function folded(element) {
  const copy = element.cloneNode(true);
  for (const fold of copy.querySelectorAll("details[open]")) fold.removeAttribute("open");
  return copy;
}

// A film's own page: its words, not the film itself, which somebody may be measuring. A patient's: the films.
export async function refreshPage() {
  if (!document.querySelector("#act, ol.studies")) return;
  const turn = (asked.get("page") || 0) + 1;
  asked.set("page", turn);
  const fresh = await part(location.href);
  if (asked.get("page") !== turn) return;
  for (const selector of ["main .words", "main .exam", "ol.studies", "#changed"]) {
    const [shown, source] = [document.querySelector(selector), fresh.querySelector(selector)];
    // What says the same stays, with whatever somebody has marked in it.
    if (shown && source && !folded(shown).isEqualNode(folded(source))) swap(shown, source);
  }
  // Only where there was no picture yet.
  if (document.querySelector("#film > .withheld")) swap(document.getElementById("film"), fresh.getElementById("film"));
}

const deeds = {
  normal: (uid) => post("api/radreview", { uid, normal: true }),
  abnormal: (uid) => post("api/radreview", { uid, normal: false }),
  // Of the review that the person saw, and no later one.
  undo: (uid, review) => post("api/review/undo", { uid, review }),
  fetch: (uid) => post("api/getrad", { uid }),
};

const told = { normal: "Reviewed as normal", abnormal: "Reviewed as abnormal", undo: "Review taken back" };

// What is asked before it is done: the dialog, and each of its answers as words and a deed.
const questions = {
  flag: {
    id: "flag-film",
    prepare: (dialog, button) => {
      dialog.querySelector('[value="clear"]').hidden = button.getAttribute("aria-pressed") !== "true";
    },
    answers: {
      do: ["Flagged", (uid, note) => post("api/flag", { uid, note })],
      clear: ["Flag cleared", (uid) => post("api/unflag", { uid })],
    },
  },
  requeue: {
    id: "read-again",
    answers: {
      do: ["Queued for a second reading", (uid, prompt) => post("api/requeue", prompt ? { uid, prompt } : { uid })],
    },
  },
};

// - name: normal, abnormal, undo, fetch, flag or requeue.
// - element: the film that the person saw: its identity goes with the deed.
export function act(name, element) {
  const uid = element?.dataset.uid;
  if (!uid) return Promise.resolve();
  if (name in questions) return ask(name, uid, element);
  const seen = Number(element.querySelector('[data-act="undo"]')?.dataset.review);
  return inTurn(uid, () => perform(uid, () => carryOut(name, uid, seen)));
}

function inTurn(uid, deed) {
  const turn = (turns.get(uid) || Promise.resolve()).then(deed);
  turns.set(uid, turn);
  turn.finally(() => { if (turns.get(uid) === turn) turns.delete(uid); });
  return turn;
}

// Whether something is still to be done: whoever leaves now may lose it.
export function isAtWork() { return turns.size > 0; }

// The film is busy while the deed is done, and drawn anew after it.
async function perform(uid, deed) {
  const places = () => [document.getElementById("film-" + uid), document.getElementById("act")]
    .filter((place) => place?.dataset.uid === uid);
  for (const place of places()) place.setAttribute("aria-busy", "true");
  try {
    await deed();
    await refresh(uid);
  } catch (error) { say(error); } finally {
    for (const place of places()) place.removeAttribute("aria-busy");
  }
}

// - seen: the number of the review that stood when the person acted; not a number while their own was under way.
async function carryOut(name, uid, seen) {
  // As it is now: it may have been drawn anew meanwhile.
  const element = document.getElementById("film-" + uid) || document.getElementById("act");
  const button = element?.querySelector(`[data-act="${name}"]`);
  // A key does what a button of this film would do, and nothing else.
  if (element?.dataset.uid !== uid || !button) return;
  const who = words(element);
  const answer = await deeds[name](uid, Number.isFinite(seen) ? seen : Number(button.dataset.review));
  const isReview = name === "normal" || name === "abnormal";
  toast(`${told[name] || answer.message || "Done"}: ${who}`, {
    undo: isReview ? () => inTurn(uid, () => takeBack(uid, answer.review, who)) : null,
  });
  if (isReview) settle(uid);
}

// Takes back what was just said and nothing else: not what a colleague has said since.
async function takeBack(uid, review, who) {
  try {
    await deeds.undo(uid, review);
    toast(`${told.undo}: ${who}`);
  } catch (error) { say(error); }
  await refresh(uid).catch(say);
}

// In the worklist the next film follows; the settled one stays where it is, so that nothing moves under the reader.
function settle(uid) {
  if (document.querySelector("main")?.dataset.list !== "worklist") return;
  const rows = [...document.querySelectorAll("#list [data-uid]")];
  const here = rows.findIndex((row) => row.dataset.uid === uid);
  rows[here]?.classList.add("is-settled");
  const next = rows.slice(here + 1).find((row) => !row.classList.contains("is-settled"));
  if (!next) return toast("That was the last one on this page.");
  // Whoever has gone on meanwhile, to another film or to a field, stays there.
  const active = document.activeElement;
  if (active && active !== document.body && !rows[here]?.contains(active)) return;
  const top = scrollY;
  next.querySelector("a.open").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  if (scrollY !== top) scrolled();
}

// Asked at once, whatever is still under way with this film: what is typed next belongs to the question.
async function ask(name, uid, element) {
  const button = element.querySelector(`[data-act="${name}"]`);
  if (!button || document.querySelector("dialog[open]")) return;
  const { id, prepare, answers } = questions[name];
  const who = words(element);
  const dialog = document.getElementById(id);
  const [answer, text] = await question(dialog, uid, who, () => prepare?.(dialog, button));
  const [done, deed] = answers[answer] || [];
  if (!deed) return;
  // It need not wait for a review that is on its way.
  await inTurn(`${name} ${uid}`, () => perform(uid, async () => {
    await deed(uid, text);
    toast(`${done}: ${who}`);
  }));
}

// Reads the answer to the last question, when it was given and not read yet.
let readAnswer = null;

// Opens a dialog with a text field. Gives the button's value and the text; an empty value when it was left.
function question(dialog, uid, who, prepare) {
  // A dialog says that it was closed some time after it was; a quick hand asks the next question before.
  readAnswer?.();
  const field = dialog.querySelector("textarea");
  dialog.querySelector(".about-film").textContent = who;
  dialog.returnValue = "";
  field.value = "";
  prepare();
  // The key that asked may still be held down: it is no part of the text.
  field.onkeydown = (event) => { if (event.repeat) event.preventDefault(); else field.onkeydown = null; };
  return new Promise((answer) => {
    const read = () => {
      if (dialog.open) return;
      dialog.removeEventListener("close", read);
      if (readAnswer === read) readAnswer = null;
      answer([dialog.returnValue, field.value.trim()]);
    };
    readAnswer = read;
    dialog.addEventListener("close", read);
    open(dialog, uid);
    field.focus();
  });
}

// How often a picture was asked for: the last one is shown.
let looks = 0;
let loading = 0;

// Gives up a picture that is on its way.
export function leaveLook() {
  const isLoading = loading > 0;
  if (isLoading) looks += 1;
  loading = 0;
  return isLoading;
}

// Picture and texts over the list.
export async function look(element) {
  const uid = element?.dataset.uid;
  const dialog = document.getElementById("look");
  if (!uid || !dialog || document.querySelector("dialog[open]")) return false;
  const turn = ++looks;
  const from = chosen();
  const isThere = () => turn === looks && chosen()?.id === from?.id && !document.querySelector("dialog[open]");
  loading = turn;
  try {
    const fresh = (await part(`fragments/look/${uid}`)).querySelector(".look-content");
    // Meanwhile another film was asked for, or the reader is elsewhere: keys mean something else there.
    if (!fresh || !isThere()) return true;
    swap(dialog.querySelector(".look-content"), fresh);
    dialog.dataset.film = uid;
    open(dialog, uid);
  } catch (error) { say(error); } finally { if (loading === turn) loading = 0; }
  return true;
}

// What was looked at can be reviewed at once.
const lookKeys = { n: "normal", a: "abnormal", u: "undo", f: "flag" };

function lookedAt(event) {
  const name = lookKeys[event.key];
  if (!name || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  // The key is not the list's as well, which hears it when the dialog is gone already.
  event.stopPropagation();
  if (event.repeat) return;
  const dialog = document.getElementById("look");
  const row = document.getElementById("film-" + dialog.dataset.film);
  if (row && !row.querySelector(`[data-act="${name}"]`)) return;
  dialog.close();
  if (row) act(name, row);
  else toast("The film is not on this page any more; nothing was done.", { isError: true });
}

export function actions() {
  // A key that is held down presses a button once.
  document.addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter" && event.target.closest?.("button")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const film = event.target.closest?.("[data-uid]");
    const button = event.target.closest?.("[data-act]");
    // A click by key (detail 0) goes where the focus is, which stays with its film.
    // The second click of a double click may land on what came to lie there with the first.
    if (button && event.detail > 1) return;
    if (button && event.detail > 0 && hasJustMoved(button)) toast("The page has just moved; nothing was done. Please look again.");
    else if (button) act(button.dataset.act, film);
    else if (event.target.closest?.("a.look")) {
      event.preventDefault();
      look(film);
    } else if (event.target.closest?.(".look-film")) document.getElementById("look")?.close();
  });
  document.getElementById("look")?.addEventListener("keydown", lookedAt);
  document.querySelector("form.query")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button");
    button.disabled = true;
    try {
      const answer = await post("api/dicomquery", { hours: Number(event.target.elements.hours.value) });
      toast(answer.message || "The archive is being asked.");
    } catch (error) { say(error); } finally { button.disabled = false; }
  });
}
