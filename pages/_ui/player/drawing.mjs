// A fully connected network as a drawing: neurons in columns, a line for every weight.
//
//   const drawing = new Drawing(element, { sizes: [2, 3, 1], inputs: ["x1", "x2"],
//     outputs: ["p"], activations: ["ReLU", "sigmoid"] })
//   drawing.update({ weights, biases, values })
//
// `weights` holds an out x in array of arrays for every layer, `biases` an array for every
// layer, `values` (if given) an array for every column, the inputs first. `gaps` lists the
// layers that are no layer: between two columns that do not fit, no line is drawn.

import { minus, number } from "./digits.mjs"
import { onScale, typeSize } from "./enlarged.mjs"
import { Place } from "./drawing_layout.mjs"
import { loadStyles } from "./loading.mjs"

// Whoever imports the drawing has its styles too.
await loadStyles("drawing.css")

const MOST_LABELS = 6
const [THINNEST, THICKEST] = [0.8, 6]
// Drawn smaller than this by a pixel of type, the numbers of the lines have no room in presentation mode.
const ROOMY_SCALE = 0.058

export class Drawing {
  constructor(element, { sizes, inputs = [], outputs = [], activations = [], gaps = [] }) {
    this.sizes = sizes
    this.gaps = new Set(gaps)
    this.activations = activations
    this.place = new Place(sizes, inputs, outputs)
    this.chosen = null
    this.element = element
    this.frame = svg("svg", { class: this.place.roomy ? "gd-drawing gd-roomy" : "gd-drawing", viewBox: this.place.box, role: "img", "aria-label": this.words(inputs) })
    this.frame.style.maxWidth = `${1.35 * this.place.width}px`
    this.edges = this.buildEdges()
    this.neurons = this.buildNeurons()
    this.buildNames(inputs, outputs)
    this.legend = new Legend()
    element.replaceChildren(this.frame, this.legend.element)
    this.bind()
    this.measure()
  }

  measure() {
    onScale(this.frame, (scale) => this.frame.classList.toggle("gd-tight", scale < ROOMY_SCALE * typeSize()))
  }

  // Shows these numbers; every element is kept, and only what differs is touched.
  update({ weights, biases, values = null }) {
    this.shown = { weights, biases, values }
    const widest = largest(weights, biases)
    this.legend.update(widest)
    for (const edge of this.edges) edge.update(weights[edge.layer][edge.to][edge.from], widest, this.labelled(edge))
    for (const neuron of this.neurons) neuron.update(this.bias(neuron), values?.[neuron.column]?.[neuron.row], widest)
  }

  bias({ column, row }) {
    return column === 0 || this.gaps.has(column - 1) ? null : this.shown.biases[column - 1]?.[row]
  }

  labelled({ layer, to }) {
    return this.few(layer) || (this.chosen?.column === layer + 1 && this.chosen.row === to)
  }

  few(layer) {
    return this.sizes[layer] * this.sizes[layer + 1] <= MOST_LABELS
  }

  buildEdges() {
    const lines = this.group("gd-edges")
    const labels = svg("g", { class: "gd-edge-labels" })
    const edges = []
    this.sizes.slice(1).forEach((size, layer) => {
      if (this.gaps.has(layer)) return this.mark(layer)
      for (let to = 0; to < size; to++) {
        for (let from = 0; from < this.sizes[layer]; from++) edges.push(new Edge(this.place, lines, labels, layer, from, to))
      }
    })
    this.frame.append(labels)
    return edges
  }

  buildNeurons() {
    const group = this.group("gd-neurons")
    return this.sizes.flatMap((size, column) =>
      Array.from({ length: size }, (_, row) => new Neuron(this.place, group, column, row)),
    )
  }

  buildNames(inputs, outputs) {
    const group = this.group("gd-names")
    const write = (text, x, y, anchor) => group.append(svg("text", { x, y, "text-anchor": anchor }, text))
    const { place } = this
    const last = this.sizes.length - 1
    inputs.forEach((name, row) => write(name, place.x(0) - place.room - 8, place.y(0, row), "end"))
    outputs.forEach((name, row) => write(name, place.x(last) + place.room + 8, place.y(last, row), "start"))
    write("input", place.x(0), place.foot, "middle")
    this.activations.forEach((name, layer) => name && write(name, place.x(layer + 1), place.foot, "middle"))
  }

  mark(layer) {
    const x = (this.place.x(layer) + this.place.x(layer + 1)) / 2
    this.frame.append(svg("text", { class: "gd-gap", x, y: this.place.middle, "text-anchor": "middle" }, "≠"))
  }

  group(name) {
    const group = svg("g", { class: name })
    this.frame.append(group)
    return group
  }

  // Where the lines are many, the neuron pointed at, or reached with the up and down keys,
  // shows the numbers of the lines that lead to it.
  bind() {
    const crowded = this.sizes.slice(1).some((_, layer) => !this.gaps.has(layer) && !this.few(layer))
    if (!crowded) return
    this.frame.setAttribute("tabindex", "0")
    const at = ({ target }) => target.dataset?.neuron
    this.frame.addEventListener("pointerover", (event) => this.choose(this.neurons[at(event)] ?? null))
    this.frame.addEventListener("pointerleave", () => this.choose(null))
    this.frame.addEventListener("blur", () => this.choose(null))
    this.frame.addEventListener("keydown", (event) => this.step(event))
    for (const edge of this.edges) edge.hit.dataset.neuron = this.index(edge.layer + 1, edge.to)
    this.neurons.forEach((neuron, index) => (neuron.disc.dataset.neuron = index))
  }

  step(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const first = this.sizes[0]
    const now = this.chosen ? this.neurons.indexOf(this.chosen) + by : first
    this.choose(this.neurons[Math.max(first, Math.min(this.neurons.length - 1, now))])
  }

  index(column, row) {
    return this.sizes.slice(0, column).reduce((sum, size) => sum + size, 0) + row
  }

  choose(neuron) {
    if (neuron === this.chosen) return
    this.chosen = neuron
    this.frame.classList.toggle("gd-choosing", neuron !== null)
    for (const edge of this.edges) edge.choose(neuron?.column === edge.layer + 1 && neuron.row === edge.to)
    if (this.shown) this.update(this.shown)
    this.legend.say(neuron && this.shown ? this.sentence(neuron) : "")
  }

  sentence({ column, row }) {
    if (column === 0 || this.gaps.has(column - 1)) return ""
    const incoming = this.shown.weights[column - 1][row].map((weight) => short(weight)).join(", ")
    return `Neuron ${row + 1} of layer ${column}: weights ${incoming}; bias ${short(this.shown.biases[column - 1][row])}`
  }

  words(inputs) {
    const names = inputs.length ? ` (${inputs.join(", ")})` : ""
    const layers = this.sizes.slice(1).map((size, layer) => {
      if (this.gaps.has(layer)) return `a layer that expects ${size}, which does not fit`
      const after = this.activations[layer] ? ` with ${this.activations[layer]}` : ""
      return `${size} neuron${size > 1 ? "s" : ""}${after}`
    })
    return `Network of ${this.sizes[0]} input${this.sizes[0] > 1 ? "s" : ""}${names}, then ${layers.join(", then ")}`
  }
}

class Edge {
  constructor(place, lines, labels, layer, from, to) {
    Object.assign(this, { layer, from, to })
    const ends = { x1: place.x(layer), y1: place.y(layer, from), x2: place.x(layer + 1), y2: place.y(layer + 1, to) }
    this.line = svg("line", { ...ends, class: "gd-edge" })
    this.hit = svg("line", { ...ends, class: "gd-hit" })
    this.label = svg("text", { ...place.label(layer, from, to), class: "gd-edge-label" })
    this.ground = ground(place.label(layer, from, to))
    lines.append(this.line, this.hit)
    labels.append(this.ground, this.label)
  }

  update(value, widest, labelled) {
    paint(this.line, value, widest)
    write(this.label, this.ground, labelled ? short(value) : "")
  }

  choose(chosen) {
    this.line.classList.toggle("gd-chosen", chosen)
  }
}

class Neuron {
  constructor(place, group, column, row) {
    Object.assign(this, { column, row })
    const [cx, cy] = [place.x(column), place.y(column, row)]
    this.roomy = place.roomy
    this.ring = svg("circle", { cx, cy, r: place.radius + 3, class: "gd-bias" })
    this.disc = svg("circle", { cx, cy, r: place.radius, class: "gd-neuron" })
    this.value = svg("text", { x: cx, y: cy, class: "gd-neuron-value", "text-anchor": "middle" })
    this.note = svg("text", { x: cx, y: cy + place.radius + 15, class: "gd-bias-value", "text-anchor": "middle" })
    if (!place.roomy) this.value.classList.add("gd-small")
    this.ground = ground({ x: cx, y: cy + place.radius + 15 })
    group.append(...(column === 0 ? [] : [this.ring]), this.disc, this.value, this.ground, this.note)
  }

  update(bias, value, widest) {
    if (bias == null) this.ring.setAttribute("visibility", "hidden")
    else paint(this.ring, bias, widest)
    set(this.value, value == null ? "" : short(value, this.roomy ? 3 : 2))
    write(this.note, this.ground, bias != null && this.roomy ? `b ${short(bias)}` : "")
  }
}

class Legend {
  constructor() {
    this.element = node("div", "gd-legend")
    this.width = node("span")
    this.said = node("output", "gd-said")
    this.element.append(key("gd-plus", "above 0"), key("gd-minus", "below 0"), this.width, this.said)
  }

  update(widest) {
    set(this.width, `width of a line: its weight; of a ring: its bias; widest: ${short(widest)}`)
  }

  say(text) {
    set(this.said, text)
  }
}

function key(sign, text) {
  const entry = node("span")
  const line = svg("svg", { viewBox: "0 0 26 6", width: 26, height: 6, "aria-hidden": "true" })
  line.append(svg("line", { x1: 0, y1: 3, x2: 26, y2: 3, class: `gd-edge ${sign}`, "stroke-width": 3 }))
  entry.append(line, text)
  return entry
}

// A sign has its colour and its dashes; a size its width.
function paint(shape, value, widest) {
  const sign = value < 0 ? "gd-minus" : value > 0 ? "gd-plus" : "gd-zero"
  if (shape.sign !== sign) {
    shape.classList.remove(shape.sign)
    shape.classList.add(sign)
    shape.sign = sign
  }
  const share = widest > 0 ? Math.abs(value) / widest : 0
  const width = (THINNEST + (THICKEST - THINNEST) * (Number.isFinite(share) ? share : 1)).toFixed(2)
  if (shape.shownWidth !== width) shape.setAttribute("stroke-width", (shape.shownWidth = width))
}

function largest(weights, biases) {
  let most = 0
  for (const number of [weights, biases].flat(Infinity)) if (Math.abs(number) > most) most = Math.abs(number)
  return most
}

// A few digits, for a label that must stay small.
export function short(value, digits = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "?" : value < 0 ? "−∞" : "∞"
  const size = Math.abs(value)
  if (size === 0) return "0"
  if (size >= 10 ** (digits + 1) || size < 0.001) return number(value, digits - 1)
  const whole = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1
  return minus(value.toFixed(Math.max(0, digits - whole)))
}

function set(element, text) {
  if (element.shownText !== text) element.textContent = element.shownText = text
}

// What lies behind a number, so that no line runs through it: as wide as its text.
const ground = ({ x, y }) => svg("rect", { x, y, class: "gd-ground" })

function write(element, behind, text) {
  if (element.shownText !== text) behind.style.width = text ? `${(0.55 * text.length + 0.5).toFixed(2)}em` : "0"
  set(element, text)
}

function svg(tag, attributes = {}, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  if (text) element.textContent = text
  return element
}

function node(tag, className = "") {
  const element = document.createElement(tag)
  if (className) element.className = className
  return element
}
