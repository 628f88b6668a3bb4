// What hands do on a film: mouse, fingers, keys.
"use strict";

class ViewerInput {
  constructor(viewer) {
    this.viewer = viewer;
    // Pointers that are down, by their number: place on the surface in pixels of the page.
    this.pointers = new Map();
    this.mode = null;
    this.isSpaceDown = false;
    const { surface } = viewer;
    const listen = (kind, act, options) => surface.addEventListener(kind, act, options);
    listen("pointerdown", (event) => this.down(event));
    listen("pointermove", (event) => this.move(event));
    listen("pointerup", (event) => this.up(event));
    listen("pointercancel", (event) => this.up(event));
    listen("pointerleave", () => { viewer.pointer = null; viewer.changed(); });
    listen("contextmenu", (event) => event.preventDefault());
    listen("wheel", (event) => this.wheel(event), { passive: false });
    listen("dblclick", (event) => this.doubleClick(event));
    this.keys();
  }

  place(event) {
    const box = this.viewer.surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  down(event) {
    const { viewer } = this;
    viewer.start();
    if (!viewer.view) return;
    viewer.surface.setPointerCapture(event.pointerId);
    viewer.isTouched = event.pointerType === "touch";
    viewer.pointer = this.place(event);
    this.pointers.set(event.pointerId, viewer.pointer);
    if (this.pointers.size === 2) return this.beginPinch();
    if (this.pointers.size > 2) return;
    this.from = viewer.pointer;
    this.hasMoved = false;
    const pans = event.button > 0 || event.shiftKey || this.isSpaceDown;
    this.mode = pans ? "pan" : viewer.isMeasuring ? "measure" : "window";
    if (this.mode === "measure") viewer.ruler.begin(...this.filmPlace(viewer.pointer));
    if (event.button > 0) event.preventDefault();
    viewer.surface.classList.toggle("pans", pans);
    viewer.changed();
  }

  // Within the film: a length outside of it means nothing.
  filmPlace(place) {
    const { view, ratio } = this.viewer;
    const [x, y] = view.toFilm(...place.map((side) => side * ratio));
    return [Math.min(Math.max(x, 0), view.columns), Math.min(Math.max(y, 0), view.rows)];
  }

  move(event) {
    const { viewer } = this;
    const now = this.place(event);
    const last = this.pointers.get(event.pointerId);
    viewer.pointer = now;
    if (last) {
      this.pointers.set(event.pointerId, now);
      if (this.mode === "pinch") this.pinch();
      else if (this.pointers.size === 1) this.drag(now, last);
    }
    viewer.changed();
  }

  drag(now, last) {
    const { viewer } = this;
    const moved = [now[0] - this.from[0], now[1] - this.from[1]];
    // A click is no drag: hands tremble.
    if (!this.hasMoved && Math.hypot(...moved) < 3) return;
    const isFirst = !this.hasMoved;
    this.hasMoved = true;
    if (this.mode === "pan") {
      const start = isFirst ? this.from : last;
      viewer.view.pan((now[0] - start[0]) * viewer.ratio, (now[1] - start[1]) * viewer.ratio);
    } else if (this.mode === "measure") viewer.ruler.move(...this.filmPlace(now));
    else if (this.mode === "window") this.dragWindow(moved, isFirst);
  }

  // Right: wider. Down: darker, whatever the film's polarity. A drag across 300 pixels is worth the window it began with.
  dragWindow([right, down], isFirst) {
    const { viewer } = this;
    const { values } = viewer;
    if (!values) {
      if (isFirst) viewer.tools.say(viewer.problem === null ? "loading full depth…" : `No window and level: ${viewer.problem}`);
      return;
    }
    if (isFirst) this.hand = values.handWindow(viewer.window);
    const { center, width } = this.hand;
    const step = Math.max(width, values.whole.width / 128) / 300;
    const darker = values.isInverted ? -1 : 1;
    viewer.setWindow(center + darker * down * step, width + right * step, this.hand);
  }

  up(event) {
    const { viewer } = this;
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.mode === "measure" && this.pointers.size === 0) viewer.endLine(this.hasMoved && event.type === "pointerup");
    if (this.mode === "window" && this.hasMoved && viewer.values) viewer.tools.tell(viewer.windowWords);
    // A finger that stays after a pinch does nothing until it is lifted.
    this.mode = this.pointers.size === 0 ? null : "rest";
    if (this.mode === null) viewer.surface.classList.remove("pans");
    if (event.pointerType === "touch" && this.pointers.size === 0) viewer.pointer = null;
    viewer.changed();
  }

  beginPinch() {
    if (this.mode === "measure") this.viewer.ruler.end(false);
    this.mode = "pinch";
    this.fingers = this.measureFingers();
  }

  measureFingers() {
    const [a, b] = [...this.pointers.values()];
    return { distance: Math.hypot(a[0] - b[0], a[1] - b[1]), x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 };
  }

  pinch() {
    const { view, ratio } = this.viewer;
    const [before, now] = [this.fingers, this.measureFingers()];
    this.fingers = now;
    view.pan((now.x - before.x) * ratio, (now.y - before.y) * ratio);
    if (before.distance > 0) view.zoomTo(view.zoom * now.distance / before.distance, now.x * ratio, now.y * ratio);
  }

  wheel(event) {
    const { viewer } = this;
    viewer.start();
    event.preventDefault();
    if (!viewer.view) return;
    viewer.pointer = this.place(event);
    const lines = event.deltaMode === 1 ? 33 : 1;
    const factor = Math.exp(-event.deltaY * lines / 400);
    viewer.view.zoomTo(viewer.view.zoom * factor, ...viewer.pointer.map((side) => side * viewer.ratio));
    viewer.changed();
  }

  doubleClick(event) {
    const { viewer } = this;
    if (!viewer.view || viewer.isMeasuring || event.button !== 0) return;
    if (viewer.view.isFitted) viewer.view.zoomTo(1, ...this.place(event).map((side) => side * viewer.ratio));
    else viewer.view.fit();
    viewer.changed();
  }

  // Keys go through pages.js, which knows when somebody types or reads the help.
  keys() {
    const { viewer } = this;
    const does = (id) => () => viewer.perform(id);
    const keys = {
      "=": does("zoomIn"), "_": does("zoomOut"), Delete: () => this.forgetLine(), Escape: () => viewer.leave(),
      Enter: () => !viewer.isFull && document.activeElement === document.body && viewer.perform("full"),
    };
    for (const tool of viewerTools.flat()) keys[tool.key] = does(tool.id);
    const directions = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    for (const [key, direction] of Object.entries(directions)) keys[key] = () => this.pan(direction);
    window.xrayvisionKeys = keys;

    const isHere = () => viewer.isFull || viewer.surface.matches(":hover, :focus");
    document.addEventListener("keydown", (event) => {
      if (event.key !== " " || !isHere() || event.target.matches("button, input, summary, a")) return;
      this.isSpaceDown = true;
      viewer.surface.classList.add("pans");
      event.preventDefault();
    });
    const release = () => {
      if (!this.isSpaceDown) return;
      this.isSpaceDown = false;
      if (this.mode !== "pan") viewer.surface.classList.remove("pans");
    };
    document.addEventListener("keyup", (event) => { if (event.key === " ") release(); });
    addEventListener("blur", release);
  }

  // Arrows scroll the page unless the film has the focus or fills the window. The window moves over the film.
  pan([right, down]) {
    const { viewer } = this;
    if (!viewer.view || !(viewer.isFull || document.activeElement === viewer.surface)) return false;
    viewer.view.pan(right * 64 * viewer.ratio, down * 64 * viewer.ratio);
    viewer.changed();
    return true;
  }

  forgetLine() {
    const { ruler } = this.viewer;
    if (ruler.lines.length === 0) return false;
    ruler.lines.pop();
    this.viewer.changed();
    return true;
  }
}
