// The sweep of rates: where each of thousands of runs ended, by its learning rate; a click opens one.

import { Canvas, toPlayer } from "./canvas.mjs"
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
    this.words = document.createElement("p")
    this.words.className = "gs-say"
    root.replaceChildren(this.place, this.words)
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
      this.say(this.find())
      // What is pointed at is what is painted.
      this.axes = null
      this.canvas.now()
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

  // Where in this message the run is that was said, which may come later: others have other rates and seeds.
  find() {
    const { rates, seeds, bands } = this.scene
    const { rate, seed, batch } = this.said ?? {}
    const [column, row] = [rates.indexOf(rate), seeds.indexOf(seed)]
    const known = column >= 0 && row >= 0 && bands.some((band) => band.batch === batch)
    return known ? this.runsAt(column).find((run) => run.band.batch === batch && run.row === row) : null
  }

  get pointing() {
    return this.point !== null
  }

  at(point) {
    const { rates, seeds } = this.scene ?? {}
    this.said = point && { rate: rates[point.column], seed: seeds[point.row], batch: point.band.batch }
    this.say(point)
  }

  say(point) {
    this.point = point
    const said = point ? sentence(this.scene, point) : IDLE
    if (this.words.textContent !== said) this.words.textContent = said
    this.place.setAttribute("aria-valuenow", point?.column ?? 0)
    this.place.setAttribute("aria-valuetext", said)
    this.canvas.soon()
  }

  pointed(spot) {
    if (this.axes) this.at(this.nearest(spot))
  }

  // Opens the run that is said.
  open() {
    if (!this.point) return
    const { rate, seed, batch } = this.said
    this.send("choose", { learning_rate: String(rate), seed: String(seed), batch, start: null, runs: "1" })
    toPlayer()
  }

  pressed(event) {
    const move = this.moves()[event.key]
    if (!move || !this.scene?.bands.length || event.ctrlKey || event.metaKey || event.altKey) return false
    event.preventDefault()
    event.stopPropagation()
    move(event.shiftKey ? 10 : 1)
    return true
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
