// Keys of live pages. pages.js knows when somebody types; it asks here after the film's viewer.
import { act, chosen, isAtWork, leaveLook, look } from "./live-actions.js";
import { toast } from "./live-parts.js";

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
  // Esc leaves a film's page, but not before what was said of the film has been kept.
  const stay = () => {
    if (leaveLook()) return true;
    if (!isAtWork() || !document.getElementById("act")) return false;
    toast("Still at work on this film. Please press Esc again in a moment.");
    return true;
  };
  window.xrayvisionLive = {
    Escape: stay,
    n: press("normal"), a: press("abnormal"), u: press("undo"), f: press("flag"), q: press("requeue"),
    r: press("requeue"), g: press("fetch"), "/": search, ".": showNew,
    p: () => { const film = chosen(); if (!film || film.id === "act") return false; look(film); return true; },
  };
}
