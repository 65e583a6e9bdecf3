// The loss over a training as a small picture: drawn once, uncovered from left to right.

import { distinct, number } from "./digits.mjs"
import { onScale } from "./enlarged.mjs"

const [WIDTH, HEIGHT] = [340, 170]
const BOX = { left: 52, right: WIDTH - 12, top: 12, bottom: HEIGHT - 34 }
const WIDE_RANGE = 50

let serial = 0

export class BenchCurve {
  // `loss` holds a number for every epoch, from before the first update; null is no number.
  constructor(element, loss) {
    this.loss = loss
    const numbers = loss.filter((value) => value !== null)
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
    // A loss that goes through many powers of ten is drawn by its powers of ten.
    this.log = low > 0 && high > WIDE_RANGE * low
    this.low = this.scale(low)
    this.high = this.scale(high)
    this.frame = this.draw(low, high)
    element.replaceChildren(this.frame)
    onScale(this.frame)
  }

  get last() {
    return this.loss.length - 1
  }

  // Shows the training up to `epoch`, any number from 0 to `last`.
  show(epoch) {
    this.cover.setAttribute("width", Math.max(0, this.x(epoch) - BOX.left))
    const here = this.loss[Math.round(epoch)]
    this.dot.setAttribute("visibility", here === null ? "hidden" : "visible")
    if (here === null) return
    this.dot.setAttribute("cx", this.x(Math.round(epoch)))
    this.dot.setAttribute("cy", this.y(here))
  }

  scale(value) {
    return this.log ? Math.log10(value) : value
  }

  x(epoch) {
    return BOX.left + ((BOX.right - BOX.left) * epoch) / Math.max(1, this.last)
  }

  y(value) {
    const span = this.high - this.low
    const part = span > 0 ? (this.scale(value) - this.low) / span : 0.5
    return BOX.bottom - (BOX.bottom - BOX.top) * part
  }

  draw(low, high) {
    const words = `Loss over ${this.last} epochs, from ${written(this.loss[0])} to ${written(this.loss[this.last])}`
    const frame = svg("svg", { class: "gb-curve", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words })
    const id = `gb-cover-${serial++}`
    const clip = svg("clipPath", { id })
    this.cover = svg("rect", { x: BOX.left, y: 0, width: 0, height: HEIGHT })
    clip.append(this.cover)
    const line = svg("path", { class: "gb-line", d: this.path(), "clip-path": `url(#${id})` })
    this.dot = svg("circle", { class: "gb-dot", r: 5 })
    frame.append(clip, ...this.axes(low, high), line, this.dot)
    return frame
  }

  path() {
    const points = this.loss.map((value, epoch) => value !== null && `${this.x(epoch).toFixed(1)} ${this.y(value).toFixed(1)}`)
    return `M${points.filter(Boolean).join("L")}`
  }

  axes(low, high) {
    const line = (y) => svg("line", { class: "gb-grid", x1: BOX.left, x2: BOX.right, y1: y, y2: y })
    const label = (text, x, y, anchor) => svg("text", { x, y, "text-anchor": anchor }, text)
    const heights = high > low ? [low, high] : [low]
    const names = distinct(heights)
    return [
      ...heights.flatMap((value, i) => [line(this.y(value)), label(names[i], BOX.left - 6, this.y(value), "end")]),
      label("loss", BOX.left - 6, (BOX.top + BOX.bottom) / 2, "end"),
      label("0", BOX.left, BOX.bottom + 14, "middle"),
      label(this.log ? "epoch (loss by powers of ten)" : "epoch", (BOX.left + BOX.right) / 2, BOX.bottom + 14, "middle"),
      label(String(this.last), BOX.right, BOX.bottom + 14, "end"),
    ]
  }
}

export function written(value) {
  if (value === null) return "no number"
  return number(value, 4, true)
}

function svg(tag, attributes = {}, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  if (text) element.textContent = text
  return element
}
