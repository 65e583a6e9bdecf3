// What the canvas shows: the line so far, the moving point, and where it goes next.

import { CORNERS, outline } from "./symbols.mjs"
import { between } from "./track.mjs"

const NEAREST = 0.6
const HEAD = 6.5
const SHORTEST_ARROW = 16

// The line through the points since..index and on to the part of the way to the next.
export function drawLine(context, axes, xs, ys, place, { color, width = 2, opacity = 1, since = 0, dash = [] }) {
  const first = Math.max(0, since)
  let px = axes.x.pixel(xs[first])
  let py = axes.y.pixel(ys[first])
  context.beginPath()
  context.moveTo(px, py)
  for (let i = first + 1; i <= place.index; i++) {
    const qx = axes.x.pixel(xs[i])
    const qy = axes.y.pixel(ys[i])
    // Most of a settled run lies within one pixel.
    if (Math.abs(qx - px) + Math.abs(qy - py) < NEAREST && i < place.index) continue
    context.lineTo(qx, qy)
    px = qx
    py = qy
  }
  if (place.part > 0) context.lineTo(axes.x.pixel(between(xs, place)), axes.y.pixel(between(ys, place)))
  context.strokeStyle = color
  context.lineWidth = width * axes.weight
  context.lineJoin = "round"
  context.globalAlpha = opacity
  context.setLineDash(dash.map((length) => length * axes.weight))
  context.stroke()
  context.setLineDash([])
  context.globalAlpha = 1
}

export function drawDots(context, axes, xs, ys, count, color) {
  context.fillStyle = color
  for (let i = 0; i < count; i++) disc(context, axes.x.pixel(xs[i]), axes.y.pixel(ys[i]), 2.5 * axes.weight)
}

// Runs differ in the shape of their heads too, by Plotly's names of them.
export function drawHead(context, axes, x, y, { color, symbol }) {
  context.fillStyle = color
  const [px, py] = [axes.x.pixel(x), axes.y.pixel(y)]
  if (CORNERS[symbol]) polygon(context, px, py, CORNERS[symbol], axes.weight)
  else disc(context, px, py, HEAD * axes.weight)
  context.strokeStyle = "#ffffff"
  context.lineWidth = 2 * axes.weight
  context.stroke()
}

export function drawGhost(context, axes, x, y) {
  context.setLineDash([3, 3])
  context.strokeStyle = "#ffffff"
  context.lineWidth = 2 * axes.weight
  context.beginPath()
  context.arc(axes.x.pixel(x), axes.y.pixel(y), (HEAD + 3) * axes.weight, 0, 2 * Math.PI)
  context.stroke()
  context.setLineDash([])
}

// Where someone bet that the dot would be: a cross in a ring.
export function drawBet(context, axes, { x, y }) {
  const [px, py] = [axes.x.pixel(x), axes.y.pixel(y)]
  const arm = 5 * axes.weight
  for (const [width, color] of [[5, "#000000"], [2.5, "#ffffff"]]) {
    context.strokeStyle = color
    context.lineWidth = width * axes.weight
    context.beginPath()
    context.arc(px, py, (HEAD + 5) * axes.weight, 0, 2 * Math.PI)
    context.moveTo(px - arm, py)
    context.lineTo(px + arm, py)
    context.moveTo(px, py - arm)
    context.lineTo(px, py + arm)
    context.stroke()
  }
}

// Asked for once: a question about style in every frame would cost time.
let font = null

// Where a run branches off: a diamond with its name, to be read on any height.
export function drawBranch(context, axes, x, y) {
  const { weight } = axes
  const [px, py] = [axes.x.pixel(x), axes.y.pixel(y)]
  context.fillStyle = "#ffffff"
  context.strokeStyle = "#101828"
  context.lineWidth = 2 * weight
  polygon(context, px, py, CORNERS.diamond.map(([dx, dy]) => [0.7 * dx, 0.7 * dy]), weight)
  context.stroke()
  font ??= getComputedStyle(context.canvas).getPropertyValue("--st-font") || "sans-serif"
  context.font = `600 ${13 * weight}px ${font}`
  context.textAlign = px > axes.x.from + 0.8 * axes.x.size ? "right" : "left"
  context.textBaseline = "middle"
  context.lineWidth = 3 * weight
  context.lineJoin = "round"
  const beside = (context.textAlign === "right" ? -12 : 12) * weight
  context.strokeText("branch", px + beside, py)
  context.fillText("branch", px + beside, py)
}

export function drawUpright(context, axes, x, color) {
  context.strokeStyle = color
  context.lineWidth = axes.weight
  context.beginPath()
  context.moveTo(axes.x.pixel(x), axes.y.from)
  context.lineTo(axes.x.pixel(x), axes.y.from + axes.y.size)
  context.stroke()
}

// An arrow from the present point to the next; a step too short to see keeps its direction.
export function drawArrow(context, axes, from, to) {
  const [x, y] = [axes.x.pixel(from.x), axes.y.pixel(from.y)]
  const [dx, dy] = [axes.x.pixel(to.x) - x, axes.y.pixel(to.y) - y]
  const length = Math.hypot(dx, dy)
  if (!(length > 1e-9)) return
  const { weight } = axes
  context.save()
  context.translate(x, y)
  context.rotate(Math.atan2(dy, dx))
  context.scale(weight, weight)
  const tip = Math.max(length / weight, SHORTEST_ARROW + HEAD)
  context.strokeStyle = context.fillStyle = "#ffffff"
  context.lineWidth = 2.5
  context.beginPath()
  context.moveTo(HEAD, 0)
  context.lineTo(tip - 6, 0)
  context.stroke()
  context.beginPath()
  context.moveTo(tip, 0)
  context.lineTo(tip - 9, -4.5)
  context.lineTo(tip - 9, 4.5)
  context.fill()
  context.restore()
}

// A point outside the frame is marked on the edge, pointing out to it.
export function drawOutside(context, axes, x, y, color) {
  const [px, py] = [axes.x.pixel(x), axes.y.pixel(y)]
  const left = axes.x.from
  const top = axes.y.from
  const edge = 8 * axes.weight
  const ex = Math.max(left + edge, Math.min(left + axes.x.size - edge, px))
  const ey = Math.max(top + edge, Math.min(top + axes.y.size - edge, py))
  if (px === ex && py === ey) return false
  const angle = Math.atan2(py - ey, px - ex)
  context.save()
  context.translate(ex, ey)
  context.rotate(angle)
  context.scale(axes.weight, axes.weight)
  context.beginPath()
  context.moveTo(8, 0)
  context.lineTo(-6, 7)
  context.lineTo(-6, -7)
  context.closePath()
  context.fillStyle = color
  context.strokeStyle = "#ffffff"
  context.lineWidth = 2
  context.fill()
  context.stroke()
  context.restore()
  return true
}

function polygon(context, x, y, corners, weight) {
  context.beginPath()
  outline(context, x, y, corners, weight)
  context.fill()
}

function disc(context, x, y, radius) {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fill()
}
