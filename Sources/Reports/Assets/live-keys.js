// Keys of live pages. pages.js knows when somebody types; it asks here after the film's viewer.
import { act, chosen, look } from "./live-actions.js";

function press(name) {
  return () => {
    const film = chosen();
    // Whoever may only look has no buttons, and no keys.
    if (!film?.querySelector("[data-act]")) return false;
    act(name, film);
    return true;
  };
}

export function keys(showNew) {
  const search = () => {
    const field = document.getElementById("search");
    field?.focus();
    field?.select();
    return Boolean(field);
  };
  window.xrayvisionLive = {
    n: press("normal"), a: press("abnormal"), u: press("undo"), f: press("flag"), q: press("requeue"),
    r: press("requeue"), g: press("fetch"), "/": search, ".": showNew,
    p: () => { const film = chosen(); if (!film || film.id === "act") return false; look(film); return true; },
  };
}
