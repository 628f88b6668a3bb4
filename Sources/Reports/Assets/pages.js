// Comfort for pages that also work without it: theme, keys, list filter, zoom. No requests, no dependencies.
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
  const lightbox = enlargement();
  const films = list();
  keys(lightbox, films);
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
  const rows = [...document.querySelectorAll("tr.film")];
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
    const visible = rows.filter((row) => !row.hidden);
    if (visible.length === 0) return false;
    const here = visible.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : visible.length - 1) : Math.min(Math.max(here + step, 0), visible.length - 1);
    const link = visible[next].querySelector("a.open");
    link.focus({ preventScroll: true });
    visible[next].scrollIntoView({ block: "nearest" });
    return true;
  }
  return { move, field, isEmpty: rows.length === 0 };
}

// The enlarged film: wheel and keys zoom around a point, dragging pans, a double click fits it again.
function enlargement() {
  const box = document.getElementById("enlarged");
  if (!box) return null;
  const stage = box.querySelector(".stage");
  const picture = box.querySelector("img");
  let scale = 1, x = 0, y = 0;
  const pointers = new Map();
  let pinch = 0;
  box.classList.add("zooms");
  const place = () => { picture.style.transform = `translate(${x}px, ${y}px) scale(${scale})`; };
  const fit = () => { scale = 1; x = 0; y = 0; place(); };
  function zoom(factor, clientX, clientY) {
    const frame = stage.getBoundingClientRect();
    const centreX = (clientX ?? frame.left + frame.width / 2) - frame.left - frame.width / 2;
    const centreY = (clientY ?? frame.top + frame.height / 2) - frame.top - frame.height / 2;
    const next = Math.min(Math.max(scale * factor, 1), 16);
    x = centreX - (centreX - x) * (next / scale);
    y = centreY - (centreY - y) * (next / scale);
    scale = next;
    if (scale === 1) { x = 0; y = 0; }
    place();
  }
  const distance = () => {
    const [a, b] = [...pointers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
  }, { passive: false });
  stage.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event);
    if (pointers.size === 2) pinch = distance();
    stage.setPointerCapture(event.pointerId);
    box.classList.add("drags");
  });
  stage.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    pointers.set(event.pointerId, event);
    if (pointers.size === 2) {
      const now = distance();
      if (pinch > 0) zoom(now / pinch);
      pinch = now;
    } else if (scale > 1) {
      x += event.clientX - last.clientX;
      y += event.clientY - last.clientY;
      place();
    }
  });
  const release = (event) => { pointers.delete(event.pointerId); if (pointers.size === 0) box.classList.remove("drags"); };
  stage.addEventListener("pointerup", release);
  stage.addEventListener("pointercancel", release);
  stage.addEventListener("dblclick", (event) => { if (scale > 1) fit(); else zoom(3, event.clientX, event.clientY); });
  const isOpen = () => location.hash === "#enlarged";
  const open = () => { fit(); location.replace("#enlarged"); };
  const close = () => { location.replace("#film"); };
  for (const link of document.querySelectorAll('a[href="#enlarged"]')) {
    link.addEventListener("click", (event) => { event.preventDefault(); open(); });
  }
  box.querySelector(".close").addEventListener("click", (event) => { event.preventDefault(); close(); });
  return { isOpen, open, close, zoom, fit };
}

function keys(lightbox, films) {
  const help = document.getElementById("keys");
  const follow = (relation) => {
    const link = document.querySelector(`main a[rel="${relation}"]`);
    if (link) link.click();
    return Boolean(link);
  };
  const isEnlarged = () => lightbox !== null && lightbox.isOpen();
  const actions = {
    j: () => films.isEmpty ? follow("next") : films.move(1),
    k: () => films.isEmpty ? follow("prev") : films.move(-1),
    "/": () => { if (!films.field || films.isEmpty) return false; films.field.focus(); return true; },
    "?": () => { help.showModal(); isHelping = true; return true; },
    "+": () => isEnlarged() && (lightbox.zoom(1.5), true),
    "=": () => isEnlarged() && (lightbox.zoom(1.5), true),
    "-": () => isEnlarged() && (lightbox.zoom(1 / 1.5), true),
    "0": () => isEnlarged() && (lightbox.fit(), true),
    Enter: () => {
      if (lightbox === null || isEnlarged() || document.activeElement !== document.body) return false;
      lightbox.open();
      return true;
    },
    Escape: () => {
      if (isEnlarged()) { lightbox.close(); return true; }
      return lightbox !== null && follow("up");
    },
  };
  // The browser closes the help on Esc before that key arrives here, and says so after it: the key has done its work.
  let isHelping = false;
  help.addEventListener("close", () => { isHelping = false; });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isHelping) return;
    const isTyping = event.target.matches("input[type=search], textarea, select");
    if (isTyping) {
      if (event.key === "Escape") { event.target.value = ""; event.target.dispatchEvent(new Event("input")); event.target.blur(); }
      return;
    }
    const action = actions[event.key];
    if (action && action()) event.preventDefault();
  });
}
