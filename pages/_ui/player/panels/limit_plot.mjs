// The curvature along the path, step by step, with the optimizer's limit, 2 / eta, drawn in it: what stands still is painted
// once, and the playhead moves on a canvas of its own above it.

import { presenting, typeSize } from "./enlarged.mjs"
import { html } from "./field.mjs"
import { short } from "./limit_words.mjs"

const TYPE = 12
const ROOM = 1.35
// As many times the largest curvature is all that is seen of a limit.
const FAR = 10

export class LimitPlot {
  constructor() {
    this.element = html("div", "gd-limit-plot")
    this.element.setAttribute("role", "img")
    this.still = html("canvas")
    this.moving = html("canvas")
    this.element.append(this.still, this.moving)
  }

  // `steps` (K) are the steps of the points, `sharpness` (K) and `rates` (K) what there is at them,
  // `kinks` (K) how many ReLUs the step from each switches, `reach` (K) what eta lambda is bounded by, or NaN.
  show(data) {
    this.data = data
    const heights = [...data.sharpness].filter((value) => value > 0)
    this.limits = Array.from(data.rates, (rate, i) => data.reach[i] / rate)
    const ceilings = this.limits.filter((limit) => limit > 0)
    const all = [...heights, ...ceilings]
    this.low = all.length ? Math.min(...all) / ROOM : 1 / ROOM
    const highest = Math.max(...heights, this.low * ROOM)
    // A rate that a schedule takes to nothing has no end of a limit.
    this.high = Math.max(highest, ...(ceilings.length ? [Math.min(...ceilings), Math.min(Math.max(...ceilings), FAR * highest)] : [])) * ROOM
    this.last = data.steps.at(-1)
    this.fit(true)
  }

  // Paints anew where the size, the type or the theme has changed.
  fit(anyway = false) {
    const { clientWidth: width, clientHeight: height } = this.element
    const style = getComputedStyle(this.element)
    const type = presenting() ? typeSize() : TYPE
    const look = [width, height, type, style.color, devicePixelRatio].join()
    if (!this.data || width === 0 || (!anyway && look === this.look)) return
    Object.assign(this, { look, width, height, type, color: style.color, font: `${type}px ${style.fontFamily}` })
    this.red = style.getPropertyValue("--gd-blows-up").trim()
    this.blue = style.getPropertyValue("--gd-curve").trim()
    this.area = { left: 4.2 * type, top: 1.7 * type, right: width - 0.8 * type, bottom: height - 1.9 * type }
    this.paint()
    this.update(this.at ?? 0, this.seen ?? 0)
  }

  x(step) {
    const { left, right } = this.area
    return left + (this.last ? step / this.last : 0) * (right - left)
  }

  // What is not above zero lies on the floor.
  y(value) {
    const { top, bottom } = this.area
    const part = value > 0 ? Math.log(value / this.low) / Math.log(this.high / this.low) : 0
    return bottom - Math.max(0, Math.min(1, part)) * (bottom - top)
  }

  paint() {
    const context = this.clear(this.still)
    this.paintBeyond(context)
    this.paintAxes(context)
    this.paintKinks(context)
    this.paintCurve(context)
  }

  // Above the limit of the rate a run moves away along the steepest direction.
  paintBeyond(context) {
    const { area, data, limits } = this
    const bounded = data.steps.map((_, i) => i).filter((i) => limits[i] > 0)
    if (!bounded.length) return
    const line = bounded.map((i) => [this.x(data.steps[i]), this.y(limits[i])])
    if (bounded.at(-1) === limits.length - 1) line.push([area.right, line.at(-1)[1]])
    context.beginPath()
    context.moveTo(line[0][0], area.top)
    for (const [x, y] of line) context.lineTo(x, y)
    context.lineTo(line.at(-1)[0], area.top)
    context.globalAlpha = 0.12
    context.fillStyle = this.red
    context.fill()
    context.globalAlpha = 1
    this.stroke(context, line, this.red, [6, 4])
    context.fillStyle = this.color
    const steady = limits.every((limit) => limit === limits[0])
    const reach = `${short(data.reach[bounded.at(-1)])} / η`
    context.textAlign = steady ? "right" : "left"
    const text = steady ? `${reach} = ${short(limits[0])}` : reach
    context.fillText(text, steady ? area.right - 4 : line[0][0] + 0.5 * this.type, line[0][1] - 0.75 * this.type)
  }

  paintAxes(context) {
    const { area, type } = this
    context.fillStyle = context.strokeStyle = this.color
    context.textAlign = "left"
    context.fillText("largest curvature λ", 0, 0.6 * type)
    context.textAlign = "right"
    for (const tick of ticks(this.low, this.high)) {
      context.fillText(short(tick), area.left - 0.5 * type, this.y(tick))
      this.stroke(context, [[area.left - 3, this.y(tick)], [area.left, this.y(tick)]], this.color)
    }
    for (const [step, side] of [[0, "left"], [this.last, "right"]]) {
      context.textAlign = side
      context.fillText(`step ${step}`, this.x(step), area.bottom + type)
    }
    this.stroke(context, [[area.left, area.top], [area.left, area.bottom], [area.right, area.bottom]], this.color)
  }

  // A stroke at the floor wherever a step has crossed a kink.
  paintKinks(context) {
    const { steps, kinks } = this.data
    if (!kinks.some((count) => count > 0)) return
    context.fillStyle = this.color
    context.textAlign = "center"
    context.fillText("strokes: kinks crossed", (this.area.left + this.area.right) / 2, this.area.bottom + this.type)
    context.globalAlpha = 0.5
    steps.forEach((step, i) => {
      if (kinks[i] > 0) this.stroke(context, [[this.x(step), this.area.bottom - 0.5 * this.type], [this.x(step), this.area.bottom]], this.color)
    })
    context.globalAlpha = 1
  }

  paintCurve(context) {
    const { steps, sharpness } = this.data
    this.stroke(context, Array.from(steps, (step, i) => [this.x(step), this.y(sharpness[i])]), this.blue, [], 1.8)
  }

  stroke(context, points, color, dash = [], width = 1) {
    const weight = this.type / TYPE
    context.beginPath()
    for (const [x, y] of points) context.lineTo(x, y)
    context.strokeStyle = color
    context.lineWidth = width * weight
    context.setLineDash(dash.map((length) => length * weight))
    context.stroke()
    context.setLineDash([])
  }

  // The playhead at a step, on ground of this curvature.
  update(step, curvature) {
    Object.assign(this, { at: step, seen: curvature })
    if (!this.area) return
    const context = this.clear(this.moving)
    const [x, y] = [this.x(step), this.y(curvature)]
    this.stroke(context, [[x, this.area.top], [x, this.area.bottom]], this.color)
    context.beginPath()
    context.arc(x, y, 4.5 * (this.type / TYPE), 0, 2 * Math.PI)
    context.fillStyle = this.blue
    context.fill()
    context.strokeStyle = "#ffffff"
    context.stroke()
  }

  clear(canvas) {
    const { width, height } = this
    const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)]
    if (canvas.width !== across) canvas.width = across
    if (canvas.height !== down) canvas.height = down
    const context = canvas.getContext("2d")
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
    context.clearRect(0, 0, width, height)
    context.font = this.font
    context.textBaseline = "middle"
    return context
  }
}

// Powers of ten, or 1, 2 and 5 times them where there are few.
function ticks(low, high) {
  const decades = Math.log10(high / low)
  const mantissas = decades > 2.5 ? [1] : decades > 1 ? [1, 3] : [1, 2, 3, 5]
  const found = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const mantissa of mantissas) found.push(mantissa * 10 ** power)
  }
  return found.filter((tick) => tick >= low && tick <= high)
}
