// The forward pass of the point asked about, written out in the numbers of the step shown.

import { number, toward } from "./digits.mjs"
import { short } from "./drawing.mjs"
import { html, say } from "./field.mjs"
import { Follower } from "./follower.mjs"
import { loadStyles } from "./loading.mjs"
import { forward, HIDDEN, paramsAt, neuronOf } from "./two_three_one.mjs"

await loadStyles("network.css")

const DIGITS = 4
const C = 12

export default class Predict extends Follower {
  constructor(element, { root }) {
    super(root)
    this.title = html("h3")
    this.rows = new Map()
    const list = html("div", "gd-sums")
    const add = (key, name) => list.append(this.row(key, name))
    for (let j = 0; j < HIDDEN; j++) add(`h${j}`, `hidden ${j + 1}`)
    add("z", "output sum")
    add("p", "sigmoid")
    this.verdict = html("p", "gd-note")
    element.append(this.title, list, this.verdict)
  }

  row(key, name) {
    const row = html("div", "gd-sum")
    const cells = ["gd-symbols", "gd-numbers-in", "gd-result"].map((className) => html("span", className))
    for (const [i, cell] of cells.entries()) cell.dataset.sum = `${key} ${["symbols", "numbers", "result"][i]}`
    row.append(html("span", "gd-sum-name", name), ...cells)
    this.rows.set(key, { row, cells })
    return row
  }

  draw() {
    const [x1, x2] = this.asked.point
    const params = paramsAt(this.track, this.index)
    const pass = forward(params, x1, x2)
    say(this.title, `Predict (${plain(x1)}, ${plain(x2)}) at step ${this.track.step[this.index]}`)
    for (let j = 0; j < HIDDEN; j++) this.writeHidden(params, pass, j, [x1, x2])
    this.writeOutput(params, pass)
  }

  writeHidden(params, { sums, outputs }, j, [x1, x2]) {
    const { w1, w2, bias } = neuronOf(params, j)
    const k = j + 1
    this.write(`h${j}`, {
      symbols: `h${k} = ReLU(w${k}1·x1 + w${k}2·x2 + b${k})`,
      numbers: `= ReLU(${n(w1)}·${plain(x1)} ${plus(w2)}·${plain(x2)} ${plus(bias)}) = ReLU(${n(sums[j])})`,
      result: `= ${n(outputs[j])}`,
      off: sums[j] <= 0,
    })
  }

  writeOutput(params, { outputs, z, p }) {
    const terms = outputs.map((h, j) => `${j ? plus(params[9 + j]) : n(params[9])}·${n(h)}`)
    this.write("z", {
      symbols: "z = v1·h1 + v2·h2 + v3·h3 + c",
      numbers: `= ${terms.join(" ")} ${plus(params[C])}`,
      result: `= ${n(z)}`,
    })
    this.write("p", { symbols: "p = 1 / (1 + e^(−z))", numbers: `= 1 / (1 + e^(${n(-z)}))`, result: `= ${n(p)}` })
    const told = toward(p, 0.5, DIGITS)
    const side = p > 0.5 ? "above 0.5: the network says label 1." : "not above 0.5: the network says label 0."
    say(this.verdict, `${told} is ${side} Each number is written with ${DIGITS} digits; the network keeps them all.`)
  }

  write(key, { symbols, numbers, result, off = false }) {
    const { row, cells } = this.rows.get(key)
    ;[symbols, numbers, result].forEach((text, i) => say(cells[i], text))
    row.classList.toggle("gd-off", off)
  }
}

const n = (value) => short(value, DIGITS)
const plus = (value) => `${value < 0 ? "−" : "+"} ${n(Math.abs(value))}`
const plain = (value) => number(value, 6)
