// Draws what a viewer shows: film, overlays, lengths, magnifier.
"use strict";

const filmBlack = "#0b0d10";

class FilmCanvas {
  constructor() {
    this.element = document.createElement("canvas");
    this.element.setAttribute("role", "img");
    this.context = this.element.getContext("2d", { alpha: false });
    this.size = "";
  }

  // - Returns: whether the size is another one; the canvas is then empty.
  resize(width, height) {
    const sides = [width, height].map((side) => Math.max(1, Math.round(side)));
    if (this.size === `${sides}`) return false;
    this.size = `${sides}`;
    [this.element.width, this.element.height] = sides;
    return true;
  }

  draw(viewer) {
    const { context } = this;
    const { view, values, ratio } = viewer;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = filmBlack;
    context.fillRect(0, 0, view.width, view.height);
    this.drawFilm(viewer);
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (values?.spacing) viewer.ruler.draw(context, view, values.spacing, ratio);
    if (viewer.isMagnifying && viewer.pointer) this.drawLens(viewer);
  }

  // - Parameters: `power` enlarges beyond what the view does; screen place `from` comes to stand at `to`.
  drawFilm({ view, values, picture, isNegative, overlays, showsOverlays }, power = 1, from = [0, 0], to = from) {
    const { context } = this;
    const source = values ? values.canvas : picture;
    const [across, down] = values ? [values.columns, values.rows] : [view.columns, view.rows];
    const step = view.columns / across;
    context.setTransform(power, 0, 0, power, to[0] - power * from[0], to[1] - power * from[1]);
    context.transform(...view.transform);
    context.scale(step, view.rows / down);
    // Enlarged pixels are shown as they are: no detail that the film does not have.
    context.imageSmoothingEnabled = view.zoom * step * power < 2;
    context.imageSmoothingQuality = "high";
    if (values || picture.naturalWidth > 0) context.drawImage(source, 0, 0, across, down);
    if (!values && isNegative) {
      context.globalCompositeOperation = "difference";
      context.fillStyle = "#fff";
      context.fillRect(0, 0, across, down);
      context.globalCompositeOperation = "source-over";
    }
    if (!showsOverlays || !overlays) return;
    context.scale(1 / step, down / view.rows);
    for (const plane of overlays) context.drawImage(plane.canvas, 0, 0);
  }

  drawLens(viewer) {
    const { context } = this;
    const { view, ratio } = viewer;
    const radius = Math.min(110 * ratio, Math.min(view.width, view.height) * 0.4);
    const [x, y] = viewer.pointer.map((side) => side * ratio);
    // Above a finger, which would hide it.
    const middle = viewer.isTouched ? y - radius - 24 * ratio : y;
    const circle = () => { context.beginPath(); context.arc(x, middle, radius, 0, 2 * Math.PI); };
    context.save();
    circle();
    context.clip();
    context.fillStyle = filmBlack;
    context.fillRect(x - radius, middle - radius, 2 * radius, 2 * radius);
    // What is under the pointer stands in the middle of the lens.
    this.drawFilm(viewer, 2.5, [x, y], [x, middle]);
    context.restore();
    circle();
    context.lineWidth = 1.5 * ratio;
    context.strokeStyle = "#c9d1d9";
    context.stroke();
  }
}
