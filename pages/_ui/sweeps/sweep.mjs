// The sweep of rates: where each of thousands of runs ended, by its learning rate; a click opens one.

import { Canvas, placeOf, toPlayer } from "./canvas.mjs"
import { loadStyles } from "./loading.mjs"
import { decode } from "./payload.mjs"
import { listen, mounted } from "./pointing.mjs"
import { Axes } from "./sweep_axes.mjs"
import { isLost, Painting } from "./sweep_painting.mjs"
import { sentence } from "./sweep_words.mjs"

await loadStyles("sweeps.css")

const IDLE = "Point at a run, or go along the rates with the arrow keys; click or press Enter to open it."

class Sweep {
  constructor(root) {
    this.place = document.createElement("div")
    this.place.className = "gs-sweep"
    this.place.setAttribute("role", "slider")
    this.place.setAttribute("aria-label", "The last loss of each run, by its learning rate")
    this.say = document.createElement("p")
    this.say.className = "gs-say"
    root.replaceChildren(this.place, this.say)
    this.canvas = new Canvas(this.place, (...canvas) => this.paint(...canvas))
    listen(this.place, this)
    this.point = null
  }

  async receive({ data, setTriggerValue }) {
    this.send = setTriggerValue
    if (data !== this.data) {
      this.data = data
      const scene = await decode(data)
      if (this.data !== data) return
      this.scene = scene
      this.place.setAttribute("aria-valuemin", 0)
      this.place.setAttribute("aria-valuemax", scene.rates.length - 1)
      this.at(this.same(this.point))
    }
    this.canvas.soon()
  }

  paint(context, width, height, type, look, font) {
    if (!this.scene) return
    this.axes = new Axes(this.scene, width, height, type)
    new Painting(context, this.axes, this.scene, look, font).draw(this.point)
  }

  // The runs of a rate, the lowest first and those that are lost last.
  runsAt(column) {
    const runs = this.scene.bands.flatMap((band) =>
      band.loss.map((row, k) => ({ band, row: k, column, loss: row[column], lost: isLost(this.scene, band, k, column) })),
    )
    return runs.sort((a, b) => a.lost - b.lost || a.loss - b.loss)
  }

  nearest({ x, y }) {
    const { axes } = this
    const runs = this.runsAt(axes.nearest(x))
    const height = (run) => (run.lost ? axes.strip(run.band.lost[run.column]) : axes.y(run.loss))
    const among = runs.filter((run) => run.lost === y < (axes.stripBottom + axes.top) / 2)
    const far = (run) => Math.abs(height(run) - y)
    return (among.length ? among : runs).reduce((best, run) => (best && far(best) <= far(run) ? best : run), null)
  }

  // The run of another message in the same place.
  same(point) {
    const band = point && this.scene.bands.find(({ batch }) => batch === point.band.batch)
    if (!band || !this.scene.rates[point.column] || !band.loss[point.row]) return null
    return this.runsAt(point.column).find((run) => run.band === band && run.row === point.row)
  }

  at(point) {
    this.point = point
    const said = point ? sentence(this.scene, point) : IDLE
    if (this.say.textContent !== said) this.say.textContent = said
    this.place.setAttribute("aria-valuenow", point?.column ?? 0)
    this.place.setAttribute("aria-valuetext", said)
    this.canvas.soon()
  }

  pointed(event) {
    if (this.axes) this.at(this.nearest(placeOf(event, this.place)))
  }

  clicked(event) {
    if (!this.axes) return
    this.at(this.nearest(placeOf(event, this.place)))
    this.open()
  }

  open() {
    if (!this.point) return
    const { band, row, column } = this.point
    const { rates, seeds } = this.scene
    this.send("choose", {
      learning_rate: String(rates[column]),
      seed: String(seeds[row]),
      batch: band.batch,
      start: null,
      runs: "1",
    })
    toPlayer()
  }

  pressed(event) {
    const move = this.moves()[event.key]
    if (!move || !this.scene?.bands.length || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    move(event.shiftKey ? 10 : 1)
  }

  moves() {
    return {
      ArrowLeft: (by) => this.along(-by),
      ArrowRight: (by) => this.along(by),
      ArrowUp: () => this.across(1),
      ArrowDown: () => this.across(-1),
      Enter: () => this.open(),
    }
  }

  // To another rate, with the same batch and seed.
  along(by) {
    const { rates, bands } = this.scene
    const [band, row] = this.point ? [this.point.band, this.point.row] : [bands[0], 0]
    const from = this.point?.column ?? this.here()
    const column = Math.max(0, Math.min(rates.length - 1, from + by))
    this.at(this.runsAt(column).find((run) => run.band === band && run.row === row))
  }

  // To the next run of the same rate.
  across(by) {
    const runs = this.runsAt(this.point?.column ?? this.here())
    const now = runs.findIndex((run) => run.band === this.point?.band && run.row === this.point?.row)
    this.at(runs[Math.max(0, Math.min(runs.length - 1, now + by))])
  }

  // The column of the run on the screen.
  here() {
    const { rates, now } = this.scene
    const far = rates.map((rate) => Math.abs(Math.log(rate / now.rate)))
    return far.indexOf(Math.min(...far))
  }
}

export const { show, dispose } = mounted(Sweep)
