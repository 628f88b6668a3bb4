// The film viewer of one page. The display picture is there at once and needs no script; the film's values are loaded at
// the first touch, and when they are missing everything but windows and measurements works on the display picture.
"use strict";

const fullDepthMissing = "Full-depth data is missing; showing the display picture.";

class FilmViewer {
  constructor(figure) {
    this.figure = figure;
    // A film whose pixels are not square is stretched by an SVG around its picture.
    this.still = figure.querySelector(".still");
    this.picture = this.still.matches("img") ? this.still : FilmViewer.inside(this.still);
    this.tools = new ViewerTools(figure, (id) => this.perform(id));
    this.surface = ViewerTools.part("div", "viewer-surface");
    this.surface.tabIndex = 0;
    this.surface.setAttribute("role", "group");
    this.surface.setAttribute("aria-label", "Film; arrow keys move it");
    const stage = figure.querySelector(".stage");
    stage.replaceChildren(this.still, this.surface);
    stage.after(this.tools.readout, this.tools.ear);
    this.values = null;
    this.problem = figure.dataset.film ? null : "Of this film only the display picture is kept.";
    this.ruler = new Ruler();
    this.isNegative = this.isMeasuring = this.isMagnifying = this.showsOverlays = false;
    this.pointer = null;
    this.canvas = new FilmCanvas();
    this.surface.append(this.canvas.element, this.tools.marks, this.tools.note);
    this.tools.buttons.overlays.hidden = !figure.dataset.overlays;
    this.input = new ViewerInput(this);
    new ResizeObserver(() => this.resize()).observe(this.surface);
    addEventListener("resize", () => this.resize());
    for (const kind of ["pointerenter", "focus", "pointerdown"]) {
      this.surface.addEventListener(kind, () => this.start(), { once: true });
    }
    this.readOut();
  }

  // The picture inside an SVG, to draw with.
  static inside(still) {
    const picture = new Image();
    picture.alt = still.getAttribute("aria-label");
    picture.src = still.querySelector("image").getAttribute("href");
    return picture;
  }

  // How many times as high as wide a pixel of the still picture is shown.
  get stillAspect() {
    const box = this.still.viewBox?.baseVal;
    const { naturalWidth, naturalHeight } = this.picture;
    return box && naturalWidth > 0 ? box.height / box.width * naturalWidth / naturalHeight : 1;
  }

  // Takes the film area over from the still picture and loads the film's values; once.
  start() {
    if (this.starting) return this.starting;
    const begin = () => {
      if (this.view) return;
      this.view = new FilmView(this.picture.naturalWidth || 1, this.picture.naturalHeight || 1, this.stillAspect);
      this.resize();
    };
    if (this.picture.complete) begin();
    for (const kind of ["load", "error"]) this.picture.addEventListener(kind, begin, { once: true });
    this.starting = this.load();
    return this.starting;
  }

  async load() {
    if (this.problem === null) {
      this.tools.say("loading full depth…", Infinity);
      try {
        this.adopt(await FilmValues.load(this.figure.dataset.film));
        this.tools.say("");
      } catch {
        this.problem = fullDepthMissing;
        this.tools.say(fullDepthMissing);
      }
    }
    if (this.problem !== null) {
      this.tools.refuse("window", this.problem);
      this.tools.refuse("ruler", this.problem);
    }
    this.changed();
  }

  adopt(values) {
    this.values = values;
    this.window = values.initialWindow;
    const { spacing, aspect } = values;
    this.view ??= new FilmView(values.filmColumns, values.filmRows, aspect);
    this.view.adopt(values.filmColumns, values.filmRows, aspect);
    // A canvas that has shown a picture of a folder can never be read again; the film's values get a clean one.
    const canvas = new FilmCanvas();
    this.canvas.element.replaceWith(canvas.element);
    this.canvas = canvas;
    this.isStale = true;
    this.resize();
    if (!spacing) this.tools.refuse("ruler", this.noMeasurements);
  }

  get noMeasurements() { return this.values ? "no pixel spacing in the header: no measurements" : this.problem; }

  // Pixels of the device a pixel of the page.
  get ratio() { return devicePixelRatio || 1; }

  resize() {
    const box = this.surface.getBoundingClientRect();
    if (!this.view || box.width === 0 || !this.canvas.resize(box.width * this.ratio, box.height * this.ratio)) return;
    this.view.resize(this.canvas.element.width, this.canvas.element.height);
    this.changed();
    this.draw();
  }

  // The greys are another: window, inversion.
  repaint() { this.isStale = true; this.changed(); }

  // Something is seen differently; drawn once a frame.
  changed() {
    this.readOut();
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); });
  }

  draw() {
    if (!this.view) return;
    if (this.isStale && this.values) this.values.paint(this.window, this.isNegative);
    this.isStale = false;
    this.canvas.draw(this);
    this.figure.classList.add("viewing");
  }

  // Words around the film: window, value under the pointer, zoom, marks of state.
  readOut() {
    const { tools, values, view } = this;
    tools.window.textContent = values ? this.windowWords : this.starting ? this.problem ?? "" : "";
    tools.zoom.textContent = view ? `${this.zoomWords}` : "";
    const place = view && this.pointer && values
      ? view.toFilm(...this.pointer.map((side) => side * this.ratio)).map(Math.floor) : null;
    const value = place ? values.valueWords(place[0] + 0.5, place[1] + 0.5) : null;
    tools.value.textContent = value === null ? "" : `x ${place[0]}  y ${place[1]}  value ${value}`;
    const orientation = view?.orientationWords ?? "";
    const marks = [];
    if (orientation) marks.push([view.isMirrored ? `${orientation}: sides are mirrored` : orientation, true]);
    if (this.isNegative) marks.push(["inverted", false]);
    const state = marks.map(([words]) => words).join(", ");
    if (state !== this.state) {
      this.state = state;
      tools.mark(marks);
    }
    this.canvas.element.setAttribute("aria-label", this.picture.alt + (state ? ` (${state})` : ""));
    tools.press("invert", this.isNegative);
    tools.press("lens", this.isMagnifying);
    tools.press("ruler", this.isMeasuring);
    tools.press("overlays", this.showsOverlays);
    tools.press("full", this.isFull);
  }

  get windowWords() {
    const { window, values } = this;
    if (window.function === "TABLE") return `table “${window.name}”`;
    const curve = window.function === "SIGMOID" ? " sigmoid" : "";
    const number = (value) => String(values.rounded(value));
    return `C ${number(window.center)} W ${number(window.width)}${curve}${window.name ? ` · ${window.name}` : ""}`;
  }

  get zoomWords() {
    const percent = this.view.zoom * 100;
    return `zoom ${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %${this.view.isFitted ? " (fit)" : ""}`;
  }

  get isFull() { return this.figure.classList.contains("full"); }

  setFull(isFull) {
    // Whatever had the focus gets it back: often the button that was pressed.
    if (isFull) this.before = document.activeElement;
    this.figure.classList.toggle("full", isFull);
    root.classList.toggle("has-full-film", isFull);
    for (const other of document.querySelectorAll("body > header, body > footer, .one-film > :not(figure.film)")) {
      other.inert = isFull;
    }
    if (isFull) this.surface.focus({ preventScroll: true });
    else if (this.before !== document.body) this.before?.focus({ preventScroll: true });
    this.resize();
  }

  // - Returns: whether the tool exists here; its key is then used up.
  perform(id) {
    this.start();
    const action = this.actions[id];
    if (!action || !this.view) return false;
    action();
    this.changed();
    return true;
  }

  get actions() {
    const at = () => this.pointer?.map((side) => side * this.ratio) ?? [];
    return this.allActions ??= {
      window: () => this.nextWindow(),
      invert: () => this.invert(),
      zoomIn: () => this.view.zoomTo(this.view.zoom * 1.25, ...at()),
      zoomOut: () => this.view.zoomTo(this.view.zoom / 1.25, ...at()),
      fit: () => this.view.fit(),
      actual: () => this.view.zoomTo(1, ...at()),
      left: () => this.turn(() => this.view.rotate(false)),
      right: () => this.turn(() => this.view.rotate(true)),
      flipAcross: () => this.turn(() => this.view.flip(true)),
      flipDown: () => this.turn(() => this.view.flip(false)),
      lens: () => { this.isMagnifying = !this.isMagnifying; },
      ruler: () => this.toggleRuler(),
      overlays: () => this.toggleOverlays(),
      full: () => this.setFull(!this.isFull),
      reset: () => this.reset(),
    };
  }

  turn(change) {
    change();
    this.tools.tell(this.view.orientationWords || "as stored");
  }
  invert() {
    this.isNegative = !this.isNegative;
    this.repaint();
    this.tools.tell(this.isNegative ? "inverted" : "not inverted");
  }

  nextWindow() {
    const { values } = this;
    if (!values) return this.tools.say(this.problem ?? "loading full depth…");
    const here = values.presets.findIndex((preset) => preset.name === this.window.name);
    this.window = values.presets[(here + 1) % values.presets.length];
    this.repaint();
    this.tools.say(`window ${this.window.name}`, 2000);
  }

  // By hand, in modality units: never narrower than the curve allows, never so far from the film's values, or from the
  // window that the hand began with, that the film is lost.
  setWindow(center, width, hand) {
    const { whole } = this.values;
    const within = (value, least, most) => this.values.rounded(Math.min(Math.max(value, least), most));
    const narrowest = hand.function === "LINEAR" ? 1 : 10 ** -this.values.digits;
    this.window = {
      center: within(
        center, Math.min(whole.center - whole.width / 2, hand.center), Math.max(whole.center + whole.width / 2, hand.center)),
      width: Math.max(within(width, narrowest, Math.max(2 * whole.width, hand.width)), narrowest),
      function: hand.function, name: "",
    };
    this.repaint();
  }

  toggleRuler() {
    if (!this.values?.spacing) return this.tools.say(this.noMeasurements ?? "loading full depth…");
    this.isMeasuring = !this.isMeasuring;
    this.surface.classList.toggle("measures", this.isMeasuring);
    if (this.isMeasuring) this.tools.say("drag from end to end", 3000);
    if (this.values.spacing.kind === "detector" && this.isMeasuring) {
      this.tools.say("drag from end to end; lengths are those on the detector plane, larger than in the body", 6000);
    }
  }

  endLine(isLongEnough) {
    const line = this.ruler.end(isLongEnough);
    if (line) this.tools.tell(Ruler.words(line, this.values.spacing));
    this.changed();
  }

  async toggleOverlays() {
    if (this.tools.buttons.overlays.hidden) return;
    if (!this.values) return this.tools.say(this.problem ?? "loading full depth…");
    this.showsOverlays = !this.showsOverlays;
    const { filmColumns, filmRows } = this.values;
    this.overlays ??= await loadOverlays(this.figure.dataset.overlays, filmColumns, filmRows).catch(() => []);
    if (this.overlays.length === 0) {
      this.showsOverlays = false;
      this.tools.say("The overlays of this film cannot be loaded.");
    } else if (this.showsOverlays) {
      this.tools.say(`overlays: ${this.overlays.map((plane) => plane.name).join(", ")}`);
    }
    this.changed();
  }

  reset() {
    this.isNegative = this.isMeasuring = this.isMagnifying = this.showsOverlays = false;
    this.surface.classList.remove("measures");
    this.ruler.clear();
    this.view.reset();
    if (this.values) this.window = this.values.initialWindow;
    this.repaint();
    this.tools.say("");
    this.tools.tell("everything as at the beginning");
  }

  // Esc takes back one thing at a time.
  // - Returns: whether there was one.
  leave() {
    if (this.ruler.draft) this.ruler.end(false);
    else if (this.isMeasuring || this.isMagnifying) {
      this.isMeasuring = this.isMagnifying = false;
      this.surface.classList.remove("measures");
    } else if (this.isFull) this.setFull(false);
    else return false;
    this.changed();
    return true;
  }
}

for (const figure of document.querySelectorAll("figure.film:has(.stage .still)")) new FilmViewer(figure);
