// The speed limit: how the ground bends at the step shown, what the learning rate does there, and
// what the step should have done to the loss beside what it did.

import { html, say } from "./field.mjs"
import { explain } from "./glossary.mjs"
import { LimitMark } from "./limit_mark.mjs"
import { LimitPlot } from "./limit_plot.mjs"
import { short, told, toldOf, zoneOf, zonesOf } from "./limit_words.mjs"
import { loadStyles } from "./loading.mjs"

const FACTS = [
  ["curvature", "curvature λ"],
  ["limit", "limit 2 / λ"],
  ["rate", "rate η"],
]
const CHANGES = [
  ["predicted", "predicted"],
  ["happened", "actual"],
]

export default class Limit {
  constructor(element) {
    loadStyles("insights.css")
    loadStyles("limit.css")
    element.classList.add("gd-insight", "gd-limit")
    this.cells = {}
    this.title = html("h3")
    this.words = html("p", "gd-limit-words")
    this.note = html("p", "gd-limit-note")
    this.holds = html("p", "gd-quiet gd-limit-holds")
    this.plot = new LimitPlot()
    this.mark = new LimitMark()
    const numbers = html("div", "gd-limit-numbers")
    numbers.append(this.facts(), this.words, this.changes(), this.note)
    const both = html("div", "gd-limit-both")
    both.append(numbers, this.plot.element)
    element.append(this.title, both, this.holds)
  }

  facts() {
    const list = html("dl", "gd-limit-facts")
    for (const [key, label] of FACTS) {
      const fact = html("div")
      this.cells[key] = html("dd")
      this.cells[key].dataset.limit = key
      this.cells[`${key} label`] = html("dt", "gd-quiet")
      explain(this.cells[`${key} label`], label)
      fact.append(this.cells[`${key} label`], this.cells[key])
      list.append(fact)
    }
    return list
  }

  // Two bars on one scale: down is what a step is for.
  changes() {
    this.change = html("p", "gd-quiet")
    const list = html("div", "gd-limit-changes")
    list.append(this.change)
    for (const [key, label] of CHANGES) {
      const row = html("div", "gd-limit-change")
      this.cells[key] = html("output")
      this.cells[key].dataset.limit = key
      const bar = html("i")
      row.append(html("span", "", label), this.cells[key], bar)
      this.cells[`${key} bar`] = bar
      list.append(row)
    }
    return list
  }

  show(spec, scene, tracks) {
    const [track] = tracks
    Object.assign(this, { spec, track, index: null })
    say(this.title, tracks.length > 1 ? `The speed limit · ${track.name}` : "The speed limit")
    explain(this.holds, spec.holds)
    const steps = Array.from(spec.points, (point) => track.step[point])
    this.plot.show({ ...spec, steps })
    this.plot.element.setAttribute("aria-label", spec.told)
    this.mark.show({ rates: spec.options })
  }

  update(time) {
    const { index } = this.track.at(time)
    if (index === this.index) return
    this.index = index
    this.place = lastAtOrBefore(this.spec.points, index)
    this.draw(this.place)
    // At the end: the last update that was.
    if (index === this.track.end) this.drawChange(lastAtOrBefore(this.spec.points, this.track.told(index)))
  }

  draw(k) {
    const { spec, cells, track } = this
    const [curvature, rate] = [spec.sharpness[k], spec.rates[k]]
    const [reach, seen] = [spec.reach[k], spec.seen[k]]
    const zones = zonesOf(spec.zones, reach)
    const zone = zoneOf(zones, rate, curvature)
    const step = track.step[spec.points[k]]
    say(cells.curvature, short(curvature))
    const bounded = Number.isFinite(reach)
    say(cells["limit label"], bounded ? `limit ${short(reach)} / λ` : "own rates × λ")
    say(cells.limit, bounded ? (curvature > 0 ? short(reach / curvature) : "none") : short(seen))
    say(cells.rate, zone === null ? short(rate) : `${short(rate)}: ${zone}`)
    cells.rate.dataset.zone = zone ?? ""
    explain(this.words, reach === 2 ? told(zone, rate, curvature) : toldOf(reach, rate, curvature, seen))
    this.drawChange(k)
    this.plot.update(step, curvature)
    this.mark.update(curvature, zones)
  }

  drawChange(k) {
    const { spec, cells, track } = this
    const step = track.step[spec.points[k]]
    const values = CHANGES.map(([key]) => spec[key][k])
    const known = values.every(Number.isFinite)
    say(this.change, known ? `The change of the loss by step ${step + 1}` : "The change of the loss")
    const most = known ? Math.max(...values.map(Math.abs)) : 0
    CHANGES.forEach(([key], i) => {
      const bar = cells[`${key} bar`]
      say(cells[key], known ? signed(values[i]) : "–")
      bar.style.setProperty("--share", most > 0 ? (Math.abs(values[i]) / most).toFixed(3) : "0")
      bar.dataset.way = values[i] > 0 ? "up" : "down"
    })
    explain(this.note, this.noted(k, known))
  }

  noted(k, known) {
    const { spec, track } = this
    if (!known) return spec.points[k] === track.end ? "The run ends here." : "The record skips the steps that follow."
    if (!(spec.kinks[k] > 0)) return spec.smooth
    const many = spec.kinks[k] > 1
    return `This step switches ${spec.kinks[k]} ReLU${many ? "s" : ""} on or off: it crosses ${many ? "kinks" : "a kink"}, and the prediction does not hold beyond.`
  }

  rest() {
    this.mark.describe()
    this.plot.fit()
  }

  resize() {
    this.plot.fit()
  }

  dispose() {
    this.mark.dispose()
  }
}

// Of a long record only some points are worked out.
function lastAtOrBefore(points, index) {
  if (points[index] === index) return index
  let [low, beyond] = [0, points.length]
  while (beyond - low > 1) {
    const middle = (low + beyond) >> 1
    if (points[middle] <= index) low = middle
    else beyond = middle
  }
  return low
}

const signed = (value) => (value > 0 ? `▲ +${short(value)}` : value < 0 ? `▼ ${short(value)}` : "0")
