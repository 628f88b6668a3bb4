// What stands around a film in the viewer: buttons, read-outs, marks of state. It changes nothing by itself.
"use strict";

const viewerTools = [
  [
    { id: "window", key: "w", label: "Window", words: "Next window: the header's, auto, all values" },
    { id: "invert", key: "i", label: "Invert", words: "Black for white", toggles: true },
  ],
  [
    { id: "zoomOut", key: "-", label: "−", words: "Zoom out" },
    { id: "zoomIn", key: "+", label: "+", words: "Zoom in" },
    { id: "fit", key: "0", label: "Fit", words: "Show the whole film" },
    { id: "actual", key: "1", label: "1:1", words: "One film pixel on one screen pixel" },
  ],
  [
    { id: "left", key: "R", label: "↶", words: "Rotate left" },
    { id: "right", key: "r", label: "↷", words: "Rotate right" },
    { id: "flipAcross", key: "h", label: "⇆", words: "Flip left–right" },
    { id: "flipDown", key: "v", label: "⇅", words: "Flip top–bottom" },
  ],
  [
    { id: "lens", key: "m", label: "Lens", words: "Magnifier under the pointer", toggles: true },
    { id: "ruler", key: "l", label: "Ruler", words: "Measure lengths; Delete takes the last one away", toggles: true },
    { id: "overlays", key: "o", label: "Overlays", words: "Drawings kept with the film", toggles: true },
  ],
  [
    { id: "full", key: "z", label: "Full", words: "Fill the window; Esc leaves", toggles: true },
    { id: "reset", key: "Backspace", label: "Reset", words: "Everything as at the beginning" },
  ],
];

class ViewerTools {
  constructor(figure, perform) {
    this.buttons = {};
    this.bar = document.createElement("div");
    this.bar.className = "viewer-bar";
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", "Film viewer");
    for (const group of viewerTools) {
      const box = document.createElement("span");
      box.className = "group";
      for (const tool of group) box.append(this.button(tool, perform));
      this.bar.append(box);
    }
    this.moveFocusByArrows();

    this.marks = ViewerTools.part("p", "viewer-marks");
    this.note = ViewerTools.part("p", "viewer-note");
    this.note.hidden = true;
    this.readout = ViewerTools.part("p", "viewer-readout");
    [this.window, this.value, this.zoom] = ["window", "value", "zoom"].map((name) => ViewerTools.part("span", name));
    this.readout.append(this.window, this.value, this.zoom);
    this.ear = ViewerTools.part("p", "ear");
    this.ear.setAttribute("role", "status");
    figure.prepend(this.bar);
  }

  static part(kind, name) {
    const part = document.createElement(kind);
    part.className = name;
    return part;
  }

  button(tool, perform) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = tool.label;
    button.title = `${tool.words} (${tool.key})`;
    button.setAttribute("aria-label", tool.words);
    button.setAttribute("aria-keyshortcuts", tool.key === "R" ? "Shift+R" : tool.key);
    if (tool.toggles) button.setAttribute("aria-pressed", "false");
    button.tabIndex = Object.keys(this.buttons).length === 0 ? 0 : -1;
    button.addEventListener("click", () => perform(tool.id));
    this.buttons[tool.id] = button;
    return button;
  }

  // One stop for the Tab key; arrows move inside the bar.
  moveFocusByArrows() {
    this.bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const shown = Object.values(this.buttons).filter((button) => !button.hidden);
      const here = shown.indexOf(document.activeElement);
      if (!step || here < 0) return;
      const next = shown[(here + step + shown.length) % shown.length];
      for (const button of shown) button.tabIndex = button === next ? 0 : -1;
      next.focus();
      event.preventDefault();
      event.stopPropagation();
    });
  }

  press(id, isOn) { this.buttons[id].setAttribute("aria-pressed", String(isOn)); }

  // A tool that cannot be used stays reachable: its tooltip says why.
  refuse(id, reason) {
    this.buttons[id].setAttribute("aria-disabled", "true");
    this.buttons[id].title = reason;
  }

  // Shown on the film and read aloud. What has been said goes away at the next thing said, or after a while.
  say(words, staysFor = 6000) {
    clearTimeout(this.silence);
    this.note.textContent = words;
    this.note.hidden = words === "";
    this.ear.textContent = words;
    if (words !== "" && staysFor < Infinity) this.silence = setTimeout(() => this.say(""), staysFor);
  }

  // Read aloud only: what the eye sees anyway.
  tell(words) { this.ear.textContent = words; }

  // - Parameter marks: pairs of words and whether they warn.
  mark(marks) {
    this.marks.replaceChildren(...marks.map(([words, warns]) => {
      const mark = ViewerTools.part("span", warns ? "warns" : "tells");
      mark.textContent = words;
      return mark;
    }));
  }
}
