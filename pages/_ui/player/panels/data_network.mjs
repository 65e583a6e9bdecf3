// The ten points on a small map of what the network says of every place, and below it the network itself.

import { Drawing } from "./drawing.mjs"
import { Field, html, NODES, nodes, say } from "./field.mjs"
import { zeroLine } from "./isoline.mjs"
import { loadStyles } from "./loading.mjs"
import { SIDES, tint } from "./tints.mjs"
import { fillSums, layersOf, paramsAt, rightOf } from "./two_three_one.mjs"

await loadStyles("network.css")

const RADIUS = 4

export default class DataNetwork {
  constructor(element) {
    this.caption = html("p", "gd-caption")
    this.field = new Field({ label: "The points and the map of the answers" })
    const frame = html("div", "gd-data-drawing")
    element.append(this.caption, this.field.element, frame)
    this.drawing = new Drawing(frame, { sizes: [2, 3, 1], inputs: ["x1", "x2"], outputs: ["p"], activations: ["ReLU", "sigmoid"] })
    this.sums = new Float32Array(NODES * NODES)
  }

  show({ inputs, labels, told }, [track]) {
    Object.assign(this, { inputs, labels, told, track, index: null, drawn: false })
    say(this.caption, told)
    this.resize()
  }

  resize() {
    const grown = this.field.fit()
    if (!this.inputs || !this.field.side || (this.drawn && !grown)) return
    this.drawn = true
    this.field.drawPoints(this.inputs, this.labels, RADIUS)
    this.index = null
    if (this.time !== undefined) this.update(this.time)
  }

  update(time) {
    this.time = time
    const { index } = this.track.at(time)
    if (index === this.index || !this.drawn) return
    this.index = index
    const params = paramsAt(this.track, index)
    fillSums(params, nodes, this.sums)
    this.field.paint((k) => tint(SIDES, 1 / (1 + Math.exp(-this.sums[k]))))
    this.field.drawLine(zeroLine(this.sums, NODES, this.field.places))
    this.drawing.update(layersOf(params))
    const right = rightOf(params, this.inputs, this.labels).filter(Boolean).length
    say(this.caption, `${this.told}: ${right} of ${this.labels.length} right`)
  }

  rest() {
    if (this.index === null) return
    this.field.svg.setAttribute("aria-label", `${this.caption.textContent}, at step ${this.track.step[this.index]}`)
  }
}
