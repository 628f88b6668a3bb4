// The Check page: what the model says about a text. Results are text, never markup.
import { post } from "./live-parts.js";

export function check() {
  const form = document.getElementById("check");
  if (!form) return;
  const state = document.getElementById("check-state");
  const results = ["quick", "passes", "translation"].map((id) => document.getElementById(id));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const report = form.elements.report.value.trim();
    if (!report) return;
    const buttons = [...form.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    for (const result of results) result.hidden = true;
    const began = performance.now();
    const clock = setInterval(() => {
      state.textContent = `The model is reading… ${Math.round((performance.now() - began) / 1000)} s`;
    }, 1000);
    state.textContent = "The model is reading…";
    state.classList.remove("is-error");
    try {
      const wanted = event.submitter?.value || "check";
      show[wanted](await post("api/" + wanted, { report }));
      state.textContent = `Answered in ${((performance.now() - began) / 1000).toFixed(1)} s.`;
    } catch (error) {
      state.classList.add("is-error");
      state.textContent = error.message;
    } finally {
      clearInterval(clock);
      for (const button of buttons) button.disabled = false;
    }
  });
}

function put(name, words) {
  for (const place of document.querySelectorAll(`[data-field="${name}"]`)) place.textContent = words;
}

function band(severity) { return severity >= 7 ? "high" : severity >= 3 ? "medium" : severity >= 0 ? "low" : "unassessed"; }

const show = {
  check(answer) {
    const severity = Number(answer.severity);
    const isPathologic = answer.pathologic === true || answer.pathologic === "yes";
    put("pathologic", isPathologic ? "yes" : "no");
    put("severity", Number.isFinite(severity) && severity >= 0 ? `${severity}/10, ${band(severity)}` : "not assessed");
    put("summary", String(answer.summary || "–"));
    const quick = document.getElementById("quick");
    quick.dataset.band = Number.isFinite(severity) ? band(severity) : "unassessed";
    quick.hidden = false;
  },
  analyse(answer) {
    const place = document.getElementById("passes");
    place.replaceChildren();
    for (const [name, value] of Object.entries(answer)) {
      if (name === "status" || name === "message") continue;
      const section = document.getElementById("pass").content.firstElementChild.cloneNode(true);
      section.querySelector("h2").textContent = title(name);
      facts(section.querySelector("dl"), value);
      place.append(section);
    }
    place.hidden = false;
  },
  translate(answer) {
    put("translation", String(answer.translation || ""));
    document.getElementById("translation").hidden = false;
  },
};

function title(name) {
  const words = name.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// Any value of JSON as names and words.
function facts(list, value, depth = 0) {
  if (value === null || typeof value !== "object") {
    list.append(Object.assign(document.createElement("dd"), { textContent: value === null ? "–" : String(value) }));
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) list.append(Object.assign(document.createElement("dt"), { textContent: title(name) }));
    if (inner !== null && typeof inner === "object" && depth < 4) {
      const place = document.createElement("dd");
      place.append(document.createElement("dl"));
      facts(place.firstElementChild, inner, depth + 1);
      list.append(place);
    } else facts(list, inner, depth + 1);
  }
}
