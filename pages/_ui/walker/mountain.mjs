// The foggy mountain: the ground, the fog, and in it the walker with slope, step and trail.

import { at, outline } from "./curve.mjs"
import { Scales } from "./scales.mjs"
import { MOUNTAIN } from "./scenery.mjs"
import { chosen, number, signed } from "./words.mjs"

const POINTS = 240
const TANGENT = 80
const NARROW = 520
const SHORTEST_ARROW = 7
const STRATA = [16, 34, 56]

export class Mountain {
  constructor(element) {
    element.innerHTML = MOUNTAIN
    this.svg = element.querySelector("svg")
    this.find = (name) => element.querySelector(`.gw-${name}`)
    this.parts = new Proxy({}, { get: (known, name) => (known[name] ??= this.find(name)) })
  }

  // Everything that stays while the walker moves.
  show(curve, width, height) {
    this.points = outline(curve, POINTS)
    this.scales = new Scales(curve, this.points, width, height)
    set(this.svg, { viewBox: `0 0 ${width} ${height}`, width, height })
    this.drawGround()
    this.drawAxes()
  }

  drawGround() {
    const { scales, parts } = this
    const { left, right, top, bottom } = scales
    const line = this.points.map(({ w, loss }) => `${scales.x(w).toFixed(2)} ${scales.y(loss).toFixed(2)}`).join("L")
    set(parts.line, { d: `M${line}` })
    set(parts.ground, { d: `M${left} ${bottom}L${line}L${right} ${bottom}Z` })
    parts.strata.replaceChildren(...STRATA.map((down) => make("path", { d: `M${line}`, transform: `translate(0 ${down})` })))
    for (const name of ["sky", "mist", "clip"]) set(parts[name], { x: left, y: top, width: right - left, height: bottom - top })
    set(parts.wisps, { transform: `translate(${left} ${top}) scale(${(right - left) / 100} ${(bottom - top) / 100})` })
  }

  drawAxes() {
    const { scales, parts } = this
    const weights = scales.weightTicks.map((w) => text("tick", scales.x(w), scales.bottom + 17 * scales.grown, chosen(w)))
    const losses = scales.lossTicks.map((loss) => text("tick gw-height", scales.left - 8 * scales.grown, scales.y(loss) + 4 * scales.grown, chosen(loss)))
    const grid = scales.lossTicks.map((loss) => make("path", { d: `M${scales.left} ${scales.y(loss)}H${scales.right}` }))
    parts.axes.replaceChildren(...weights, ...losses)
    parts.grid.replaceChildren(...grid)
    set(parts.base, { d: `M${scales.left} ${scales.bottom}H${scales.right}` })
    set(parts.wname, { x: (scales.left + scales.right) / 2, y: scales.height - 5 * scales.grown })
    set(parts.lname, { transform: `translate(${14 * scales.grown} ${(scales.top + scales.bottom) / 2}) rotate(-90)` })
  }

  // The walker at `w`, `shown` on the way of a step or at rest; all else follows from the walk.
  draw({ walk, shown, sight, lifted, marks }) {
    const { scales, parts } = this
    const here = at(walk.curve, shown)
    const { x, y } = this.place(shown)
    const away = shown < walk.curve.low || shown > walk.curve.high
    parts.fog.classList.toggle("gw-lifted", lifted)
    set(parts.hole, { cx: x, cy: y, r: this.radius(sight) })
    set(parts.walker, { transform: `translate(${x} ${y}) scale(${scales.grown})`, "data-w": shown })
    set(parts.figure, { transform: here.slope < 0 ? "" : "scale(-1 1)" })
    set(parts.pin, { d: `M${x} ${y}V${scales.bottom}` })
    // On the way of a step the slope is that of the place it left: the one that the rule goes by.
    const left = this.place(walk.w)
    const gone = walk.w < walk.curve.low || walk.w > walk.curve.high
    this.drawTangent(left.x, left.y, walk.here.slope, gone, Math.min(TANGENT * scales.grown, 0.95 * this.radius(sight)))
    this.drawStep(walk)
    this.drawTrail(walk, shown)
    this.drawMarks(marks)
    this.drawAway(shown, x, y, away)
  }

  // How far the walker sees, in pixels: on a narrow picture, no less than a walker's height.
  radius(sight) {
    return sight * Math.max(NARROW, this.scales.right - this.scales.left)
  }

  // The same as a distance of w.
  reach(sight) {
    const { curve, left, right } = this.scales
    return (this.radius(sight) / (right - left)) * (curve.high - curve.low)
  }

  // Where the walker's feet are, in pixels.
  place(shown) {
    const { scales } = this
    return { x: scales.inside(shown), y: Math.max(scales.top, scales.y(at(scales.curve, shown).loss)) }
  }

  drawTangent(x, y, slope, away, length) {
    const { scales, parts } = this
    const lean = scales.lean(slope)
    const [dx, dy] = [length / Math.hypot(1, lean), (length * lean) / Math.hypot(1, lean)]
    parts.tangent.classList.toggle("gw-gone", away)
    parts.slope.classList.toggle("gw-gone", away)
    set(parts.tangent, { d: `M${x - dx} ${y - dy}L${x + dx} ${y + dy}` })
    // The label stands at the uphill end, where the arrow never goes.
    const up = lean < 0 ? 1 : -1
    const label = `slope ${signed(slope)}`
    this.write(parts.slope, label, x + up * (dx + 6 * scales.grown), y + up * dy - 7 * scales.grown, up > 0 ? "start" : "end")
  }

  // The step to come, or the one under way: along w, from foot to foot.
  drawStep(walk) {
    const { scales, parts, svg } = this
    const from = walk.w
    const length = scales.x(walk.next) - scales.x(from)
    const seen = Math.abs(length) >= SHORTEST_ARROW && from >= walk.curve.low && from <= walk.curve.high
    svg.classList.toggle("gw-still", !seen)
    if (!seen) return
    const y = Math.max(scales.top + 4, scales.y(walk.here.loss))
    const tip = scales.inside(walk.next)
    const head = Math.sign(length) * Math.min(11 * scales.grown, Math.abs(length))
    set(parts.arrow, { d: `M${scales.x(from)} ${y}H${tip - head * 0.8}` })
    set(parts.head, { d: `M${tip} ${y}l${-head} ${-6 * scales.grown}v${12 * scales.grown}z` })
    set(parts.landing, { d: `M${tip} ${y}V${scales.bottom}` })
    const label = `step ${signed(walk.next - from)}`
    // Above the arrow, clear of the walker: below it runs the tangent.
    const clear = scales.x(from) + 16 * scales.grown * Math.sign(length)
    this.write(parts.step, label, clear, y - 11 * scales.grown, length < 0 ? "end" : "start")
  }

  // A label, kept within the picture.
  write(label, words, x, y, anchor) {
    const { scales } = this
    if (label.textContent !== words) label.textContent = words
    const room = 7.6 * scales.grown * words.length
    const [before, after] = { start: [0, room], end: [room, 0], middle: [room / 2, room / 2] }[anchor]
    const across = Math.max(scales.left + before + 4, Math.min(scales.right - after - 4, x))
    set(label, { x: across, y: Math.max(scales.top + 14 * scales.grown, Math.min(scales.bottom - 8, y)), "text-anchor": anchor })
  }

  drawTrail(walk, shown) {
    const { scales, parts } = this
    const past = walk.path.slice(0, shown === walk.w ? -1 : undefined)
    while (parts.trail.children.length > past.length) parts.trail.lastChild.remove()
    past.forEach((w, i) => {
      const dot = parts.trail.children[i] ?? parts.trail.appendChild(make("circle", {}))
      const { loss } = at(walk.curve, w)
      set(dot, { r: 4.5 * scales.grown, cx: scales.x(w), cy: scales.y(loss), "data-w": w, opacity: Math.max(0.25, 1 - 0.06 * (past.length - i)) })
      dot.classList.toggle("gw-gone", w < walk.curve.low || w > walk.curve.high)
    })
  }

  // A bet, and what came of it: flags on the axis.
  drawMarks(marks) {
    const { scales, parts } = this
    if (marks.length === 0 && !parts.marks.firstChild) return
    parts.marks.replaceChildren(...marks.flatMap(({ w, kind, words }, i) => {
      const [x, y] = [scales.inside(w), scales.top + (16 + 18 * i) * scales.grown]
      const right = x > (scales.left + scales.right) / 2
      const pole = make("path", { class: `gw-pole gw-${kind}`, d: `M${x} ${scales.bottom}V${y - 11 * scales.grown}` })
      const flag = text(`flag gw-${kind}`, x + (right ? -6 : 6), y, words)
      set(flag, { "text-anchor": right ? "end" : "start" })
      return [pole, flag]
    }))
  }

  // Where the walker is when it is not in the picture.
  drawAway(shown, x, y, away) {
    const { parts, scales } = this
    parts.walker.classList.toggle("gw-gone", away)
    parts.pin.classList.toggle("gw-gone", away)
    parts.away.classList.toggle("gw-gone", !away)
    if (!away) return
    const left = shown < scales.curve.low
    const words = left ? `← w = ${number(shown)}` : `w = ${number(shown)} →`
    this.write(parts.away, words, left ? x + 10 : x - 10, Math.max(y, scales.top + 34), left ? "start" : "end")
  }
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
}

function make(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  set(element, attributes)
  return element
}

function text(kind, x, y, words) {
  const element = make("text", { class: `gw-${kind}`, x, y })
  element.textContent = words
  return element
}
