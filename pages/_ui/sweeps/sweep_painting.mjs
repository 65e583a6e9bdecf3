// Paints a sweep: above, the share of runs that are lost at each rate; below it, where the others end.

import { short } from "./sweep_words.mjs"

const DOT = 0.09

export class Painting {
  // `look` has the colour of text.
  constructor(context, axes, scene, look, font) {
    Object.assign(this, { context, axes, scene, look })
    context.font = `${axes.type}px ${font}`
    context.lineJoin = "round"
  }

  draw(point) {
    this.frame()
    for (const band of this.scene.bands) this.dots(band)
    for (const band of this.scene.bands) this.band(band)
    for (const band of this.scene.bands) this.lost(band)
    this.names()
    this.marks()
    if (point) this.cursor(point)
  }

  frame() {
    const { context, axes } = this
    context.fillStyle = context.strokeStyle = this.look.lineColor
    context.lineWidth = 1
    for (const power of axes.rateTicks) {
      this.line(axes.x(power), axes.stripTop, axes.x(power), axes.bottom, 0.12)
      this.label(short(10 ** power), axes.x(power), axes.bottom + 1.2 * axes.type, "center")
    }
    for (const loss of axes.lossTicks) {
      this.line(axes.left, axes.y(loss), axes.right, axes.y(loss), 0.12)
      this.label(short(loss), axes.left - 0.4 * axes.type, axes.y(loss) + 0.35 * axes.type, "right")
    }
    this.line(axes.left, axes.stripBottom, axes.right, axes.stripBottom, 0.5)
    this.line(axes.left, axes.bottom, axes.right, axes.bottom, 0.5)
    this.label("100 %", axes.left - 0.4 * axes.type, axes.stripTop + 0.8 * axes.type, "right")
    this.label("lost", axes.left - 0.4 * axes.type, axes.stripBottom - 0.2 * axes.type, "right")
    this.label("learning rate", (axes.left + axes.right) / 2, axes.bottom + 2.7 * axes.type, "center")
    this.label("last loss", axes.right, axes.stripBottom + 1.25 * axes.type, "right")
  }

  // Every seed's end, faintly.
  dots(band) {
    const { context, axes } = this
    const size = Math.max(1.5, DOT * axes.type)
    context.fillStyle = band.color
    context.globalAlpha = 0.3
    band.loss.forEach((row, k) => {
      for (let i = 0; i < row.length; i++) {
        if (isLost(this.scene, band, k, i)) continue
        context.fillRect(axes.column(i) - size / 2, axes.y(row[i]) - size / 2, size, size)
      }
    })
    context.globalAlpha = 1
  }

  // The quarters in the middle as an area, and the middle as a line.
  band(band) {
    const { context, axes } = this
    const [, low, middle, high] = band.spread
    for (const [from, to] of stretches(middle)) {
      context.beginPath()
      for (let i = from; i < to; i++) context.lineTo(axes.column(i), axes.y(high[i]))
      for (let i = to - 1; i >= from; i--) context.lineTo(axes.column(i), axes.y(low[i]))
      context.fillStyle = band.color
      context.globalAlpha = 0.2
      context.fill()
      context.globalAlpha = 1
      this.curve(band, from, to, (i) => axes.y(middle[i]))
    }
  }

  lost(band) {
    const { context, axes } = this
    const last = band.lost.length - 1
    context.beginPath()
    context.moveTo(axes.column(0), axes.stripBottom)
    for (let i = 0; i <= last; i++) context.lineTo(axes.column(i), axes.strip(band.lost[i]))
    context.lineTo(axes.column(last), axes.stripBottom)
    context.fillStyle = band.color
    context.globalAlpha = 0.18
    context.fill()
    context.globalAlpha = 1
    this.curve(band, 0, last + 1, (i) => axes.strip(band.lost[i]))
  }

  curve(band, from, to, y) {
    const { context, axes } = this
    context.beginPath()
    for (let i = from; i < to; i++) context.lineTo(axes.column(i), y(i))
    context.strokeStyle = band.color
    context.lineWidth = axes.type / 7
    context.setLineDash(band.dash.map((length) => (length * axes.type) / 13))
    context.stroke()
    context.setLineDash([])
  }

  // Which line is which, between the two pictures.
  names() {
    const { context, axes, scene } = this
    const y = axes.stripBottom + 0.9 * axes.type
    let x = axes.left + 0.6 * axes.type
    for (const band of scene.bands) {
      context.beginPath()
      context.moveTo(x, y)
      context.lineTo(x + 2 * axes.type, y)
      context.strokeStyle = band.color
      context.lineWidth = axes.type / 5
      context.setLineDash(band.dash.map((length) => (length * axes.type) / 13))
      context.stroke()
      context.setLineDash([])
      this.label(band.name, x + 2.4 * axes.type, y + 0.35 * axes.type, "left")
      x += 3.4 * axes.type + context.measureText(band.name).width
    }
  }

  // The run on the screen, and the rate that the ground at its best point bears.
  marks() {
    const { context, axes, scene } = this
    const { rate, limit, loss } = scene.now
    const [first, last] = [scene.rates[0], scene.rates.at(-1)]
    context.strokeStyle = context.fillStyle = this.look.lineColor
    context.lineWidth = axes.type / 9
    if (limit !== null && limit >= first && limit <= last) {
      const x = axes.x(Math.log10(limit))
      context.setLineDash([axes.type / 2, axes.type / 3])
      this.line(x, axes.stripTop, x, axes.bottom, 0.9)
      context.setLineDash([])
      this.aside(`2/λ = ${short(limit)}`, x, axes.top + 1.2 * axes.type)
    }
    if (!(rate >= first && rate <= last)) return
    const x = axes.x(Math.log10(rate))
    this.line(x, axes.stripTop, x, axes.bottom, 0.35)
    if (loss === null) return
    this.ring(x, axes.y(loss), 0.5 * axes.type)
  }

  cursor({ column, loss, lost, band }) {
    const { context, axes } = this
    const x = axes.column(column)
    context.strokeStyle = this.look.lineColor
    context.lineWidth = axes.type / 13
    this.line(x, axes.stripTop, x, axes.bottom, 0.7)
    const y = lost ? axes.strip(band.lost[column]) : axes.y(loss)
    context.fillStyle = band.color
    context.beginPath()
    context.arc(x, y, 0.38 * axes.type, 0, 7)
    context.fill()
    context.lineWidth = axes.type / 7
    context.stroke()
  }

  ring(x, y, radius) {
    const { context } = this
    context.beginPath()
    context.arc(x, y, radius, 0, 7)
    context.lineWidth = this.axes.type / 5
    context.stroke()
  }

  // A word beside a line, on the side that has room.
  aside(text, x, y) {
    const { axes, context } = this
    const right = x + context.measureText(text).width + axes.type < axes.right
    this.label(text, x + (right ? 0.4 : -0.4) * axes.type, y, right ? "left" : "right")
  }

  label(text, x, y, align) {
    const { context } = this
    context.textAlign = align
    context.fillStyle = this.look.lineColor
    context.fillText(text, x, y)
  }

  line(x0, y0, x1, y1, alpha) {
    const { context } = this
    context.globalAlpha = alpha
    context.beginPath()
    context.moveTo(x0, y0)
    context.lineTo(x1, y1)
    context.stroke()
    context.globalAlpha = 1
  }
}

// Whether the run of row k and column i died or blew up.
export function isLost({ lostAs }, band, k, i) {
  return lostAs.includes(band.outcome[k][i])
}

// From where to where a line has values.
function stretches(values) {
  const found = []
  let from = null
  for (let i = 0; i <= values.length; i++) {
    const known = i < values.length && Number.isFinite(values[i])
    if (known && from === null) from = i
    if (!known && from !== null) {
      found.push([from, i])
      from = null
    }
  }
  return found
}
