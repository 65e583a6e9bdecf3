// The step being shown, in numbers.

import { number as written } from "./digits.mjs"
import { explain, termed } from "./glossary.mjs"
import { reachable } from "./reachable.mjs"
import { swatch } from "./swatch.mjs"

// More parameters than this need the whole width.
const NARROW = 4

// Of so many batches the longest is given room, in lines of so many letters.
const [SOME, LINE] = [300, 28]

// And more than these need a second table below the first.
const ACROSS = 7

export class Readout {
  constructor(element) {
    this.element = element
  }

  // Builds the cells for these runs; `update` then only changes their text. `drawn(track, time)` is
  // the height that the picture draws under it, where that may differ from the loss.
  build(names, tracks, drawn = null) {
    this.tracks = tracks
    this.drawn = drawn
    this.names = names
    this.cells = new Map()
    this.element.replaceChildren(tracks.length === 1 ? this.buildOne() : this.buildMany())
  }

  // Shows the recorded points at or before a time of the clock.
  update(time) {
    if (this.tracks.length === 1) this.updateOne(time)
    else this.updateMany(time)
  }

  buildOne() {
    const facts = node("dl", "gd-facts")
    // A function has no samples to take a batch of.
    const told = FACTS.filter(([key]) => key !== "batch" || this.tracks[0].samples > 1)
    this.updates = []
    for (const [key, label] of told) {
      const fact = node("div", "gd-fact")
      const term = node("dt")
      const word = EXPLAINED.has(label) ? termed(label) : node("span", "", label)
      term.append(word)
      if (key === "batch") this.updates.push({ label: word, next: label, last: "last batch" })
      if (key === "loss" && this.drawn) term.append(" (on map ", this.cell("drawn", "span"), ")")
      fact.append(term, this.cell(key, "dd"))
      if (key === "batch") this.cells.get(key).style.setProperty("--gd-lines", linesFor(this.tracks[0]))
      facts.append(fact)
    }
    const crowded = this.names.length > NARROW
    const both = node("div", "gd-one")
    both.classList.toggle("gd-stacked", crowded)
    both.append(facts, ...grouped(this.names).map((names) => this.buildParameters(names, crowded)))
    return both
  }

  // A column for each of these parameters.
  buildParameters(names, crowded) {
    const rows = ROWS.map(([key, label]) => [label, ...names.map((name) => `${key} ${name}`)])
    const table = this.table("gd-table", ["", ...names], rows)
    table.classList.toggle("gd-wide", crowded)
    this.updates.push({ label: table.querySelector("tbody tr:last-child th"), next: "next change", last: "last change" })
    return table
  }

  updateOne(time) {
    const [track] = this.tracks
    const { index } = track.at(time)
    this.set("epoch", String(track.epochAt(index)))
    this.set("step", String(track.step[index]))
    this.set("loss", number(track.loss[index]))
    if (this.drawn) this.set("drawn", number(this.drawn(track, time)))
    this.set("length", number(track.gradLength[index]))
    const told = track.told(index)
    const moves = track.single(told)
    if (this.cells.has("batch")) this.set("batch", batchText(track, told))
    this.nameUpdate(told < index)
    this.names.forEach((name, p) => {
      const [values, grads] = [track.params[p], track.grad[p]]
      this.set(`value ${name}`, number(values[index]))
      this.set(`gradient ${name}`, number(grads[index]))
      this.set(`change ${name}`, moves ? signed(values[told + 1] - values[told]) : "–")
    })
  }

  // At the end of a run the update that is told is the last there was.
  nameUpdate(over) {
    for (const { label, ...names } of this.updates) {
      const name = over ? names.last : names.next
      if (label.textContent !== name) label.textContent = name
    }
  }

  buildMany() {
    const [told, keys] = this.drawn ? [["on map"], ["drawn"]] : [[], []]
    const columns = ["run", "epoch", "step", "loss", ...told, "|gradient|", ...this.names]
    const rows = this.tracks.map((track, i) => [
      track.name,
      ...["epoch", "step", "loss", ...keys, "length", ...this.names].map((key) => `${i} ${key}`),
    ])
    const table = this.table("gd-table gd-many", columns, rows)
    table.classList.toggle("gd-wide", this.names.length > NARROW)
    table.querySelectorAll("tbody th").forEach((cell, i) => cell.prepend(swatch(this.tracks[i])))
    return table
  }

  updateMany(time) {
    this.tracks.forEach((track, i) => {
      const { index } = track.at(time)
      this.set(`${i} epoch`, String(track.epochAt(index)))
      this.set(`${i} step`, String(track.step[index]))
      this.set(`${i} loss`, number(track.loss[index]))
      if (this.drawn) this.set(`${i} drawn`, number(this.drawn(track, time)))
      this.set(`${i} length`, number(track.gradLength[index]))
      this.names.forEach((name, p) => this.set(`${i} ${name}`, number(track.params[p][index])))
    })
  }

  table(className, columns, rows) {
    const table = node("table", className)
    const head = table.createTHead().insertRow()
    for (const column of columns) head.append(node(column ? "th" : "td", "", column))
    const body = table.createTBody()
    for (const [label, ...keys] of rows) {
      const row = body.insertRow()
      const name = node("th")
      explain(name, label)
      row.append(name, ...keys.map((key) => this.cell(key, "td")))
    }
    return reachable(table)
  }

  cell(key, tag) {
    const cell = node(tag, "gd-cell")
    cell.dataset.cell = key
    this.cells.set(key, cell)
    return cell
  }

  set(key, text) {
    const cell = this.cells.get(key)
    if (cell.textContent !== text) cell.textContent = text
  }
}

const FACTS = [
  ["epoch", "epoch"],
  ["step", "step"],
  ["loss", "loss"],
  ["length", "gradient length"],
  ["batch", "batch"],
]

// Labels that are words of the glossary.
const EXPLAINED = new Set(["epoch", "loss", "gradient length", "batch"])

const ROWS = [
  ["value", "value"],
  ["gradient", "gradient"],
  ["change", "next change"],
]

// The names in as few groups as there is room for, all about as long.
function grouped(names) {
  const count = Math.ceil(names.length / ACROSS)
  const cut = (group) => Math.floor((group * names.length) / count)
  return Array.from({ length: count }, (_, group) => names.slice(cut(group), cut(group + 1)))
}

// Batches have more samples or fewer: there is room for the longest of the first ones.
function linesFor(track) {
  const some = Array.from({ length: Math.min(track.end, SOME) }, (_, index) => batchText(track, index).length)
  return Math.ceil(Math.max(1, ...some) / LINE)
}

function batchText(track, index) {
  const batch = track.batchAt(index)
  if (batch === null) return "none"
  if (batch === "all") return `all ${track.samples} samples`
  const samples = `sample${batch.length > 1 ? "s" : ""} ${batch.map((s) => s + 1).join(", ")}`
  return track.batchLoss ? `${samples}; loss ${number(track.batchLoss[index])}` : samples
}

// Six significant digits: a float32 holds seven at most. Zeros stay, so that nothing jumps while playing.
export const number = (value) => written(value, 6, true)

function signed(value) {
  return value > 0 ? `+${number(value)}` : number(value)
}

function node(tag, className = "", text = "") {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.textContent = text
  return element
}
