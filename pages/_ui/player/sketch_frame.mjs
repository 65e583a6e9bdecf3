// What stands around a sketched surface: ticks, titles and the colour bar, as Plotly sets them.

import { number } from "./digits.mjs"

const TICK = 4
const GAP = 3
// Of a number of 64 bits.
const MOST_DIGITS = 15
const TITLE = 1.2

export function paintFrame(context, area, layout) {
  const { xaxis, yaxis } = layout
  context.fillStyle = layout.font.color
  context.strokeStyle = xaxis.tickcolor ?? layout.font.color
  context.lineWidth = 1
  paintTicks(context, xaxis, area.width, 80, (part, text) => alongBottom(context, area, part, text))
  let widest = 0
  paintTicks(context, yaxis, area.height, 40, (part, text) => {
    alongLeft(context, area, part, text)
    widest = Math.max(widest, context.measureText(text).width)
  })
  inSize(context, layout, TITLE, () => paintTitles(context, area, layout, widest))
}

// Plotly's own steps: 2, 5 or 10 of a power of ten, so that `least` pixels lie between two.
export function ticks([low, high], pixels, least) {
  const count = Math.max(4, Math.min(9, pixels / least)) + 1
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * [2, 5, 10].find((factor) => factor >= rough / power)
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  const values = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step)
  return values.map((value) => [value, signed(value, digits)])
}

// Those that are written out already, or Plotly's own.
const marks = ({ range, tickvals, ticktext }, pixels, least) =>
  tickvals?.map((value, i) => [value, ticktext[i]]) ?? ticks(range, pixels, least)

// Rounded as the steps between the values are, and then exact.
const signed = (value, places) => number(Number(value.toFixed(Math.min(100, places))), MOST_DIGITS)

function paintTicks(context, axis, pixels, least, paint) {
  const { range } = axis
  for (const [value, text] of marks(axis, pixels, least)) paint((value - range[0]) / (range[1] - range[0]), text)
}

function alongBottom(context, { left, top, width, height }, part, text) {
  const [x, y] = [left + part * width, top + height]
  stroke(context, x, y, x, y + TICK)
  Object.assign(context, { textAlign: "center", textBaseline: "top" })
  context.fillText(text, x, y + TICK + GAP)
}

function alongLeft(context, { left, top, height }, part, text) {
  const y = top + (1 - part) * height
  stroke(context, left - TICK, y, left, y)
  Object.assign(context, { textAlign: "right", textBaseline: "middle" })
  context.fillText(text, left - TICK - GAP, y)
}

function stroke(context, x0, y0, x1, y1) {
  context.beginPath()
  context.moveTo(x0, y0)
  context.lineTo(x1, y1)
  context.stroke()
}

function inSize(context, { font }, factor, paint) {
  const before = context.font
  context.font = `${Math.round(factor * font.size)}px ${font.family}`
  paint()
  context.font = before
}

// A title stands off the labels as the axis says, behind ticks and labels.
function paintTitles(context, { left, top, width, height }, { xaxis, yaxis, font }, widest) {
  Object.assign(context, { textAlign: "center", textBaseline: "middle" })
  const away = (axis, labels) => TICK + GAP + labels + (axis.title.standoff ?? 0) + 0.6 * font.size
  if (xaxis.title) context.fillText(xaxis.title.text, left + width / 2, top + height + away(xaxis, font.size))
  if (!yaxis.title) return
  context.save()
  context.translate(left - away(yaxis, widest), top + height / 2)
  context.rotate(-Math.PI / 2)
  context.fillText(yaxis.title.text, 0, 0)
  context.restore()
}

export function paintBar(context, area, { colorbar, colorscale, zmin, zmax }, layout, gap) {
  const line = 2.1 * layout.font.size
  const [left, top] = [area.left + area.width + gap + colorbar.xpad, area.top + colorbar.ypad + line]
  const height = area.top + area.height - colorbar.ypad - top
  const shades = context.createLinearGradient(0, top + height, 0, top)
  for (const [part, color] of colorscale) shades.addColorStop(part, color)
  context.fillStyle = shades
  context.fillRect(left, top, colorbar.thickness, height)
  context.fillStyle = layout.font.color
  Object.assign(context, { textAlign: "left", textBaseline: "middle" })
  inSize(context, layout, TITLE, () => context.fillText(colorbar.title.text, left, top - 0.6 * line))
  colorbar.tickvals.forEach((value, i) => {
    const y = top + height * (1 - (value - zmin) / (zmax - zmin))
    context.fillText(colorbar.ticktext[i], left + colorbar.thickness + GAP, y)
  })
}
