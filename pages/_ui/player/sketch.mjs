// The surface drawn at once on a plain canvas, where Plotly will put it. Plotly needs more than
// a second to start; until then this shows the heights, the axes, the colour bar and the starts.

import { paintHeights } from "./heights.mjs"
import { paintBar, paintFrame } from "./sketch_frame.mjs"
import { drawStart } from "./symbols.mjs"

const BAR_GAP = 0.02
const LABEL_ROOM = 9

// `figure` as themed() gives it. The canvas lies over `element`; remove() it once Plotly has drawn.
export function sketch(element, { data, layout }) {
  const canvas = over(element)
  const context = canvas.getContext("2d")
  const scale = devicePixelRatio || 1
  context.scale(scale, scale)
  context.font = `${layout.font.size}px ${layout.font.family}`
  const surface = data.find((trace) => trace.meta.role === "surface")
  const area = plotArea(context, surface, layout, canvas.width / scale, canvas.height / scale)
  const at = places(area, layout)
  if (surface) clipped(context, area, () => paintHeights(context, surface, at))
  for (const trace of data) if (trace.meta.role === "start") paintStart(context, trace, at)
  paintFrame(context, area, layout)
  if (surface && surface.showscale !== false) paintBar(context, area, surface, layout, BAR_GAP * area.width)
  return canvas
}

function over(element) {
  const canvas = document.createElement("canvas")
  canvas.className = "gd-sketch"
  canvas.setAttribute("aria-hidden", "true")
  const { clientWidth: width, clientHeight: height, offsetLeft: left, offsetTop: top } = element
  const scale = devicePixelRatio || 1
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) })
  const place = { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }
  Object.assign(canvas.style, { position: "absolute", pointerEvents: "none", ...place })
  element.append(canvas)
  return canvas
}

// Plotly's plot area: the margins, and on the right what the colour bar takes.
function plotArea(context, surface, { margin }, width, height) {
  const inner = width - margin.l - margin.r
  const taken = surface && surface.showscale !== false ? barWidth(context, surface.colorbar) : 0
  // The bar begins at 1.02 of the area, which shrinks until it fits.
  const held = taken ? Math.min(inner, (width - margin.l - taken) / (1 + BAR_GAP)) : inner
  return { left: margin.l, top: margin.t, width: held, height: height - margin.t - margin.b }
}

function barWidth(context, { thickness, xpad, ticktext }) {
  const widest = Math.max(...ticktext.map((text) => context.measureText(text).width))
  return thickness + 2 * xpad + widest + LABEL_ROOM
}

// Pixels of values: both axes of the surface are linear.
function places({ left, top, width, height }, { xaxis, yaxis }) {
  const part = ([low, high], value) => (value - low) / (high - low)
  return {
    x: (value) => left + width * part(xaxis.range, value),
    y: (value) => top + height * (1 - part(yaxis.range, value)),
  }
}

function clipped(context, { left, top, width, height }, draw) {
  context.save()
  context.beginPath()
  context.rect(left, top, width, height)
  context.clip()
  draw()
  context.restore()
}

function paintStart(context, { x, y, marker: { color, symbol, line } }, at) {
  const axes = { x: { pixel: at.x }, y: { pixel: at.y }, weight: line.width / 3 }
  drawStart(context, axes, x[0], y[0], { color, symbol: symbol.replace("-open", "") })
}
