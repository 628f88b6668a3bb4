// Where a film stands on the screen, and the lengths measured on it. Film places are in film pixels from the upper left
// corner of the film as stored; screen places are in pixels of the device.
"use strict";

class FilmView {
  // `aspect`: how much higher than wide a film pixel is.
  constructor(columns, rows, aspect) {
    Object.assign(this, { columns, rows, aspect });
    [this.width, this.height] = [1, 1];
    this.reset();
  }

  reset() {
    // Columns of the matrix that turns film directions into screen directions: quarter turns and mirror images.
    this.turn = [1, 0, 0, 1];
    this.fit();
  }

  fit() {
    this.isFitted = true;
    [this.x, this.y] = [this.columns / 2, this.rows / 2];
    this.zoom = this.fitZoom;
  }

  // Device pixels a film pixel across, when the whole film is seen.
  get fitZoom() {
    const [a, b] = this.turn;
    const [wide, high] = [this.columns, this.rows * this.aspect];
    const [across, down] = a !== 0 && b === 0 ? [wide, high] : [high, wide];
    return Math.min(this.width / across, this.height / down);
  }

  resize(width, height) {
    [this.width, this.height] = [Math.max(width, 1), Math.max(height, 1)];
    if (this.isFitted) this.fit();
  }

  // The film turns out to have another size than the picture that stood for it: the same part stays in sight.
  adopt(columns, rows, aspect) {
    const scale = this.columns / columns;
    [this.x, this.y] = [this.x / this.columns * columns, this.y / this.rows * rows];
    Object.assign(this, { columns, rows, aspect });
    this.zoom *= scale;
    if (this.isFitted) this.fit();
  }

  // Screen = [a c e; b d f] · film; the shift is a whole number of pixels, so that 1:1 is sharp.
  get transform() {
    const [a, b, c, d] = this.turn;
    const [across, down] = [this.zoom, this.zoom * this.aspect];
    const e = Math.round(this.width / 2 - a * across * this.x - c * down * this.y);
    const f = Math.round(this.height / 2 - b * across * this.x - d * down * this.y);
    return [a * across, b * across, c * down, d * down, e, f];
  }

  toScreen(x, y) {
    const [a, b, c, d, e, f] = this.transform;
    return [a * x + c * y + e, b * x + d * y + f];
  }

  toFilm(screenX, screenY) {
    const [a, b, c, d] = this.turn;
    const [, , , , e, f] = this.transform;
    const [u, v] = [screenX - e, screenY - f];
    return [(a * u + b * v) / this.zoom, (c * u + d * v) / this.zoom / this.aspect];
  }

  // Zooms so that the film place under the screen place stays there.
  zoomTo(zoom, screenX = this.width / 2, screenY = this.height / 2) {
    const [x, y] = this.toFilm(screenX, screenY);
    this.zoom = Math.min(Math.max(zoom, Math.min(this.fitZoom / 2, 1)), Math.max(32, this.fitZoom));
    this.isFitted = false;
    const [nowX, nowY] = this.toFilm(screenX, screenY);
    this.centre(this.x + x - nowX, this.y + y - nowY);
  }

  // Moves the film by so many screen pixels.
  pan(right, down) {
    const [a, b, c, d] = this.turn;
    this.isFitted = false;
    this.centre(
      this.x - (a * right + b * down) / this.zoom, this.y - (c * right + d * down) / this.zoom / this.aspect);
  }

  // The middle of the screen always shows film: a film cannot get lost.
  centre(x, y) {
    this.x = Math.min(Math.max(x, 0), this.columns);
    this.y = Math.min(Math.max(y, 0), this.rows);
  }

  // What is seen, not what is stored, turns and is mirrored.
  rotate(isRight) { this.compose(isRight ? [0, 1, -1, 0] : [0, -1, 1, 0]); }
  flip(isHorizontal) { this.compose(isHorizontal ? [-1, 0, 0, 1] : [1, 0, 0, -1]); }

  compose([a, b, c, d]) {
    const [p, q, r, s] = this.turn;
    // `+ 0` keeps -0 out.
    this.turn = [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s].map((value) => value + 0);
    if (this.isFitted) this.fit();
  }

  get isMirrored() { const [a, b, c, d] = this.turn; return a * d - b * c < 0; }

  // How the film on the screen differs from the film as stored; empty when it does not.
  get orientationWords() {
    let [a, b] = this.turn;
    if (this.isMirrored) [a, b] = [-a, -b].map((value) => value + 0);
    const degrees = { "1,0": 0, "0,1": 90, "-1,0": 180, "0,-1": 270 }[`${a},${b}`];
    if (!this.isMirrored) return degrees ? `rotated ${degrees}°` : "";
    if (degrees === 0) return "flipped left–right";
    return degrees === 180 ? "flipped top–bottom" : `flipped and rotated ${degrees}°`;
  }
}

// Lengths on a film, kept in film places so that they stay right under any zoom, turn and mirror image.
class Ruler {
  constructor() { this.lines = []; this.draft = null; }

  // Millimetres; only for a film with a true spacing.
  static length(line, spacing) {
    return Math.hypot((line.x2 - line.x1) * spacing.column, (line.y2 - line.y1) * spacing.row);
  }

  static words(line, spacing) {
    return `${Ruler.length(line, spacing).toFixed(1)} mm${spacing.kind === "detector" ? " (detector plane)" : ""}`;
  }

  begin(x, y) { this.draft = { x1: x, y1: y, x2: x, y2: y }; }
  move(x, y) { [this.draft.x2, this.draft.y2] = [x, y]; }

  // - Returns: the finished line, or nothing for a mere click.
  end(isLongEnough) {
    const line = this.draft;
    this.draft = null;
    if (!line || !isLongEnough) return null;
    this.lines.push(line);
    return line;
  }

  clear() { this.lines = []; this.draft = null; }

  draw(context, view, spacing, ratio) {
    for (const line of [...this.lines, ...(this.draft ? [this.draft] : [])]) {
      const [x1, y1] = view.toScreen(line.x1, line.y1);
      const [x2, y2] = view.toScreen(line.x2, line.y2);
      const length = Math.hypot(x2 - x1, y2 - y1);
      if (length < 1) continue;
      const [nx, ny] = [(y2 - y1) / length * 6 * ratio, (x1 - x2) / length * 6 * ratio];
      context.beginPath();
      for (const [x, y] of [[x1, y1], [x2, y2]]) {
        context.moveTo(x - nx, y - ny);
        context.lineTo(x + nx, y + ny);
      }
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      for (const [width, colour] of [[4, "rgb(0 0 0 / .65)"], [1.5, "#ffd54a"]]) {
        context.lineWidth = width * ratio;
        context.strokeStyle = colour;
        context.stroke();
      }
      this.label(context, view, Ruler.words(line, spacing), x2 >= x1 ? [x2, y2] : [x1, y1], ratio);
    }
  }

  // Beside the right end of the line, and always on the screen.
  label(context, view, words, [x, y], ratio) {
    context.font = `600 ${13 * ratio}px system-ui, sans-serif`;
    context.textBaseline = "middle";
    const [width, height] = [context.measureText(words).width + 12 * ratio, 22 * ratio];
    const left = Math.min(Math.max(x + 10 * ratio, 2), view.width - width - 2);
    // Where there is no room beside the line, the words stand below its end.
    const beside = left > x ? -height / 2 : 10 * ratio;
    const top = Math.min(Math.max(y + beside, 2), view.height - height - 2);
    context.fillStyle = "rgb(11 13 16 / .82)";
    context.fillRect(left, top, width, height);
    context.fillStyle = "#ffd54a";
    context.fillText(words, left + 6 * ratio, top + height / 2);
  }
}
