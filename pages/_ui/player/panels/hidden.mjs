// What each hidden neuron says on its own: its ReLU over the inputs, and the line where it starts.

import { short } from "./drawing.mjs"
import { Field, html, NODES, nodes, say } from "./field.mjs"
import { zeroLine } from "./isoline.mjs"
import { loadStyles } from "./loading.mjs"
import { MUCH, tint } from "./tints.mjs"
import { fillHidden, HIDDEN, neuronOf, paramsAt } from "./two_three_one.mjs"

await loadStyles("network.css")

const RADIUS = 4.5

export default class Hidden {
  constructor(element) {
    this.title = html("h3", "", "What each hidden neuron computes")
    this.scale = html("p", "gd-caption")
    this.maps = Array.from({ length: HIDDEN }, (_, j) => new NeuronMap(j))
    const row = html("div", "gd-neurons-row")
    row.append(...this.maps.map((map) => map.element))
    element.append(this.title, this.scale, row)
    // What is out of sight is left undone until it comes into sight.
    this.sight = new IntersectionObserver(([entry]) => this.seen(entry.isIntersecting))
    this.sight.observe(row)
  }

  seen(visible) {
    this.visible = visible
    if (this.time !== undefined) this.update(this.time)
    this.rest()
  }

  // `off[j]` is null, or { step, exactly }: since when neuron j is off for every point.
  show({ inputs, labels, off }, scene, [track]) {
    Object.assign(this, { track, index: null })
    this.maps.forEach((map, j) => map.show(inputs, labels, off[j]))
    if (this.time !== undefined) this.update(this.time)
  }

  update(time) {
    this.time = time
    const { index } = this.track.at(time)
    if (index === this.index || !this.visible) return
    this.index = index
    const params = paramsAt(this.track, index)
    // One scale for all three: a neuron that says little looks pale beside one that says much.
    const most = Math.max(...this.maps.map((map) => map.measure(params)), 1e-9)
    for (const map of this.maps) map.paint(most, this.track.step[index])
    say(this.scale, `White is 0, the darkest colour is ${short(most)}. On the coloured side of the line the neuron is on.`)
  }

  rest() {
    for (const map of this.maps) map.speak()
  }

  resize() {
    for (const map of this.maps) map.resize()
  }

  dispose() {
    this.sight.disconnect()
  }
}

class NeuronMap {
  constructor(j) {
    this.j = j
    this.element = html("figure", "gd-neuron-map")
    this.label = `Output of hidden neuron ${j + 1} over the two inputs`
    this.field = new Field({ label: this.label })
    this.formula = html("figcaption")
    this.note = html("p", "gd-note")
    this.element.append(this.formula, this.field.element, this.note)
    this.sums = new Float32Array(NODES * NODES)
  }

  show(inputs, labels, off) {
    Object.assign(this, { inputs, labels, off, drawn: false })
    this.resize()
  }

  // The largest output anywhere on the map: at a corner, for the sum is a plane.
  measure(params) {
    this.neuron = neuronOf(params, this.j)
    fillHidden(params, this.j, nodes, this.sums)
    const last = NODES * NODES - 1
    return Math.max(0, ...[0, NODES - 1, last - NODES + 1, last].map((k) => this.sums[k]))
  }

  paint(most, step) {
    this.shown = [most, step]
    if (!this.drawn) return
    const { field, sums } = this
    field.paint((k) => tint(MUCH, Math.max(0, sums[k]) / most))
    field.drawLine(zeroLine(sums, NODES, field.places))
    this.tell(step)
  }

  tell(step) {
    const { w1, w2, bias, out } = this.neuron
    say(this.formula, `h${this.j + 1} = ReLU(${term(w1, "x1", true)} ${term(w2, "x2")} ${term(bias)})`)
    const on = this.inputs.filter(([x1, x2]) => w1 * x1 + w2 * x2 + bias > 0).length
    const dead = this.off && step >= this.off.step
    this.element.classList.toggle("gd-dead", Boolean(dead))
    say(this.note, dead ? this.obituary() : `On for ${on} of ${this.inputs.length} points; ${pull(out, this.j)}`)
  }

  // For those who do not see it, once it stands still.
  speak() {
    if (!this.drawn || !this.shown) return
    const told = `${this.label}, at step ${this.shown[1]}: ${this.formula.textContent}. ${this.note.textContent}`
    this.field.svg.setAttribute("aria-label", told)
  }

  obituary() {
    const since = `${this.off.exactly ? "since" : "by"} step ${this.off.step}`
    return `Off for all ${this.inputs.length} points ${since}: its gradient is 0, so its weights do not change.`
  }

  resize() {
    const grown = this.field.fit()
    if (!this.inputs || !this.field.side || (this.drawn && !grown)) return
    this.drawn = true
    this.field.drawPoints(this.inputs, this.labels, RADIUS)
    if (this.shown) this.paint(...this.shown)
  }
}

function pull(out, j) {
  return `v${j + 1} = ${short(out)} ${out < 0 ? "pulls towards label 0." : "pulls towards label 1."}`
}

function term(value, name = "", first = false) {
  const times = name && ` ${name}`
  if (first) return `${short(value)}${times}`
  return `${value < 0 ? "−" : "+"} ${short(Math.abs(value))}${times}`
}
