// A film's values and how they become greys. A page opened from a folder may neither fetch a file nor read the pixels of
// a picture, and `data:` is closed to it: values come as a script that calls one function, and the PNG in it is read here.
"use strict";

// Loads a script that calls `window[name](value)`, and gives the value.
function scriptValue(url, name) {
  return new Promise((resolve, reject) => {
    let value;
    window[name] = (given) => { value = given; };
    const script = document.createElement("script");
    const end = (outcome) => { delete window[name]; script.remove(); outcome(); };
    script.addEventListener("load", () => end(() => {
      if (value === undefined) reject(new Error(`${url} is damaged`)); else resolve(value);
    }));
    script.addEventListener("error", () => end(() => reject(new Error(`${url} cannot be loaded`))));
    script.src = url;
    document.head.append(script);
  });
}

function bytesOfBase64(text) {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

// Reads a grey PNG of 8 or 16 bits that is not interlaced: row by row, `columns × rows` samples.
// It must have exactly the promised shape, so that a damaged file takes no more memory than a sound one.
async function readGreyPNG(bytes, columns, rows, bits) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (bytes.length < 33 || signature.some((byte, i) => bytes[i] !== byte)) throw new Error("no PNG");
  const header = [view.getUint32(16), view.getUint32(20), ...bytes.subarray(24, 29)];
  const wanted = [columns, rows, bits, 0, 0, 0, 0];
  if (header.some((value, i) => value !== wanted[i])) throw new Error("a PNG of another shape");
  const parts = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    if (length > bytes.length - at - 12) throw new Error("a PNG cut short");
    if (view.getUint32(at + 4) === 0x49444154 /* IDAT */) parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const stride = columns * bits / 8;
  const packed = new Uint8Array(rows * (stride + 1));
  const reader = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  let filled = 0;
  while (filled < packed.length) {
    const { done, value } = await reader.read();
    if (done) throw new Error("a PNG with too little in it");
    packed.set(value.length > packed.length - filled ? value.subarray(0, packed.length - filled) : value, filled);
    filled += value.length;
  }
  reader.cancel().catch(() => { /* what follows the picture is not wanted */ });
  const samples = unfilter(packed, stride, rows, bits / 8);
  return bits === 8 ? samples : nativeWords(samples);
}

// Undoes the five filters (PNG §9.2). `width` is the bytes of one sample.
function unfilter(packed, stride, rows, width) {
  const plain = new Uint8Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    const from = row * (stride + 1) + 1;
    const to = row * stride;
    const above = to - stride;
    const filter = packed[from - 1];
    if (filter > 4) throw new Error("a PNG with an unknown filter");
    for (let i = 0; i < stride; i++) {
      const left = i >= width ? plain[to + i - width] : 0;
      const up = row > 0 ? plain[above + i] : 0;
      const corner = i >= width && row > 0 ? plain[above + i - width] : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = up;
      else if (filter === 3) guess = (left + up) >> 1;
      else if (filter === 4) guess = paeth(left, up, corner);
      plain[to + i] = packed[from + i] + guess;
    }
  }
  return plain;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

// PNG keeps the high byte first.
function nativeWords(bytes) {
  const words = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < words.length; i++) words[i] = bytes[2 * i] << 8 | bytes[2 * i + 1];
  return words;
}

// The grey of a modality value, 0 black … 1 white, before any inversion. Standard: PS3.3 §C.11.2.1.
function windowCurve(window) {
  const { center: c, width: w } = window;
  switch (window.function ?? "LINEAR") {
    case "SIGMOID": return (x) => 1 / (1 + Math.exp(-4 * (x - c) / w));
    case "LINEAR_EXACT": return (x) => x <= c - w / 2 ? 0 : x > c + w / 2 ? 1 : (x - c) / w + 0.5;
    case "TABLE": {
      const bytes = bytesOfBase64(window.values);
      const entries = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const [last, most] = [bytes.length / 2 - 1, 2 ** window.bits - 1];
      return (x) => {
        const index = Math.min(Math.max(Math.trunc(x + Math.sign(x) / 2) - window.first, 0), last);
        return Math.min(entries.getUint16(2 * index, true) / most, 1);
      };
    }
    default: {
      const [middle, half] = [c - 0.5, (w - 1) / 2];
      return (x) => x <= middle - half ? 0 : x > middle + half ? 1 : (x - middle) / (w - 1) + 0.5;
    }
  }
}

// One film at full depth: values, windows, spacing.
class FilmValues {
  static async load(url) {
    const data = await scriptValue(url, "xrayvisionFilm");
    if (data.version !== 1) throw new Error("written by another version of the programme");
    const numbers = [data.slope, data.intercept, data.whole.center, data.whole.width, data.auto.center, data.auto.width];
    if (!numbers.every(Number.isFinite)) throw new Error("a film without a scale");
    const samples = await readGreyPNG(bytesOfBase64(data.png), data.columns, data.rows, data.bits);
    data.png = "";
    return new FilmValues(data, samples);
  }

  constructor(data, samples) {
    Object.assign(this, data);
    this.aspect ??= data.spacing ? data.spacing.row / data.spacing.column : 1;
    this.samples = samples;
    this.presets = data.windows.map((window, i) => ({ ...window, name: window.name || `window ${i + 1}` }));
    this.presets.push({ ...data.auto, name: "auto" }, { ...data.whole, name: "all values" });
    this.canvas = document.createElement("canvas");
    [this.canvas.width, this.canvas.height] = [this.columns, this.rows];
    this.context = this.canvas.getContext("2d");
    this.image = this.context.createImageData(this.columns, this.rows);
    // Digits behind the point that a level is worth: 1024 grey values need none, a film of 0 … 2 needs three.
    this.digits = Math.min(Math.max(Math.ceil(2 - Math.log10(this.whole.width)), 0), 6);
    this.valueDigits = Math.min(Math.max(Math.ceil(-Math.log10(Math.abs(this.slope) || 1)), 0), 6);
    if (this.valueDigits === 0 && !(Number.isInteger(this.slope) && Number.isInteger(this.intercept))) this.valueDigits = 1;
  }

  // The window to start with: one of the header's, or another.
  get initialWindow() {
    if (typeof this.initial === "number") return this.presets[this.initial] ?? this.presets.at(-2);
    const same = this.presets.find((preset) =>
      preset.center === this.initial.center && preset.width === this.initial.width);
    return same ?? { ...this.initial, name: "as displayed" };
  }

  // Draws the whole film through a window into `canvas`. Padding stays black in every light.
  paint(window, isNegative) {
    const curve = windowCurve(window);
    const light = this.isInverted !== isNegative;
    const colours = new Uint32Array(2 ** this.bits);
    for (let sample = 0; sample < colours.length; sample++) {
      const grey = Math.round(curve(this.slope * sample + this.intercept) * 255);
      colours[sample] = 0xff000000 | (light ? 255 - grey : grey) * 0x010101;
    }
    if (this.padding) colours.fill(0xff000000, Math.max(this.padding[0], 0), Math.max(this.padding[1] + 1, 0));
    const pixels = new Uint32Array(this.image.data.buffer);
    const { samples } = this;
    for (let i = 0; i < pixels.length; i++) pixels[i] = colours[samples[i]];
    this.context.putImageData(this.image, 0, 0);
  }

  // The modality value at a place of the film, as words; `null` outside.
  valueWords(x, y) {
    const column = Math.floor(x * this.columns / this.filmColumns);
    const row = Math.floor(y * this.rows / this.filmRows);
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return null;
    const sample = this.samples[row * this.columns + column];
    if (this.padding && sample >= this.padding[0] && sample <= this.padding[1]) return "padding";
    // In a picture smaller than the film, one sample stands for several pixels.
    const about = this.columns < this.filmColumns ? "≈ " : "";
    const value = (this.slope * sample + this.intercept).toFixed(this.valueDigits);
    return about + value + (this.unit ? ` ${this.unit}` : "");
  }

  // The linear window that a hand starts from.
  handWindow(window) {
    if (window.function === "TABLE") {
      const count = bytesOfBase64(window.values).length / 2;
      return { center: window.first + count / 2, width: count, function: this.handFunction };
    }
    return { ...window, function: window.function === "SIGMOID" ? "SIGMOID" : this.handFunction };
  }

  // LINEAR cannot be narrower than 1, which is much of a film whose values span a few units.
  get handFunction() { return this.whole.width < 64 ? "LINEAR_EXACT" : "LINEAR"; }

  rounded(value) { return Number(value.toFixed(this.digits)); }
}

// The overlay planes of a film, each drawn in one colour on a canvas of its own.
async function loadOverlays(url, columns, rows) {
  const planes = await scriptValue(url, "xrayvisionOverlays");
  return Promise.all(planes.map(async (plane) => {
    const mask = await readGreyPNG(bytesOfBase64(plane.png), columns, rows, 8);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [columns, rows];
    const context = canvas.getContext("2d");
    const image = context.createImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < pixels.length; i++) pixels[i] = mask[i] > 127 ? 0xffffe76e : 0;
    context.putImageData(image, 0, 0);
    return { name: plane.name, canvas };
  }));
}
