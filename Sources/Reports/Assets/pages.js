// Comfort for pages that also work without it: theme, keys, list filter. No requests, no dependencies.
"use strict";

const root = document.documentElement;
root.classList.add("js");

// Files opened from a share may have no storage; the pages then forget the theme.
const memory = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* nothing to remember it in */ } },
};

const theme = memory.get("xrayvision-theme");
if (theme === "light" || theme === "dark") root.dataset.theme = theme;

document.addEventListener("DOMContentLoaded", () => {
  switchTheme();
  keys(list());
});

function switchTheme() {
  for (const choice of document.querySelectorAll('.theme input')) {
    choice.checked = choice.value === (root.dataset.theme || "auto");
    choice.addEventListener("change", () => {
      if (choice.value === "auto") delete root.dataset.theme; else root.dataset.theme = choice.value;
      memory.set("xrayvision-theme", choice.value);
    });
  }
}

// Lower case without diacritics: "stanescu" finds "Stănescu".
function plain(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

// The list: a text filter, and the film that j and k move to.
function list() {
  // Asked anew each time: live pages replace their rows.
  const all = () => [...document.querySelectorAll("tr.film")];
  const rows = all();
  const field = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const words = shown ? shown.textContent : "";
  if (field && rows.length > 0) {
    field.closest("label").hidden = false;
    field.addEventListener("input", () => {
      const wanted = plain(field.value).split(/\s+/).filter(Boolean);
      let count = 0;
      for (const row of rows) {
        const text = plain(row.textContent);
        row.hidden = !wanted.every((word) => text.includes(word));
        if (!row.hidden) count += 1;
      }
      for (const day of document.querySelectorAll("section.day")) {
        day.hidden = !day.querySelector("tr.film:not([hidden])");
      }
      if (shown) shown.textContent = wanted.length > 0 ? `${count} of ${rows.length} on this page` : words;
    });
  }
  function move(step) {
    const visible = all().filter((row) => !row.hidden);
    if (visible.length === 0) return false;
    const here = visible.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : visible.length - 1) : Math.min(Math.max(here + step, 0), visible.length - 1);
    const link = visible[next].querySelector("a.open");
    link.focus({ preventScroll: true });
    visible[next].scrollIntoView({ block: "nearest" });
    return true;
  }
  return { move, field, get isEmpty() { return all().length === 0; } };
}

function keys(films) {
  const help = document.getElementById("keys");
  const follow = (relation) => {
    const link = document.querySelector(`main a[rel="${relation}"]`);
    if (link) link.click();
    return Boolean(link);
  };
  const actions = {
    j: () => films.isEmpty ? follow("next") : films.move(1),
    k: () => films.isEmpty ? follow("prev") : films.move(-1),
    "/": () => { if (!films.field || films.isEmpty) return false; films.field.focus(); return true; },
    "?": () => { help.showModal(); isHelping = true; return true; },
    Escape: () => follow("up"),
  };
  // The browser closes a dialog on Esc before that key arrives here, and says so (`close`) some time after it: that key
  // has done its work. Other keys mean the page as soon as the dialog is gone.
  let isHelping = false;
  help.addEventListener("close", () => { isHelping = help.open; });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && (event.repeat || isHelping || document.querySelector("dialog[data-open]"))) return;
    const isTyping = event.target.matches("input:not([type=radio]), textarea, select");
    if (isTyping) {
      if (event.key !== "Escape") return;
      if (event.target.matches("[type=search]") && event.target.value !== "") {
        event.target.value = "";
        event.target.dispatchEvent(new Event("input", { bubbles: true }));
      }
      event.target.blur();
      return;
    }
    // A film's viewer brings keys of its own, which come first: Esc leaves a tool before it leaves the page. Then come
    // those of live pages, which a key that is held down does once: the next film has not been seen.
    const live = event.repeat ? null : window.xrayvisionLive;
    const used = [window.xrayvisionKeys, live, actions].some((keys) => keys?.[event.key]?.());
    if (used) event.preventDefault();
  });
}
