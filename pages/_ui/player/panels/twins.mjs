// The twins of a minimum: for every two hidden neurons the plane on which the run's end and the same
// network with the two swapped lie as mirror images, and the loss on the straight way between them.

import { number } from "./digits.mjs"
import { short } from "./drawing.mjs"
import { drawLine } from "./draw.mjs"
import { ring, SliceMap } from "./slice_map.mjs"

const LEAST_RISE = 0.1
const WORDS = ["none", "one", "two", "three", "four", "five", "six"]

export class Twins {
  constructor() {
    this.element = node("div", "gd-twins")
    this.words = node("p")
    this.row = node("div", "gd-slices-row")
    this.element.append(node("h4", "", "Twin minima"), this.words, this.row)
  }

  show({ losses, neurons, swaps }, scene, tracks) {
    const loss = losses[0]
    const apart = Math.max(...losses) - Math.min(...losses)
    const count = WORDS[losses.length] ?? losses.length
    this.words.textContent =
      `Hidden neurons are interchangeable. Put the ${WORDS[neurons] ?? neurons} of this run's end in any of their ${count} orders, ` +
      `each with its own weights, and the network gives the same answer for every point: the loss is ${short(loss, 6)} all ${count} times` +
      `${apart > 0 ? ` (rounding makes them differ by ${number(apart, 1)})` : ""}. So the valley that the run found has ${WORDS[losses.length - 1] ?? losses.length - 1} twins elsewhere, ` +
      "just as deep. No map of two directions shows them all."
    this.swaps = swaps.map((swap) => new Swap(swap, loss, scene, tracks))
    this.row.replaceChildren(...this.swaps.map((swap) => swap.element))
    this.resize()
  }

  update(time) {
    for (const swap of this.swaps) swap.update(time)
  }

  resize() {
    for (const swap of this.swaps ?? []) swap.map?.fit()
  }
}

class Swap {
  constructor(swap, loss, scene, tracks) {
    this.swap = swap
    const [one, other] = swap.neurons
    this.element = node("figure", "gd-slice")
    this.element.append(node("figcaption", "gd-slice-name", `Hidden neurons ${one} and ${other} swapped`))
    if (swap.alike) {
      this.element.append(node("p", "gd-quiet", "The two neurons are alike: swapping them changes nothing."))
      return
    }
    const rise = swap.ridge - loss
    const told = `Loss over the plane of this run's end and its twin with hidden neurons ${one} and ${other} swapped: two equal valleys, mirror images of each other`
    this.map = new SliceMap(told)
    this.map.show(swap, scene, tracks.slice(0, 1))
    const high = rise > 0.02 * loss ? `it climbs to ${short(swap.ridge)}, ${short(rise)} above both` : "it hardly climbs: these two neurons are nearly alike, or do little"
    this.element.append(this.map.element, curve(swap), node("p", "gd-quiet", `On the straight line from one to the other ${high}. They are ${short(swap.distance)} apart.`))
  }

  // The run, its mirror image, and both ends.
  update(time) {
    const { map, swap } = this
    if (!map?.axes && !map?.fit()) return
    map.update(time, (context, axes) => {
      const [track] = map.tracks
      const mirrored = track.x.map((x) => -x)
      drawLine(context, axes, mirrored, track.y, track.at(time), { color: "#ffffff", width: 1.5, dash: [4, 4] })
      for (const [x, y] of swap.ends) ring(context, axes, x, y, { color: "#ffffff", radius: 9 })
    })
  }
}

// The loss along the straight line, from beyond one end to beyond the other.
function curve({ along, beyond }) {
  const [low, high] = [Math.min(...along), Math.max(...along)]
  // What hardly rises is drawn so.
  const span = Math.max(high - low, LEAST_RISE * high)
  const across = (i) => (100 * i) / (along.length - 1)
  const up = (loss) => 38 - (36 * (loss - low)) / (span || 1)
  const svg = shape("svg", { viewBox: "0 0 100 40", preserveAspectRatio: "none", class: "gd-way", "aria-hidden": "true" })
  for (const end of [-1, 1]) {
    const x = 50 + (50 * end) / beyond
    svg.append(shape("line", { x1: x, x2: x, y1: 0, y2: 40 }))
  }
  svg.append(shape("polyline", { points: Array.from(along, (loss, i) => `${across(i)},${up(loss)}`).join(" ") }))
  return svg
}

function shape(tag, values) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, value)
  return element
}

export function node(tag, className = "", text = "") {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text) element.textContent = text
  return element
}
