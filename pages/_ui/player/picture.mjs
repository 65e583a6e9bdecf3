// A Plotly figure with a canvas between its layers. Plotly draws what stands still (surface,
// axes, hover, zoom); while the playhead moves, the canvas draws the lines, because a
// redraw of the whole figure is many times slower than a frame.

import { ofTicks, retick, ticked } from "./axis_ticks.mjs"
import { loadPlotly } from "./loading.mjs"
import { sketch } from "./sketch.mjs"

const CONFIG = {
  responsive: false,
  displaylogo: false,
  scrollZoom: false,
  showTips: false,
  displayModeBar: false,
}
export const MOVING = ["path", "trail", "dots", "now"]
// One empty point: without any, the trace would leave the legend too.
const NOTHING = { x: [null], y: [null] }
const CLICK_REACH = 4
// The wheel's pixels that double the view, the most of them at once, and how long it rests before a zoom.
const WHEEL_DOUBLES = 300
const WHEEL = 600
const WHEEL_REST = 120
// Of these the player itself says what lies under the pointer; all else that is drawn says it by Plotly.
const SAID = [...MOVING, "surface", "contours", "start", "edge", "batch", "band", "branch", "zero"]

export class Picture {
  constructor(element, { click, hover, view }) {
    this.element = element
    this.handlers = { click, hover, view }
    this.canvas = document.createElement("canvas")
    this.canvas.className = "gd-canvas"
    this.context = this.canvas.getContext("2d")
    this.quiet = 0
    this.listen()
  }

  async show(themed) {
    const figure = ticked(themed)
    this.figure = figure
    // Plotly writes the ranges that it shows into the layout.
    this.whole = [figure.layout.xaxis.range.slice(), figure.layout.yaxis.range.slice()]
    this.quiet++
    const config = { ...CONFIG }
    // On the surface a click is a start: two of them must not also be a zoom.
    config.doubleClick = this.handlers.view ? false : "reset"
    // What moves begins on the canvas: Plotly is handed it only at rest.
    const data = figure.data.map(quiet).map((trace) => (MOVING.includes(trace.meta.role) ? { ...trace, ...NOTHING } : trace))
    const sketched = this.attached ? null : await this.begin(figure)
    if (!this.gone) await this.Plotly.react(this.element, data, figure.layout, config)
    sketched?.remove()
    this.quiet--
    if (this.gone) return
    if (!this.attached) this.attach()
    this.tick()
    this.fit()
  }

  // Plotly takes a second to start: until then a sketch of the surface is seen.
  async begin(figure) {
    const surface = figure.data.some((trace) => trace.meta.role === "surface")
    const sketched = surface ? sketch(this.element, figure) : null
    await new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))
    this.Plotly = await loadPlotly()
    return sketched
  }

  attach() {
    this.attached = true
    this.element.on("plotly_relayout", (change) => {
      if (ofTicks(change)) return
      this.tick()
      this.fit()
      this.paint()
      const view = viewOf(change, this.element._fullLayout)
      if (view && this.quiet === 0) this.handlers.view?.(view)
    })
    this.element.on("plotly_hover", ({ points }) => this.take(points.some(({ data }) => !SAID.includes(data.meta.role))))
    this.element.on("plotly_unhover", () => this.take(false))
  }

  legendHeight() {
    return this.element._fullLayout.legend?._height
  }

  // An axis may have other ticks after a zoom.
  tick() {
    const change = retick(this.element._fullLayout, this.figure.layout.meta)
    if (Object.keys(change).length) this.Plotly.relayout(this.element, change)
  }

  // Whether Plotly itself says what lies under the pointer.
  take(taken) {
    this.taken = taken
    if (taken) this.handlers.hover?.({ taken })
  }

  // Shows so many times as much as now about the middle; without a view to ask for, never more than at first.
  zoom(times) {
    if (!this.attached) return
    const { xaxis, yaxis } = this.element._fullLayout
    const wanted = [xaxis, yaxis].map(({ range: [low, high] }) => [(low + high) / 2 - (times * (high - low)) / 2, (low + high) / 2 + (times * (high - low)) / 2])
    const [x, y] = this.handlers.view ? wanted : wanted.map((range, i) => within(range, this.whole[i]))
    this.Plotly.relayout(this.element, { "xaxis.range[0]": x[0], "xaxis.range[1]": x[1], "yaxis.range[0]": y[0], "yaxis.range[1]": y[1] })
  }

  async resize() {
    if (!this.attached || this.element.clientWidth === 0) return
    this.quiet++
    const before = this.legendHeight()
    await this.Plotly.Plots.resize(this.element)
    // Plotly keeps the room of a legend as it was before: of other rows it draws over the picture, until the next time.
    if (this.legendHeight() !== before) await this.Plotly.relayout(this.element, { "legend.y": this.figure.layout.legend.y })
    this.quiet--
    if (this.gone) return
    this.fit()
    this.paint()
  }

  // Puts the canvas behind Plotly's upper layer, in the size of the figure.
  fit() {
    const [lower] = this.element.querySelectorAll(".main-svg")
    if (lower.nextSibling !== this.canvas) lower.after(this.canvas)
    const scale = window.devicePixelRatio || 1
    const { width, height } = this.element._fullLayout
    this.canvas.width = Math.round(width * scale)
    this.canvas.height = Math.round(height * scale)
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` })
    this.scale = scale
  }

  // The ranges of both axes as they are now.
  get view() {
    const { xaxis, yaxis } = this.element._fullLayout
    return [...xaxis.range, ...yaxis.range]
  }

  axes() {
    return axesOf(this.element._fullLayout)
  }

  // What would be seen, `factor` times as wide and as high, with the point at `middle` where it is.
  around(factor, middle = null) {
    const { xaxis, yaxis } = this.element._fullLayout
    return [xaxis, yaxis].flatMap(({ range: [low, high] }, i) => {
      const still = middle?.[i] ?? (low + high) / 2
      return [still + (low - still) * factor, still + (high - still) * factor]
    })
  }

  // Clears the canvas and lets `draw(context, axes)` fill the plot area.
  paint(draw = this.draw) {
    this.draw = draw
    if (!draw || !this.attached) return
    const { context, canvas, scale } = this
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, canvas.width, canvas.height)
    const axes = this.axes()
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.save()
    context.beginPath()
    context.rect(axes.x.from, axes.y.from, axes.x.size, axes.y.size)
    context.clip()
    draw(context, axes)
    context.restore()
    this.canvas.dataset.frame = Number(this.canvas.dataset.frame ?? 0) + 1
  }

  // Hands the moving lines to Plotly, or takes them back: `points(meta)` gives {x, y} or null.
  async rest(points) {
    if (!this.attached) return
    const traces = this.figure.data
      .map((trace, index) => ({ index, meta: trace.meta }))
      .filter(({ meta }) => MOVING.includes(meta.role))
    const places = traces.map(({ meta }) => points?.(meta) ?? NOTHING)
    const update = { x: places.map((p) => p.x), y: places.map((p) => p.y) }
    await this.Plotly.restyle(this.element, update, traces.map(({ index }) => index))
    if (!this.gone && this.canvas.parentNode === null) this.fit()
  }

  // Changes what stands still: Plotly's restyle of the traces `indices`.
  async restyle(update, indices) {
    if (this.attached) await this.Plotly.restyle(this.element, update, indices)
  }

  // What lies under a pointer within the plot area: the pixel, and its values.
  placeAt({ clientX, clientY }) {
    if (!this.attached) return null
    const box = this.element.getBoundingClientRect()
    const [px, py] = [clientX - box.left, clientY - box.top]
    const { x, y } = this.axes()
    return holds(x, px) && holds(y, py) ? { px, py, x: x.value(px), y: y.value(py), taken: this.taken } : null
  }

  // The pixel of a place, or null outside the plot area.
  pixelOf(atX, atY) {
    const { x, y } = this.axes()
    const [px, py] = [x.pixel(atX), y.pixel(atY)]
    return holds(x, px) && holds(y, py) ? { px, py } : null
  }

  // Clicks and hovers anywhere in the plot area, at any pixel, not only on a trace.
  listen() {
    let pressed = null
    const inside = (event) => (event.target.closest?.(".legend, .colorbar") ? null : this.placeAt(event))
    const press = (event) => {
      pressed = event.button === 0 ? inside(event) : null
    }
    const release = (event) => {
      const place = pressed && inside(event)
      const still = place && Math.hypot(place.px - pressed.px, place.py - pressed.py) < CLICK_REACH
      pressed = null
      if (still) this.handlers.click?.(place)
    }
    // While a button is held, Plotly covers the page: only the window hears it go up.
    this.element.addEventListener("pointerdown", press, true)
    window.addEventListener("pointerup", release, true)
    // The wheel alone scrolls the page; with Ctrl, as two fingers on a touchpad do, it zooms.
    const wheel = (event) => {
      const place = (event.ctrlKey || event.metaKey) && this.handlers.view && inside(event)
      if (!place) return
      event.preventDefault()
      event.stopPropagation()
      this.turned = Math.max(-WHEEL, Math.min(WHEEL, (this.turned ?? 0) + event.deltaY))
      clearTimeout(this.wheeled)
      this.wheeled = setTimeout(() => this.wheel(place), WHEEL_REST)
    }
    this.element.addEventListener("wheel", wheel, { capture: true, passive: false })
    this.unlisten = () => window.removeEventListener("pointerup", release, true)
    this.element.addEventListener("pointermove", (event) => this.handlers.hover?.(inside(event)))
    this.element.addEventListener("pointerleave", () => this.handlers.hover?.(null))
  }

  wheel({ x, y }) {
    const factor = 2 ** (this.turned / WHEEL_DOUBLES)
    this.turned = 0
    if (!this.gone) this.handlers.view(this.around(factor, [x, y]))
  }

  // Someone may leave the page while Plotly still starts.
  dispose() {
    this.gone = true
    clearTimeout(this.wheeled)
    this.unlisten()
    if (this.attached) this.Plotly.purge(this.element)
  }
}

function quiet({ hovertemplate, ...trace }) {
  return SAID.includes(trace.meta.role) ? { ...trace, hoverinfo: "skip" } : { ...trace, ...(hovertemplate && { hovertemplate }) }
}

// The axes of a figure that Plotly has laid out, and how heavy what is drawn on it is.
export function axesOf({ xaxis, yaxis, meta }) {
  const { weight = 1, floor = null } = meta ?? {}
  return { x: line(xaxis, false), y: line(yaxis, true, floor), weight }
}

const holds = ({ from, size }, pixel) => pixel >= from && pixel <= from + size

// What of `range` lies within `whole`.
const within = ([low, high], [least, most]) => [Math.max(low, least), Math.min(high, most)]

// Pixels of one axis: `pixel(value)` and back, `value(pixel)`. On a log axis both mean the value itself;
// what has no logarithm lies at the `floor`.
function line(axis, upward, floor = null) {
  const [low, high] = axis.range
  const { _offset: from, _length: size, type } = axis
  const slope = ((upward ? -1 : 1) * size) / (high - low)
  const zero = upward ? from + size : from
  const log = type === "log"
  return {
    from,
    size,
    pixel: log ? (v) => zero + (Math.log10(v > 0 ? v : floor) - low) * slope : (v) => zero + (v - low) * slope,
    value: log ? (p) => 10 ** (low + (p - zero) / slope) : (p) => low + (p - zero) / slope,
  }
}

// The view after a change of it: a drag along one axis only tells of that one.
function viewOf(change, { xaxis, yaxis }) {
  const zoomed = Object.keys(change).some((key) => /^[xy]axis\.range\[[01]\]$/.test(key))
  return zoomed ? [...xaxis.range, ...yaxis.range] : undefined
}
