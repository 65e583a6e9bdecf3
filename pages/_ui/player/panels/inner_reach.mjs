// How far a gradient of one length, whatever its direction, would take each parameter: an ellipse.
// It shows the shape alone; how large the learning rates are, the bars say.

const LONGEST = 42
const RIM = "rgba(6, 16, 43, 0.7)"

// `directions` are the plane's two axes among all parameters, `sizes` each parameter's learning rate.
export function drawReach(context, axes, { x, y }, directions, sizes, color) {
  const { long, short, angle } = shapeOf(scalesOf(axes), directions, sizes)
  if (!(long > 0)) return
  const radius = LONGEST * axes.weight
  context.beginPath()
  context.ellipse(axes.x.pixel(x), axes.y.pixel(y), radius, Math.max(1, (radius * short) / long), angle, 0, 2 * Math.PI)
  for (const [width, style] of [[4, RIM], [2, color]]) {
    context.lineWidth = width * axes.weight
    context.strokeStyle = style
    context.stroke()
  }
}

// Pixels of one unit along each axis of the picture.
function scalesOf(axes) {
  return [axes.x.pixel(1) - axes.x.pixel(0), axes.y.pixel(1) - axes.y.pixel(0)]
}

// The shadow that the ellipsoid of the sizes casts on the plane; a parameter without a size stands still.
export function shapeOf([sx, sy], [across, up], sizes) {
  let [xx, xy, yy] = [0, 0, 0]
  sizes.forEach((size, p) => {
    if (!Number.isFinite(size)) return
    const [dx, dy] = [sx * across[p] * size, sy * up[p] * size]
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  })
  const spread = Math.hypot((xx - yy) / 2, xy)
  const middle = (xx + yy) / 2
  return { long: Math.sqrt(middle + spread), short: Math.sqrt(Math.max(0, middle - spread)), angle: Math.atan2(2 * xy, xx - yy) / 2 }
}
