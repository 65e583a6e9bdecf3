// The batch and all samples side by side in numbers, each with its arrow.

import { digits } from "./batch_words.mjs"
import { html, say, svg } from "./field.mjs"

export class BatchTable {
  constructor() {
    this.element = html("table", "gd-table gd-hill-table")
    const head = html("tr")
    head.append(...["seen by", "loss", "step"].map((title) => html("th", "", title)))
    this.own = row("own")
    this.full = row("full")
    const [top, body] = [html("thead"), html("tbody")]
    top.append(head)
    body.append(this.own.element, this.full.element)
    this.element.append(top, body)
  }

  name(samples) {
    say(this.full.name, `all ${samples} samples`)
  }

  // `own` is { name, loss, step }, or null where no batch follows; `full` has the same but the name.
  update(own, full) {
    say(this.own.name, own ? `this batch: ${own.name}` : "no batch")
    write(this.own, own)
    write(this.full, full)
  }

  words() {
    return [this.own, this.full].map(({ name, loss, step }) => `${name.textContent}: loss ${loss.textContent}, step ${step.textContent}.`).join(" ")
  }
}

function row(kind) {
  const element = html("tr")
  const head = html("th")
  const [name, loss, step] = [html("span"), html("td"), html("td")]
  head.append(arrow(kind), name)
  element.append(head, loss, step)
  loss.dataset.hill = `${kind} loss`
  step.dataset.hill = `${kind} step`
  return { element, name, loss, step }
}

function write({ loss, step }, values) {
  say(loss, values ? digits(values.loss) : "–")
  say(step, values ? digits(values.step) : "–")
}

// On the surface's blue, as it is drawn there.
function arrow(kind) {
  const picture = svg("svg", { viewBox: "0 0 44 16", width: 44, height: 16, class: `gd-hill-arrow gd-hill-${kind}` })
  picture.append(svg("rect", { width: 44, height: 16, rx: 3 }), svg("path", { d: "M5 8H30" }), svg("polygon", { points: "39,8 29,3 29,13" }))
  return picture
}
