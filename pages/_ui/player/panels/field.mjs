// A square map over the two inputs, from 0 to 11: colours on a small canvas, which the browser
// smooths, and above it lines, points and axes.

import { presenting, typeSize } from "./enlarged.mjs"

export const SPAN = 11
export const NODES = 61
const TICKS = [0, 2, 4, 6, 8, 10]
const TYPE = 12
// In widths of a letter, which is larger in presentation mode.
const MARGIN = { left: 2, right: 0.85, top: 0.5, bottom: 1.85 }

// The inputs at the grid's nodes, the same along both axes.
export const nodes = Float64Array.from({ length: NODES }, (_, k) => (k * SPAN) / (NODES - 1))

export class Field {
  // `label` describes the map for those who do not see it; `pick(x1, x2)` hears of clicks.
  constructor({ label, pick = null }) {
    this.element = html("div", "gd-field")
    this.canvas = html("canvas", "gd-map")
    this.canvas.width = this.canvas.height = NODES
    this.frame = html("div", "gd-map-frame")
    this.frame.append(this.canvas)
    this.svg = svg("svg", { role: "img", "aria-label": label })
    this.element.append(this.frame, this.svg)
    this.context = this.canvas.getContext("2d")
    this.image = this.context.createImageData(NODES, NODES)
    this.pixels = new Uint32Array(this.image.data.buffer)
    this.layers = ["axes", "lines", "points", "mark"].map((name) => svg("g", { class: `gd-${name}` }))
    ;[this.axes, this.lines, this.points, this.mark] = this.layers
    this.svg.append(...this.layers)
    if (pick) this.svg.addEventListener("click", (event) => this.clicked(event, pick))
  }

  // Measures itself; true if its size is new, and what lies on it must be drawn again.
  fit() {
    const { clientWidth: width, clientHeight: height } = this.element
    const type = presenting() ? typeSize() : TYPE
    const [left, right, top, bottom] = [MARGIN.left, MARGIN.right, MARGIN.top, MARGIN.bottom].map((m) => m * type)
    const side = Math.floor(Math.min(width - left - right, height - top - bottom))
    if ((side === this.side && type === this.type) || !(side > 0)) return false
    Object.assign(this, { side, type, left, top, grown: type / TYPE })
    const [full, tall] = [side + left + right, side + top + bottom]
    attributes(this.svg, { viewBox: `0 0 ${full} ${tall}`, width: full, height: tall })
    Object.assign(this.frame.style, { left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px` })
    this.drawAxes()
    return true
  }

  // The pixel of a value of the first input, and of the second.
  x(value) {
    return this.left + (value / SPAN) * this.side
  }

  y(value) {
    return this.top + (1 - value / SPAN) * this.side
  }

  // The same for a node of the grid, or a place between two.
  get places() {
    const value = (k) => (k * SPAN) / (NODES - 1)
    return { x: (k) => this.x(value(k)), y: (k) => this.y(value(k)) }
  }

  // Colours the map: `color(k)` is the pixel of node k, row by row from the bottom.
  paint(color) {
    for (let row = 0; row < NODES; row++) {
      const above = (NODES - 1 - row) * NODES
      for (let column = 0; column < NODES; column++) this.pixels[above + column] = color(row * NODES + column)
    }
    this.context.putImageData(this.image, 0, 0)
    this.canvas.dataset.frame = Number(this.canvas.dataset.frame ?? 0) + 1
  }

  // A label's shape at every point; two that share a place stand side by side.
  drawPoints(inputs, labels, radius) {
    this.shapes = inputs.map(([x1, x2], i) => {
      const twins = inputs.map(([a, b], k) => (a === x1 && b === x2 ? k : -1)).filter((k) => k >= 0)
      const size = radius * this.grown
      const aside = (twins.indexOf(i) - (twins.length - 1) / 2) * 1.7 * size
      return point(this.x(x1) + aside, this.y(x2), labels[i] > 0.5, size)
    })
    this.points.replaceChildren(...this.shapes)
  }

  // Where a mark for the point asked about stands; none outside the map.
  drawMark([x1, x2]) {
    const inside = [x1, x2].every((value) => value >= 0 && value <= SPAN)
    this.mark.replaceChildren(...(inside ? crosshair(this.x(x1), this.y(x2)) : []))
  }

  // A line on the map, with a pale rim that keeps it visible on every colour.
  drawLine(d) {
    if (!this.line) {
      this.line = ["gd-rim", "gd-line"].map((name) => svg("path", { class: name }))
      this.lines.append(...this.line)
    }
    for (const path of this.line) path.setAttribute("d", d)
  }

  drawAxes() {
    const [low, high] = [0, SPAN]
    const below = this.y(low) + 1.2 * this.type
    const before = this.x(low) - 0.5 * this.type
    // In large type, or on a small map, the axis's name takes the place of the last number.
    const ticks = TICKS.slice(0, this.grown > 1 || this.side < 220 ? -1 : undefined).flatMap((tick) => [
      svg("text", { x: this.x(tick), y: below, "text-anchor": "middle" }, tick),
      ...(tick ? [svg("text", { x: before, y: this.y(tick) + 0.35 * this.type, "text-anchor": "end" }, tick)] : []),
    ])
    const box = svg("rect", { x: this.x(low), y: this.y(high), width: this.side, height: this.side })
    const names = [
      svg("text", { x: this.x(high) - 0.2 * this.type, y: below, "text-anchor": "middle", class: "gd-axis-name" }, "x1"),
      svg("text", { x: before, y: this.y(high) + 0.7 * this.type, "text-anchor": "end", class: "gd-axis-name" }, "x2"),
    ]
    this.axes.replaceChildren(box, ...ticks, ...names)
  }

  clicked(event, pick) {
    const box = this.svg.getBoundingClientRect()
    const x1 = ((event.clientX - box.left - this.left) / this.side) * SPAN
    const x2 = (1 - (event.clientY - box.top - this.top) / this.side) * SPAN
    if ([x1, x2].every((value) => value >= 0 && value <= SPAN)) pick(x1, x2)
  }
}

// A disc says label 0, a triangle label 1; a ring about it that it is on the wrong side.
export function point(x, y, one, radius) {
  const group = svg("g", { class: one ? "gd-one" : "gd-zero" })
  const r = 1.25 * radius
  const corners = [[0, -r], [0.9 * r, 0.7 * r], [-0.9 * r, 0.7 * r]].map(([dx, dy]) => `${x + dx},${y + dy}`)
  const shape = one ? svg("polygon", { points: corners.join(" ") }) : svg("circle", { cx: x, cy: y, r: radius })
  group.append(svg("circle", { cx: x, cy: y, r: 1.9 * radius, class: "gd-wrong-ring" }), shape)
  return group
}

function crosshair(x, y) {
  const arms = `M${x - 13} ${y}H${x - 5}M${x + 5} ${y}H${x + 13}M${x} ${y - 13}V${y - 5}M${x} ${y + 5}V${y + 13}`
  return ["gd-rim", "gd-line"].map((name) => svg("path", { d: arms, class: name }))
}

export function svg(tag, values = {}, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  attributes(element, values)
  if (text !== "") element.textContent = text
  return element
}

export function html(tag, className = "", text = "") {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text) element.textContent = text
  return element
}

export function attributes(element, values) {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, value)
}

// Changes a text only where it differs.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text
}
