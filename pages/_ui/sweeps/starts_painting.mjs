// Paints the map of starts, and on it the path of the run on the screen.

import { short } from "./sweep_words.mjs"
import { ticks } from "./scales.mjs"

// In sizes of the type.
const MARGIN = { left: 3.8, right: 0.8, top: 0.6, bottom: 3.2 }

// Colours, and widths in sizes of the type: seen on every ground.
const OUTLINE = [
  ["#000", 0.33],
  ["#fff", 0.14],
]

export class MapPlaces {
  constructor({ side, extent }, width, height, type) {
    Object.assign(this, { side, extent, type, width, height })
    this.left = MARGIN.left * type
    this.right = width - MARGIN.right * type
    this.top = MARGIN.top * type
    this.bottom = height - MARGIN.bottom * type
  }

  x(value) {
    const [x0, x1] = this.extent
    return this.left + ((value - x0) / (x1 - x0)) * (this.right - this.left)
  }

  y(value) {
    const [, , y0, y1] = this.extent
    return this.bottom - ((value - y0) / (y1 - y0)) * (this.bottom - this.top)
  }

  // The column and row of a pixel, or null outside the map.
  cell({ x, y }) {
    return this.at((x - this.left) / (this.right - this.left), (this.bottom - y) / (this.bottom - this.top))
  }

  // The same for coordinates.
  around([x, y]) {
    const [x0, x1, y0, y1] = this.extent
    return this.at((x - x0) / (x1 - x0), (y - y0) / (y1 - y0))
  }

  // The same at shares of the map's width and height.
  at(across, up) {
    const [column, row] = [across, up].map((share) => Math.floor(share * this.side))
    const within = column >= 0 && column < this.side && row >= 0 && row < this.side
    return within ? [column, row] : null
  }

  // The coordinates of a cell's middle.
  middle([column, row]) {
    const [x0, x1, y0, y1] = this.extent
    return [x0 + ((x1 - x0) * (column + 0.5)) / this.side, y0 + ((y1 - y0) * (row + 0.5)) / this.side]
  }
}

export class MapPainting {
  constructor(context, places, scene, look, font) {
    Object.assign(this, { context, places, scene, look })
    context.font = `${places.type}px ${font}`
  }

  draw(cell) {
    this.cells()
    this.axes()
    this.picture()
    this.path()
    if (cell) this.cursor(cell)
  }

  cells() {
    const { context, places, scene } = this
    const { left, right, top, bottom, side } = places
    const image = new OffscreenCanvas(side, side)
    const pixels = image.getContext("2d")
    const shades = shadesOf(scene)
    for (let i = 0; i < side * side; i++) {
      const kind = scene.kinds[scene.cells[i]]
      if (!kind) continue
      pixels.fillStyle = kind.color
      pixels.globalAlpha = shades(i)
      pixels.fillRect(i % side, side - 1 - Math.floor(i / side), 1, 1)
    }
    context.imageSmoothingEnabled = false
    context.drawImage(image, left, top, right - left, bottom - top)
  }

  axes() {
    const { context, places, scene, look } = this
    const { left, right, top, bottom, type, extent } = places
    context.strokeStyle = context.fillStyle = look.lineColor
    context.lineWidth = 1
    context.strokeRect(left, top, right - left, bottom - top)
    for (const value of ticks(extent[0], extent[1], (right - left) / (5 * type))) {
      this.label(short(value), places.x(value), bottom + 1.2 * type, "center")
    }
    for (const value of ticks(extent[2], extent[3], (bottom - top) / (3 * type))) {
      this.label(short(value), left - 0.4 * type, places.y(value) + 0.35 * type, "right")
    }
    this.label(scene.labels[0], (left + right) / 2, bottom + 2.7 * type, "center")
    context.save()
    context.translate(0.9 * type, (top + bottom) / 2)
    context.rotate(-Math.PI / 2)
    this.label(scene.labels[1], 0, 0, "center")
    context.restore()
  }

  // What the picture above shows, where the map covers more.
  picture() {
    const { context, places, scene } = this
    const [x0, x1, y0, y1] = scene.picture
    if (places.extent[1] - places.extent[0] < 1.5 * (x1 - x0)) return
    const [left, top] = [places.x(x0), places.y(y1)]
    context.setLineDash([places.type / 2, places.type / 3])
    for (const [color, width] of OUTLINE) {
      context.strokeStyle = color
      context.lineWidth = width * places.type
      context.strokeRect(left, top, places.x(x1) - left, places.y(y0) - top)
    }
    context.setLineDash([])
  }

  // Dark under light, so that it is seen on every colour.
  path() {
    const { context, places, scene } = this
    const { left, right, top, bottom, type } = places
    const [xs, ys] = scene.path
    context.save()
    context.beginPath()
    context.rect(left, top, right - left, bottom - top)
    context.clip()
    context.beginPath()
    xs.forEach((x, i) => context.lineTo(places.x(x), places.y(ys[i])))
    context.lineJoin = "round"
    for (const [color, width] of OUTLINE) {
      context.strokeStyle = color
      context.lineWidth = width * type
      context.stroke()
    }
    this.ring(places.x(xs[0]), places.y(ys[0]), type / 2)
    context.restore()
  }

  ring(x, y, radius) {
    const { context } = this
    context.beginPath()
    context.arc(x, y, radius, 0, 7)
    for (const [color, width] of [["#000", radius / 1.4], ["#fff", radius / 3]]) {
      context.strokeStyle = color
      context.lineWidth = width
      context.stroke()
    }
  }

  cursor(cell) {
    const { places } = this
    const [x, y] = places.middle(cell)
    this.ring(places.x(x), places.y(y), 0.4 * places.type)
  }

  label(text, x, y, align) {
    this.context.textAlign = align
    this.context.fillText(text, x, y)
  }
}

const PALEST = 0.55
// Losses nearer than this factor are as good as the same, and so are those below NOTHING.
const ALIKE = 1.05
const NOTHING = 1e-5

// How full the colour of a cell is: the lower the last loss among its kind, the fuller.
function shadesOf({ kinds, cells, loss }) {
  if (!loss) return () => 1
  const scaled = Array.from(loss, (value) => (Number.isFinite(value) ? Math.log(Math.max(value, NOTHING)) : NaN))
  const ranges = kinds.map((_, kind) => {
    const found = scaled.filter((value, i) => cells[i] === kind && Number.isFinite(value))
    const low = found.reduce((least, value) => Math.min(least, value), Infinity)
    const high = found.reduce((most, value) => Math.max(most, value), -Infinity)
    return [low, Math.max(high - low, Math.log(ALIKE))]
  })
  return (i) => {
    const [low, span] = ranges[cells[i]]
    return Number.isFinite(scaled[i]) ? 1 - (1 - PALEST) * ((scaled[i] - low) / span) : 1
  }
}
