// Samples of one number each, and what every run predicts for them: rings to be met, dots joined by a line.

import { short } from "./drawing.mjs"
import { attributes, html, say, svg } from "./field.mjs"

const ROOM = { left: 30, right: 8, top: 8, bottom: 20 }
// Beyond the targets there is this share of their range for what is predicted.
const BEYOND = 0.35

// How a model with these parameters answers a sample.
const MODELS = {
  neuron: (params, inputs) => Math.max(0, inputs.reduce((sum, x, i) => sum + x * params[i], params[inputs.length])),
  wave: ([w, b], [t]) => Math.sin(w * t + b),
}

export default class DataCurve {
  constructor(element) {
    this.caption = html("p", "gd-caption")
    this.frame = html("div", "gd-data-plot")
    this.svg = svg("svg", { role: "img" })
    this.groups = ["axes", "misses", "lines", "targets", "dots"].map((name) => svg("g", { class: `gd-data-${name}` }))
    this.svg.append(...this.groups)
    this.frame.append(this.svg)
    element.append(this.caption, this.frame)
    this.resizes = new ResizeObserver(() => this.resize())
    this.resizes.observe(this.frame)
  }

  show({ model, inputs, targets, across, up, told }, tracks) {
    Object.assign(this, { predict: MODELS[model], inputs, targets, across, up, told, tracks, places: null })
    this.svg.setAttribute("aria-label", told)
    const [low, high] = [Math.min(0, ...targets), Math.max(...targets)]
    const beyond = BEYOND * (high - low)
    say(this.caption, told)
    this.range = [low < 0 ? low - beyond : low, high + beyond]
    this.resize()
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.frame
    if (!(width > 60 && height > 60) || !this.inputs || (this.width === width && this.height === height && this.places)) return
    Object.assign(this, { width, height })
    attributes(this.svg, { viewBox: `0 0 ${width} ${height}`, width, height })
    this.drawAxes()
    this.groups[3].replaceChildren(...this.targets.map((y, i) => svg("circle", { cx: this.x(i), cy: this.y(y), r: 6 })))
    this.places = null
    if (this.time !== undefined) this.update(this.time)
  }

  // Pixels of a sample, and of a value: what lies beyond the picture stands at its edge.
  x(i) {
    const first = this.inputs.map(([x]) => x)
    const [low, high] = [Math.min(...first), Math.max(...first)]
    const share = 0.06 + (0.88 * (first[i] - low)) / (high - low)
    return ROOM.left + share * (this.width - ROOM.left - ROOM.right)
  }

  y(value) {
    const [low, high] = this.range
    const share = Math.max(0, Math.min(1, (value - low) / (high - low)))
    return this.height - ROOM.bottom - (Number.isNaN(share) ? 1 : share) * (this.height - ROOM.bottom - ROOM.top)
  }

  drawAxes() {
    const [left, base] = [ROOM.left, this.height - ROOM.bottom]
    const line = svg("path", { d: `M${left} ${ROOM.top}V${base}H${this.width - ROOM.right}` })
    const [low, high] = [Math.min(0, ...this.targets), Math.max(...this.targets)]
    const heights = [low, high].map((value) => svg("text", { x: left - 4, y: this.y(value) + 4, "text-anchor": "end" }, short(value)))
    const ends = [0, this.inputs.length - 1].map((i) => svg("text", { x: this.x(i), y: base + 14, "text-anchor": "middle" }, short(this.inputs[i][0])))
    const names = [
      svg("text", { x: (left + this.width) / 2, y: base + 15, "text-anchor": "middle", class: "gd-axis-name" }, this.across),
      svg("text", { x: left - 4, y: (ROOM.top + base) / 2, "text-anchor": "end", class: "gd-axis-name" }, this.up),
    ]
    this.groups[0].replaceChildren(line, ...heights, ...ends, ...names)
  }

  update(time) {
    this.time = time
    const places = this.tracks.map((track) => track.at(time).index)
    if (!this.width || places.join() === this.places?.join()) return
    this.places = places
    this.made = this.tracks.map((track, run) => {
      const params = track.params.map((column) => column[places[run]])
      return this.inputs.map((sample) => this.predict(params, sample))
    })
    this.draw()
  }

  draw() {
    const [, misses, lines, , dots] = this.groups
    const at = (values) => values.map((value, i) => [this.x(i), this.y(value)])
    const [first] = this.made
    misses.replaceChildren(...first.map((value, i) => svg("path", { d: `M${this.x(i)} ${this.y(this.targets[i])}V${this.y(value)}` })))
    lines.replaceChildren(...this.made.map((values, run) => svg("path", { d: `M${at(values).join("L")}`, stroke: this.tracks[run].color })))
    dots.replaceChildren(...at(first).map(([cx, cy]) => svg("circle", { cx, cy, r: 3.5, fill: this.tracks[0].color })))
  }

  rest() {
    if (!this.made) return
    const pairs = this.made[0].map((value, i) => `${short(value)} for ${short(this.targets[i])}`)
    this.svg.setAttribute("aria-label", `${this.told}. At step ${this.tracks[0].step[this.places[0]]} it predicts ${pairs.join(", ")}`)
  }
}
