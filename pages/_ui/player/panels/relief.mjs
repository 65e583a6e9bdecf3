// The heights of the surface as a relief, and what lies upon it.

// A path lies so much above the surface, of all that it rises: within it, it could not be seen.
const ABOVE = 0.012
// So many points a side has a surface that is computed anew for every picture.
const MOVING_POINTS = 41
const MOST_PARTS = 60

export class Relief {
  // `surface` is the scene's figure; `following` gives the slice of a time, where the slice follows.
  constructor(surface, following) {
    const heights = surface.data.find(({ meta }) => meta.role === "surface")
    Object.assign(this, { heights, following })
    this.contours = surface.data.find(({ meta }) => meta.role === "contours").contours
    const { x, y, zmin, zmax } = heights
    Object.assign(this, { x, y, low: zmin, high: zmax, lift: ABOVE * (zmax - zmin) })
    if (following) [this.x, this.y] = [x, y].map((values) => evenly(values[0], values.at(-1)))
    else this.z = this.within(heights.z)
  }

  // As on the map, what is lower than its colours tell apart is as low as they go.
  within(z) {
    return z.map((row) => Array.from(row, (height) => Math.max(this.low, Math.min(this.high, height))))
  }

  // Takes the slice of a time for the surface; says whether there is another one to draw.
  follow(time) {
    if (!this.following || this.time === time) return false
    this.time = time
    this.z = this.within(this.following.grid(time, this.x, this.y))
    return true
  }

  // The height of the surface at a place, straight between the points of its grid; null outside.
  at(x, y) {
    const [column, right] = part(this.x, x)
    const [row, up] = part(this.y, y)
    if (column === null || row === null) return null
    const along = (z) => z[column] + right * (z[column + 1] - z[column])
    return along(this.z[row]) + up * (along(this.z[row + 1]) - along(this.z[row]))
  }

  // The same with a long step laid over the ground that it leaps.
  draped(xs, ys) {
    const cell = { x: this.x[1] - this.x[0], y: this.y[1] - this.y[0] }
    return this.line(...refined(xs, ys, cell))
  }

  // Places as a line a little above it, interrupted where it leaves the picture.
  line(xs, ys) {
    const heights = Array.from(xs, (x, i) => this.at(x, ys[i]))
    const inside = (values) => Array.from(values, (value, i) => (heights[i] === null ? null : value))
    return { x: inside(xs), y: inside(ys), z: heights.map((height) => (height === null ? null : height + this.lift)) }
  }
}

// The places, and between two that are far apart more, so that a line through them lies on the ground.
function refined(xs, ys, cell) {
  const [fx, fy] = [[xs[0]], [ys[0]]]
  for (let i = 1; i < xs.length; i++) {
    const [dx, dy] = [xs[i] - xs[i - 1], ys[i] - ys[i - 1]]
    const parts = Math.max(1, Math.min(MOST_PARTS, Math.ceil(Math.max(Math.abs(dx / cell.x), Math.abs(dy / cell.y)))))
    for (let k = 1; k <= parts; k++) {
      fx.push(xs[i - 1] + (k / parts) * dx)
      fy.push(ys[i - 1] + (k / parts) * dy)
    }
  }
  return [fx, fy]
}

function evenly(from, to) {
  return Array.from({ length: MOVING_POINTS }, (_, i) => from + (i / (MOVING_POINTS - 1)) * (to - from))
}

// Which cell of an even grid a value is in, and how far along it; null outside.
function part(grid, value) {
  const last = grid.length - 1
  const place = ((value - grid[0]) / (grid[last] - grid[0])) * last
  if (!(place >= 0 && place <= last)) return [null, 0]
  const cell = Math.min(last - 1, Math.floor(place))
  return [cell, place - cell]
}
