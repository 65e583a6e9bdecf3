// The four stages of an update, each with its formulas, its table and its arithmetic.
//
// A stage has `element`, `update(at)`, which shows the update `at` (see audit.mjs), and
// `choose(sample)`, if it has rows of samples.

import { number as written } from "./digits.mjs"
import { number } from "./readout.mjs"
import { Cells, formula, heading, node } from "./audit_cells.mjs"
import { agree, change, moved, ROUNDINGS } from "./neuron_math.mjs"

const I = "<sub>i</sub>"
const dL = (by) => `∂<i>L</i>/∂${by}`

// "w1" with its digit low.
export const low = (name) => `<i>${name[0]}</i>${name.length > 1 ? `<sub>${name.slice(1)}</sub>` : ""}`

// A number that was given, not worked out: as short as it is.
const given = (value) => written(value, 6)

const signed = (value) => (value < 0 ? `(${number(value)})` : number(value))

// A table wider than a phone scrolls, and nothing beside it.
const scrolling = (table) => node("div", "au-scroll", table)

// The rows of samples, of which one is chosen; those outside the batch are grey.
class Samples {
  constructor(count, chosen, columns, keys, caption) {
    this.cells = new Cells()
    this.buttons = Array.from({ length: count }, (_, i) => button(i, chosen))
    this.table = this.cells.table(caption, ["sample", ...columns], [])
    const [body] = this.table.tBodies
    this.rows = this.buttons.map((button, i) => this.cells.row(body, button, keys.map((key) => `${key} ${i + 1}`)))
    this.rows.forEach((row, i) => row.addEventListener("click", () => chosen(i)))
  }

  update(samples, texts) {
    samples.forEach((sample, i) => {
      this.rows[i].classList.toggle("au-out", !sample.seen)
      for (const [key, text] of Object.entries(texts(sample))) this.cells.set(`${key} ${i + 1}`, text)
    })
  }

  choose(chosen) {
    this.rows.forEach((row, i) => row.classList.toggle("au-chosen", i === chosen))
    this.buttons.forEach((button, i) => button.setAttribute("aria-pressed", i === chosen))
  }
}

function button(i, chosen) {
  const made = node("button", "au-sample", String(i + 1))
  made.type = "button"
  made.setAttribute("aria-label", `Show sample ${i + 1} in the drawing`)
  made.addEventListener("click", () => chosen(i))
  return made
}

export class Forward {
  constructor({ names, inputs, chosen }) {
    this.names = names
    const count = inputs[0].length
    const xs = Array.from({ length: count }, (_, d) => `x${d + 1}`)
    this.samples = new Samples(
      inputs.length,
      chosen,
      [...xs.map(low), "sum <i>z</i>", "<i>a</i> = ReLU(<i>z</i>)", "target <i>y</i>", "error <i>e</i>", "<i>e</i>²"],
      [...xs, "z", "a", "y", "error", "square"],
      "Forward: every sample through the neuron",
    )
    this.line = this.samples.cells.make("worked", "p", "au-worked")
    const sum = [...xs.map((x, d) => `${low(names[d])}${low(x)}`), low(names.at(-1))].join(" + ")
    this.element = node(
      "div",
      "",
      formula(`<i>z</i> = ${sum} &emsp; <i>a</i> = max(0, <i>z</i>) &emsp; <i>e</i> = <i>a</i> − <i>y</i>`),
      scrolling(this.samples.table),
      this.line,
    )
  }

  update({ update, params, sample }) {
    this.samples.update(update.samples, ({ x, z, a, y, error, square }) => ({
      ...Object.fromEntries(Array.from(x, (value, d) => [`x${d + 1}`, given(value)])),
      z: number(z),
      a: number(a),
      y: given(y),
      error: number(error),
      square: number(square),
    }))
    this.samples.choose(sample)
    this.samples.cells.set("worked", this.words(update.samples[sample], params, sample))
  }

  words({ x, z, on, a, y, error, square }, params, sample) {
    const sum = [...Array.from(x, (value, d) => `${signed(params[d])} × ${given(value)}`), signed(params.at(-1))]
    const gate = on ? "above 0, so the ReLU passes it on" : "not above 0, so the ReLU gives 0"
    return (
      `Sample ${sample + 1}: ${sum.join(" + ")} = ${number(z)}, ${gate}. ` +
      `Error ${number(a)} − ${given(y)} = ${number(error)}, squared ${number(square)}.`
    )
  }
}

export class Loss {
  constructor() {
    this.cells = new Cells()
    this.element = node(
      "div",
      "",
      formula(`<i>L</i> = <span>1/<i>N</i></span> · (<i>e</i><sub>1</sub>² + <i>e</i><sub>2</sub>² + …), the mean over the update’s samples`),
      this.cells.make("loss sum", "p", "au-worked"),
      this.cells.make("loss check", "p", "au-check"),
      this.cells.make("loss all", "p", "au-note"),
    )
  }

  update({ update, recorded, full, partial }) {
    const squares = update.taking.map(({ square }) => number(square)).join(" + ")
    this.cells.set("loss sum", `L = (${squares}) / ${update.size} = ${number(update.loss)}`)
    const right = agree(update.loss, recorded, update.lossNoise)
    this.cells.judge("loss check", right, `the run recorded ${number(recorded)}`)
    this.cells.set("loss all", partial ? `The loss curve shows the loss on all samples: ${number(full)}.` : "")
  }
}

export class Backward {
  constructor({ names, inputs, chosen }) {
    this.names = names
    const xs = [...Array.from(inputs[0], (_, d) => low(`x${d + 1}`)), "1"]
    this.samples = new Samples(
      inputs.length,
      chosen,
      [`2<i>e</i>/<i>N</i>`, "[<i>z</i> &gt; 0]", dL("<i>z</i>"), ...xs.map((x) => `× ${x}`)],
      ["slope", "on", "delta", ...names.map((name) => `term ${name}`)],
      "Backward: the chain rule, a term from every sample",
    )
    this.element = node("div", "", formula(this.chain()), scrolling(this.samples.table), node("p", "au-note", NOTE))
    this.foot()
  }

  chain() {
    const parts = `${dL(`<i>a</i>${I}`)} · ∂<i>a</i>${I}/∂<i>z</i>${I} · ∂<i>z</i>${I}/∂${low(this.names[0])}`
    const values = `2(<i>a</i>${I} − <i>y</i>${I})/<i>N</i> · [<i>z</i>${I} &gt; 0] · <i>x</i><sub>i1</sub>`
    return `${dL(low(this.names[0]))} = Σ<sub>i</sub> ${parts} = Σ<sub>i</sub> ${values}`
  }

  foot() {
    const { cells, table } = this.samples
    const foot = table.createTFoot()
    for (const [label, key] of [["sum", "sum"], ["autograd", "autograd"], ["the same?", "same"]]) {
      const row = foot.insertRow()
      const head = heading(label, "row")
      head.colSpan = 4
      row.append(head, ...this.names.map((name) => cells.make(`${key} ${name}`)))
    }
    const head = table.tHead.rows[0]
    this.names.forEach((name, p) => head.cells[4 + p].insertAdjacentHTML("afterbegin", `<small>${dL(low(name))}</small>`))
  }

  update({ update, autograd, sample }) {
    const { cells } = this.samples
    this.samples.update(update.samples, ({ slope, on, delta, terms, seen }) => ({
      slope: seen ? number(slope) : "–",
      on: String(on),
      delta: seen ? number(delta) : "–",
      ...Object.fromEntries(this.names.map((name, p) => [`term ${name}`, seen ? number(terms[p]) : "–"])),
    }))
    this.samples.choose(sample)
    this.names.forEach((name, p) => {
      const right = agree(update.gradient[p], autograd[p], update.noise[p])
      cells.set(`sum ${name}`, number(update.gradient[p]))
      cells.set(`autograd ${name}`, number(autograd[p]))
      cells.judge(`same ${name}`, right, right ? "same" : `off by ${number(update.gradient[p] - autograd[p])}`)
    })
  }
}

const NOTE =
  "Autograd is the part of PyTorch that works out gradients; its numbers come from the server. The sums are worked out " +
  `here in your browser. The two are usually exactly equal; a ✓ allows for ${ROUNDINGS} tiny rounding errors.`

export class Update {
  constructor({ names, rate }) {
    this.names = names
    this.rate = rate
    this.cells = new Cells()
    const columns = ["", "old value", "learning rate × gradient", "new value", "the run’s next point"]
    const rows = names.map((name) => [low(name), ...["old", "move", "new", "next"].map((key) => `${key} ${name}`)])
    this.element = node(
      "div",
      "",
      formula("<i>w</i> ← <i>w</i> − <i>η</i> · ∂<i>L</i>/∂<i>w</i>, the same for every weight and the bias"),
      scrolling(this.cells.table("Update: a step against the gradient", columns, rows)),
      this.cells.make("step note", "p", "au-note"),
    )
  }

  update({ params, grad, next, note }) {
    this.names.forEach((name, p) => {
      const value = moved(params[p], this.rate, grad[p])
      this.cells.set(`old ${name}`, number(params[p]))
      this.cells.set(`move ${name}`, `− ${given(this.rate)} × ${signed(grad[p])} = ${toAdd(-change(this.rate, grad[p]))}`)
      this.cells.set(`new ${name}`, number(value))
      if (next) this.cells.judge(`next ${name}`, sameFloat(value, next[p]), number(next[p]))
      else this.cells.set(`next ${name}`, "–")
    })
    this.cells.set("step note", note)
  }
}

const toAdd = (value) => (value > 0 ? `+${number(value)}` : number(value))

// The next point is stored with one rounding more or less where a processor fuses the product.
function sameFloat(one, other) {
  return Math.abs(one - other) <= 2 ** -22 * Math.max(Math.abs(one), Math.abs(other))
}
