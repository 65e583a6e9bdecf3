// Two steps at the dot: that of the batch, and that of all samples.

const DOT = 6.5
const SHORTEST = 18
// The longer of the two is drawn so long at least, and the other to the same scale.
const SEEN = 46
// Radians.
const NARROW = 0.12
const RIM = "rgba(6, 16, 43, 0.85)"

// How many times longer than the steps the arrows have to be drawn to be seen.
export function enlargement(axes, steps) {
  const longest = Math.max(...steps.map((step) => pixels(axes, step)))
  return longest > 1e-12 ? Math.max(1, (SEEN * axes.weight) / longest) : 1
}

// Whether two steps go so much the same way that one would hide the other.
export function alike(axes, one, other) {
  const [[a, b], [c, d]] = [inPixels(axes, one), inPixels(axes, other)]
  return Math.abs(Math.atan2(a * d - b * c, a * c + b * d)) < NARROW
}

// From the place `from` by `step`, both { x, y } on the plane, so many `times` longer, and beside it by so many pixels.
export function drawStep(context, axes, from, step, times, { color, dash = [] }, aside = 0) {
  const [dx, dy] = inPixels(axes, step).map((length) => length * times)
  const { weight } = axes
  const length = Math.hypot(dx, dy) / weight
  if (!(length > 1e-9)) return
  context.save()
  context.translate(axes.x.pixel(from.x), axes.y.pixel(from.y))
  context.rotate(Math.atan2(dy, dx))
  context.scale(weight, weight)
  context.translate(0, aside)
  const tip = Math.max(length, DOT + SHORTEST)
  shaft(context, tip - 8, 6, RIM, [])
  head(context, tip, RIM, 2.5)
  shaft(context, tip - 8, 3, color, dash)
  head(context, tip, color, 0)
  context.restore()
}

function shaft(context, end, width, color, dash) {
  context.strokeStyle = color
  context.lineWidth = width
  context.setLineDash(dash)
  context.beginPath()
  context.moveTo(DOT, 0)
  context.lineTo(end, 0)
  context.stroke()
  context.setLineDash([])
}

function head(context, tip, color, rim) {
  context.beginPath()
  context.moveTo(tip, 0)
  context.lineTo(tip - 11, -5.5)
  context.lineTo(tip - 11, 5.5)
  context.closePath()
  context.fillStyle = context.strokeStyle = color
  context.lineWidth = 2 * rim
  context.lineJoin = "round"
  if (rim) context.stroke()
  context.fill()
}

// How long a step is on the picture.
export function pixels(axes, step) {
  return Math.hypot(...inPixels(axes, step))
}

function inPixels(axes, { x, y }) {
  return [axes.x.pixel(x) - axes.x.pixel(0), axes.y.pixel(y) - axes.y.pixel(0)]
}
