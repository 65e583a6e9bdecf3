// Lines of equal height, straight through each cell of the grid, as Plotly's contour lines go.

import { contours as traced } from "./marching.mjs"

// `at` has the pixel of every x and y, which are evenly spaced.
export function paintContours(context, { x, y, z, contours: { start, end, size }, line }, at) {
  const values = new Float32Array(x.length * y.length)
  z.forEach((row, i) => values.set(row, i * x.length))
  const [across, up] = [ruler(x, at.x), ruler(y, at.y)]
  context.beginPath()
  const levels = { first: start, between: size, count: Math.floor((end - start) / size + 0.01) + 1 }
  traced(values, x.length, levels, (x0, y0, x1, y1) => {
    context.moveTo(across(x0), up(y0))
    context.lineTo(across(x1), up(y1))
  })
  context.strokeStyle = line.color
  context.lineWidth = line.width
  context.stroke()
}

// The pixel of a place between the values of an axis.
function ruler(values, pixel) {
  const [first, last] = [pixel(values[0]), pixel(values.at(-1))]
  return (place) => first + (place / (values.length - 1)) * (last - first)
}
