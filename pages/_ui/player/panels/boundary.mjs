// What the network says everywhere at the step shown: a map of probabilities with the points.

import { loadStyles } from "./loading.mjs"
import { Asked } from "./asked.mjs"
import { Field, html, NODES, nodes, point, say, svg } from "./field.mjs"
import { zeroLine } from "./isoline.mjs"
import { SIDES, tint } from "./tints.mjs"
import { fillSums, paramsAt, rightOf } from "./two_three_one.mjs"

await loadStyles("network.css")

const RADIUS = 6
const LABEL = "Probability of label 1 over the two inputs, with the ten points"

export default class Boundary {
  constructor(element, { root }) {
    this.asked = Asked.of(root)
    this.caption = html("p", "gd-caption")
    this.field = new Field({
      label: LABEL,
      pick: (x1, x2) => this.asked.ask([round(x1), round(x2)]),
    })
    element.append(this.caption, this.field.element, legend())
    this.sums = new Float32Array(NODES * NODES)
    this.unlisten = this.asked.listen((point) => this.field.side && this.field.drawMark(point))
  }

  show({ inputs, labels }, scene, [track]) {
    Object.assign(this, { inputs, labels, track, index: null, drawn: false })
    this.resize()
  }

  update(time) {
    this.time = time
    const { index } = this.track.at(time)
    if (index === this.index || !this.drawn) return
    this.index = index
    const params = paramsAt(this.track, index)
    this.paint(params)
    this.judge(rightOf(params, this.inputs, this.labels))
  }

  paint(params) {
    const { field, sums } = this
    fillSums(params, nodes, sums)
    field.paint((k) => tint(SIDES, 1 / (1 + Math.exp(-sums[k]))))
    field.drawLine(zeroLine(sums, NODES, field.places))
  }

  judge(right) {
    right.forEach((is, i) => this.field.shapes[i].classList.toggle("gd-wrong", !is))
    const count = right.filter(Boolean).length
    this.told = `${count} of ${right.length} right`
    say(this.caption, `Probability of label 1 · ${this.told}`)
  }

  rest() {
    if (this.index !== null) this.field.svg.setAttribute("aria-label", `${LABEL}, at step ${this.track.step[this.index]}: ${this.told}`)
  }

  resize() {
    const grown = this.field.fit()
    if (!this.inputs || !this.field.side || (this.drawn && !grown)) return
    this.drawn = true
    this.field.drawPoints(this.inputs, this.labels, RADIUS)
    this.field.drawMark(this.asked.point)
    this.index = null
    if (this.time !== undefined) this.update(this.time)
  }

  dispose() {
    this.unlisten()
  }
}

const round = (value) => Math.round(10 * value) / 10

function legend() {
  const row = html("div", "gd-key")
  const entry = (one, wrong, text) => {
    const sample = svg("svg", { viewBox: "0 0 22 22", width: 20, height: 20, "aria-hidden": "true", class: "gd-points" })
    sample.append(point(11, 11, one, 5))
    sample.firstChild.classList.toggle("gd-wrong", wrong)
    const label = html("span")
    label.append(sample, text)
    return label
  }
  const scale = html("span", "gd-scale")
  scale.append("0", html("i"), "1")
  row.append(entry(false, false, "label 0"), entry(true, false, "label 1"), entry(false, true, "on the wrong side"), scale)
  return row
}
