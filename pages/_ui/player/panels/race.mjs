// Runs side by side at the playhead: what each has done so far, and who is ahead by this clock.

import { apart, number } from "./digits.mjs"
import { loadStyles } from "./loading.mjs"
import { swatch } from "./swatch.mjs"

const COLUMNS = [
  ["updates", "updates"],
  ["samples", "samples seen"],
  ["epochs", "passes"],
  ["loss", "loss"],
]

export default class Race {
  constructor(element) {
    loadStyles("race.css")
    this.element = element
    this.table = node("table", "gd-table gd-race")
    this.words = node("p", "gd-race-words")
    element.setAttribute("aria-label", "The runs at the step shown")
    element.append(this.words, this.table)
  }

  // `spec.target` is the loss that the race is about.
  show({ target }, { clock }, tracks) {
    Object.assign(this, { target, clock, tracks })
    const head = node("tr")
    head.append(...["run", ...COLUMNS.map(([, title]) => title), `first at ${number(target)}`].map((title) => node("th", "", title)))
    COLUMNS.forEach(([key], i) => head.children[i + 1].classList.toggle("gd-by", key === clock))
    this.cells = tracks.map(() => ({}))
    this.arrivals = tracks.map((track) => track.loss.findIndex((loss) => loss <= target))
    this.table.replaceChildren(part("thead", head), part("tbody", ...tracks.map((track, i) => this.row(track, i))))
  }

  row(track, i) {
    const row = node("tr")
    const name = node("th")
    name.append(swatch(track), track.name)
    row.append(name)
    for (const [key] of [...COLUMNS, ["arrival"]]) {
      const cell = node("td", "gd-cell")
      cell.dataset.cell = `${i} ${key}`
      cell.classList.toggle("gd-by", key === this.clock)
      this.cells[i][key] = cell
      row.append(cell)
    }
    return row
  }

  update(time) {
    const places = this.tracks.map((track) => track.at(time).index)
    this.tracks.forEach((track, i) => this.write(track, places[i], this.cells[i], this.arrivals[i]))
    setText(this.words, this.sentence(time, places))
  }

  write(track, index, cells, arrival) {
    const step = track.step[index]
    setText(cells.updates, String(step))
    setText(cells.samples, String(samplesSeen(track, step)))
    setText(cells.epochs, passes(step / track.updatesPerEpoch))
    setText(cells.loss, number(track.loss[index]))
    setText(cells.arrival, arrival >= 0 && arrival <= index ? this.reading(track, arrival) : "–")
    cells.loss.parentElement.classList.toggle("gd-ended", index === track.end)
  }

  // What this clock shows at a recorded point.
  reading(track, index) {
    const time = track.clock[index]
    return this.clock === "epochs" ? passes(time) : String(time)
  }

  sentence(time, places) {
    const order = this.tracks.map((track, i) => ({ name: track.name, loss: track.loss[places[i]] })).sort((a, b) => a.loss - b.loss)
    const [first, last] = [order[0], order.at(-1)]
    const when = this.when(time)
    if (first.loss === last.loss) return `${when} all are at loss ${number(first.loss)}.`
    const [low, high] = apart(first.loss, last.loss)
    return `${when} ${first.name} is lowest, at loss ${low}; ${last.name} is highest, at ${high}.`
  }

  when(time) {
    if (this.clock === "epochs") return `After ${passes(time)} passes`
    const count = Math.floor(time)
    const [one, many] = this.clock === "samples" ? ["sample", "samples"] : ["update", "updates"]
    return `After ${count} ${count === 1 ? one : many}`
  }
}

// An epoch's last batch may be smaller.
function samplesSeen({ updatesPerEpoch, samples, batchSize }, step) {
  return Math.floor(step / updatesPerEpoch) * samples + Math.min((step % updatesPerEpoch) * batchSize, samples)
}

const passes = (value) => (Math.floor(100 * value + 1e-6) / 100).toFixed(2)

function part(tag, ...rows) {
  const made = node(tag)
  made.append(...rows)
  return made
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text
}

function node(tag, className = "", text = "") {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.textContent = text
  return element
}
