// The samples' own surfaces side by side, and their average, which is the big one.

import { html } from "./field.mjs"
import { paintHeights } from "./heights.mjs"

// More than these are no row that anyone compares.
const MOST = 10
// Up to these stand beside the numbers.
const FEW = 5
// A big surface of fewer decades than this has colours for itself alone.
const TAME = 1.2
const MOST_DECADES = 3
const [WIDTH, HEIGHT] = [192, 144]
const LINE = "rgba(255, 255, 255, 0.45)"

export class SampleHills {
  // `press(sample)` hears of a hill that is pressed.
  constructor(press) {
    this.press = press
    this.element = html("div", "gd-hills")
    this.cards = []
    // What is out of sight is left undone until it comes into sight.
    this.sight = new IntersectionObserver(([{ isIntersecting }]) => this.seen(isIntersecting))
    this.sight.observe(this.element)
  }

  seen(visible) {
    this.visible = visible
    if (visible && this.dot) this.place(...this.dot)
  }

  show(hills, names, surface) {
    const { samples, x, y } = hills
    this.extent = { x: x[0], y: y[0], width: x.at(-1) - x[0], height: y.at(-1) - y[0] }
    this.element.dataset.many = samples.length > FEW
    if (samples.length > MOST) return this.element.replaceChildren()
    const each = samples.map((_, i) => hills.of([i]))
    this.cards = each.map((_, i) => new Card(`sample ${i + 1}`, names[i], () => this.press(i)))
    const all = new Card(`average of all ${samples.length}`, "the big surface")
    const colors = scale(surface, each)
    this.cards.forEach((card, i) => card.paint(each[i], colors))
    all.paint(hills.of(samples.map((_, i) => i)), colors)
    const heading = html("p", "gd-quiet", "Each sample's own hill. Press one to lay it over the picture.")
    const row = html("div", "gd-hills-row")
    row.append(...this.cards.map((card) => card.element), all.element)
    this.element.replaceChildren(heading, row)
  }

  // Frames those of a batch, and the one that is laid over the picture by hand.
  frame(batch, pinned) {
    this.cards.forEach((card, i) => {
      card.element.classList.toggle("gd-in-batch", batch.includes(i))
      card.element.setAttribute("aria-pressed", String(i === pinned))
    })
  }

  // Where the dot is.
  place(x, y) {
    this.dot = [x, y]
    if (!this.visible) return
    const { extent } = this
    this.element.style.setProperty("--x", ((x - extent.x) / extent.width).toFixed(4))
    this.element.style.setProperty("--y", ((y - extent.y) / extent.height).toFixed(4))
  }

  dispose() {
    this.sight.disconnect()
  }
}

// The big surface's colours; where those end too soon for hills that reach higher and lower, some for all of them.
function scale({ zmin, zmax, colorscale }, hills) {
  if (zmax - zmin > TAME) return { zmin, zmax, colorscale }
  const high = Math.max(...hills.map((hill) => hill.high))
  return { zmin: Math.max(high - MOST_DECADES, Math.min(...hills.map((hill) => hill.low))), zmax: high, colorscale }
}

class Card {
  // One without something to press is no button.
  constructor(name, detail, press = null) {
    this.element = html(press ? "button" : "div", "gd-hill")
    this.canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT })
    const picture = html("span", "gd-hill-picture")
    picture.append(this.canvas, html("i"))
    this.element.append(picture, html("b", "", name), html("span", "gd-quiet", detail))
    if (press) {
      this.element.type = "button"
      this.element.addEventListener("click", press)
    }
  }

  paint(hill, colors) {
    const context = this.canvas.getContext("2d")
    const { x, y, heights, columns } = hill
    const z = Array.from({ length: y.length }, (_, row) => heights.subarray(row * columns, (row + 1) * columns))
    const axes = { x: axis(x, WIDTH, false), y: axis(y, HEIGHT, true) }
    paintHeights(context, { x, y, z, ...colors }, { x: axes.x.pixel, y: axes.y.pixel })
    context.strokeStyle = LINE
    context.stroke(hill.lines(axes))
  }
}

function axis(nodes, size, upward) {
  const share = (value) => (value - nodes[0]) / (nodes.at(-1) - nodes[0])
  return { pixel: upward ? (value) => size * (1 - share(value)) : (value) => size * share(value) }
}
