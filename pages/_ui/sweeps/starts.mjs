// The map of starts: a place is coloured by how a descent from there ends; a click starts one.

import { Canvas, toPlayer } from "./canvas.mjs"
import { loadStyles } from "./loading.mjs"
import { decode } from "./payload.mjs"
import { listen, mounted } from "./pointing.mjs"
import { MapPainting, MapPlaces } from "./starts_painting.mjs"
import { short } from "./sweep_words.mjs"

await loadStyles("sweeps.css")

const IDLE = "Point at a start, or move with the arrow keys; click or press Enter to start there."

// Starts nearer than this are one.
const SAME = 1e-9

class Starts {
  constructor(root) {
    this.place = node("div", "gs-map")
    this.place.setAttribute("role", "application")
    this.place.setAttribute("aria-label", "Map of starts")
    this.legend = node("ul", "gs-legend")
    this.say = node("p", "gs-say")
    this.say.setAttribute("role", "status")
    const side = node("div", "gs-side")
    side.append(this.legend, this.say)
    root.classList.add("gs-starts")
    root.replaceChildren(this.place, side)
    this.canvas = new Canvas(this.place, (...canvas) => this.paint(...canvas))
    listen(this.place, this)
  }

  async receive({ data, setTriggerValue }) {
    this.send = setTriggerValue
    if (data !== this.data) {
      this.data = data
      const scene = await decode(data)
      if (this.data !== data) return
      this.scene = scene
      this.legend.replaceChildren(...scene.kinds.map(entry))
      // What is pointed at is what is painted.
      this.places = null
      this.canvas.now()
      this.tell(this.find())
    }
    this.canvas.soon()
  }

  paint(context, width, height, type, look, font) {
    if (!this.scene) return
    this.places = new MapPlaces(this.scene, width, height, type)
    new MapPainting(context, this.places, this.scene, look, font).draw(this.cell)
  }

  get pointing() {
    return Boolean(this.cell)
  }

  at(cell) {
    this.said = cell && this.places.middle(cell)
    this.tell(cell)
  }

  // The cell of this message whose middle is the start that was said, if it has one.
  find() {
    const cell = (this.said && this.places?.around(this.said)) || null
    const same = cell && this.places.middle(cell).every((value, i) => Math.abs(value - this.said[i]) < SAME)
    return same ? cell : null
  }

  tell(cell) {
    this.cell = cell
    const said = cell ? this.sentence(cell) : IDLE
    if (this.say.textContent !== said) this.say.textContent = said
    this.canvas.soon()
  }

  sentence(cell) {
    const { labels, kinds, cells, loss, side } = this.scene
    const where = this.places.middle(cell).map((value, i) => `${labels[i]} = ${short(value)}`)
    const kind = kinds[cells[cell[1] * side + cell[0]]]
    const end = loss?.[cell[1] * side + cell[0]]
    const last = Number.isFinite(end) ? `, last loss ${short(end)}` : ""
    return `From ${where.join(", ")}: ${kind ? kind.name.split(",")[0] : "under way"}${last}.`
  }

  pointed(spot) {
    if (this.places) this.at(this.places.cell(spot))
  }

  // Starts where it is said.
  open() {
    if (!this.cell) return
    this.send("start", this.said)
    toPlayer()
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.places) return false
    const by = event.shiftKey ? 10 : 1
    const moves = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }
    const move = moves[event.key]
    if (!move && event.key !== "Enter") return false
    event.preventDefault()
    event.stopPropagation()
    if (move) this.go(move)
    else this.open()
    return true
  }

  // So many cells on, within the map.
  go(move) {
    const last = this.scene.side - 1
    const from = this.cell ?? [last >> 1, last >> 1]
    this.at(from.map((value, i) => Math.max(0, Math.min(last, value + move[i]))))
  }
}

function entry({ name, color, count }) {
  const item = node("li", "")
  const mark = node("span", "gs-mark")
  mark.style.background = color
  item.append(mark, `${name}: ${count.toLocaleString("en")}`)
  return item
}

function node(tag, className) {
  const element = document.createElement(tag)
  if (className) element.className = className
  return element
}

export const { show, dispose } = mounted(Starts)
