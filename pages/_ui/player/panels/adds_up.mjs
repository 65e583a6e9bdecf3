// How the hidden neurons add up to the boundary: each one's share of the output's sum, plus signs, the sum.

import { short } from "./drawing.mjs"
import { Field, html, NODES, nodes, say } from "./field.mjs"
import { zeroLine } from "./isoline.mjs"
import { loadStyles } from "./loading.mjs"
import { SIDES, tint } from "./tints.mjs"
import { biasOf, fillShare, fillSums, HIDDEN, neuronOf, paramsAt } from "./two_three_one.mjs"

await loadStyles("network.css")

const RADIUS = 3.5
const COUNT = NODES * NODES

export default class AddsUp {
  constructor(element) {
    this.caption = html("p", "gd-caption")
    this.terms = Array.from({ length: HIDDEN }, (_, j) => new Term(`Share of hidden neuron ${j + 1} in the output's sum`))
    this.sum = new Term("The output's sum z; the line is where it is 0", true)
    this.bias = html("span", "gd-plus")
    const row = html("div", "gd-adds-row")
    const [first, ...others] = this.terms.map((term) => term.element)
    row.append(first, ...others.flatMap((term) => [sign("+"), term]), this.bias, sign("="), this.sum.element)
    element.append(html("h3", "", "How the three add up"), this.caption, row)
    // What is out of sight is left undone until it comes into sight.
    this.sight = new IntersectionObserver(([entry]) => this.seen(entry.isIntersecting))
    this.sight.observe(row)
  }

  seen(visible) {
    this.visible = visible
    this.index = null
    if (this.time !== undefined) this.update(this.time)
    this.rest()
  }

  show({ inputs, labels }, scene, [track]) {
    Object.assign(this, { track, index: null })
    for (const map of this.maps) map.show(inputs, labels)
    if (this.time !== undefined) this.update(this.time)
  }

  get maps() {
    return [...this.terms, this.sum]
  }

  update(time) {
    this.time = time
    const { index } = this.track.at(time)
    if (index === this.index || !this.visible) return
    this.index = index
    const params = paramsAt(this.track, index)
    this.terms.forEach((term, j) => fillShare(params, j, nodes, term.values))
    fillSums(params, nodes, this.sum.values)
    this.paint(params)
  }

  // One scale for all four: what weighs little looks pale.
  paint(params) {
    const most = Math.max(...this.maps.map((map) => map.most()), 1e-9)
    for (const map of this.maps) map.paint(most)
    this.terms.forEach((term, j) => term.name(`${short(neuronOf(params, j).out)} · h${j + 1}`))
    this.sum.name("z, the output's sum")
    const bias = biasOf(params)
    say(this.bias, `${bias < 0 ? "−" : "+"} ${short(Math.abs(bias))}`)
    const told = `The output adds up each neuron's output times its weight, and the bias c. Blue is above 0, orange below; the deepest colour is ${short(most)}.`
    say(this.caption, `${told} Where z is above 0, the network says label 1: the line is the boundary.`)
  }

  rest() {
    if (this.index !== null && this.visible) for (const map of this.maps) map.speak(this.track.step[this.index])
  }

  resize() {
    for (const map of this.maps) map.resize()
  }

  dispose() {
    this.sight.disconnect()
  }
}

// One picture of the row.
class Term {
  // `line`: whether the places are shown where its value passes 0. A ReLU stays at 0.
  constructor(label, line = false) {
    Object.assign(this, { label, line })
    this.element = html("figure", "gd-term-map")
    this.field = new Field({ label })
    this.title = html("figcaption")
    this.element.append(this.title, this.field.element)
    this.values = new Float32Array(COUNT)
  }

  show(inputs, labels) {
    Object.assign(this, { inputs, labels, drawn: false })
    this.resize()
  }

  name(text) {
    say(this.title, text)
  }

  most() {
    return this.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  }

  paint(most) {
    this.scale = most
    if (!this.drawn) return
    const { field, values } = this
    field.paint((k) => tint(SIDES, 0.5 + values[k] / (2 * most)))
    if (this.line) field.drawLine(zeroLine(values, NODES, field.places))
  }

  speak(step) {
    this.field.svg.setAttribute("aria-label", `${this.label}, at step ${step}: ${this.title.textContent}`)
  }

  resize() {
    const grown = this.field.fit()
    if (!this.inputs || !this.field.side || (this.drawn && !grown)) return
    this.drawn = true
    this.field.drawPoints(this.inputs, this.labels, RADIUS)
    if (this.scale) this.paint(this.scale)
  }
}

const sign = (text) => html("span", "gd-plus", text)
