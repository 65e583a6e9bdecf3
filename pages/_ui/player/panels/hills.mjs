// The loss surface that a batch sees: the mean of its samples' own, with contour lines and a tint.

import { contour } from "./marching.mjs"

const LOWEST = 1e-6
const HIGHEST = 3.4e38
// As on the surface itself: a line every half decade; a loss of fewer decades has a dozen of its own.
const TAME = 1.2
const BETWEEN = 0.5
const FEW = 12
const MOST_LINES = 24
// So many batches are kept: all of the neuron's, and the latest where there are hundreds.
const KEPT = 64

const STRONGEST = 0.62

export class Hills {
  // `samples` holds a grid for each sample, row by row, over the nodes `x` and `y`; the tint has `color` [r, g, b].
  constructor({ samples, x, y }, color) {
    Object.assign(this, { samples, x, y, color })
    this.kept = new Map()
  }

  // What `batch`, the places of some samples in whatever order, sees.
  of(batch) {
    const key = keyOf(batch)
    const hill = this.kept.get(key) ?? new Hill(this, batch)
    // The one used last is the last to go.
    this.kept.delete(key)
    this.kept.set(key, hill)
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value)
    return hill
  }
}

export const keyOf = (batch) => [...batch].sort((a, b) => a - b).join(" ")

class Hill {
  constructor({ samples, x, y, color }, batch) {
    Object.assign(this, { x, y, color, columns: x.length })
    this.loss = mean(batch.map((sample) => samples[sample]))
    this.heights = this.loss.map((loss) => Math.log10(Math.min(HIGHEST, Math.max(LOWEST, loss))))
    this.low = Math.max(least(this.heights), Math.log10(resolved(this.loss, this.columns)))
    this.high = Math.max(this.low + 1e-3, most(this.heights))
    this.levels = levels(this.low, this.high)
  }

  // Its contour lines as a path, in the pixels of `axes`.
  lines(axes) {
    const across = ruler(this.x, axes.x)
    const up = ruler(this.y, axes.y)
    const place = [across.from, across.step, up.from, up.step].join(" ")
    if (place !== this.place) Object.assign(this, { place, path: this.trace(across, up) })
    return this.path
  }

  trace(across, up) {
    const path = new Path2D()
    this.pieces = 0
    const draw = (x0, y0, x1, y1) => {
      this.pieces++
      path.moveTo(across.from + across.step * x0, up.from + up.step * y0)
      path.lineTo(across.from + across.step * x1, up.from + up.step * y1)
    }
    for (const level of this.levels) contour(this.heights, this.columns, level, draw)
    return path
  }

  // A picture of a pixel a node, strongest where this batch's loss is lowest.
  get tint() {
    this.image ??= tinted(this)
    return this.image
  }
}

function mean(grids) {
  const sum = new Float64Array(grids[0].length)
  for (const grid of grids) for (let i = 0; i < sum.length; i++) sum[i] += grid[i]
  return sum.map((value) => value / grids.length)
}

// The loss that the grid can tell apart at the bottom of a narrow valley, as the surface's own lines have it.
function resolved(loss, columns) {
  const along = (step, keep) => {
    const bends = []
    for (let i = 0; i + 2 * step < loss.length; i++) if (keep(i)) bends.push(Math.abs(loss[i] - 2 * loss[i + step] + loss[i + 2 * step]))
    return median(Float64Array.from(bends).sort())
  }
  const bend = along(1, (i) => (i % columns) + 2 < columns) + along(columns, () => true)
  return Math.max(LOWEST, bend)
}

function median(sorted) {
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function levels(low, high) {
  const between = high - low > TAME ? BETWEEN * Math.ceil((high - low) / BETWEEN / MOST_LINES) : (high - low) / FEW
  const first = high - low > TAME ? Math.ceil(low / between) * between : low + between
  return Array.from({ length: Math.max(0, Math.floor((high - first) / between + 1e-9) + 1) }, (_, i) => first + i * between)
}

// Pixels of the nodes along an axis, which are evenly spaced.
function ruler(nodes, axis) {
  const from = axis.pixel(nodes[0])
  return { from, step: (axis.pixel(nodes.at(-1)) - from) / (nodes.length - 1) }
}

function tinted({ heights, columns, low, high, color }) {
  const rows = heights.length / columns
  const pixels = new ImageData(columns, rows)
  heights.forEach((height, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns]
    const depth = 1 - Math.max(0, Math.min(1, (height - low) / (high - low)))
    pixels.data.set([...color, 255 * STRONGEST * depth ** 2], 4 * ((rows - 1 - row) * columns + column))
  })
  const image = Object.assign(document.createElement("canvas"), { width: columns, height: rows })
  image.getContext("2d").putImageData(pixels, 0, 0)
  return image
}

const least = (values) => values.reduce((a, b) => (b < a ? b : a), Infinity)
const most = (values) => values.reduce((a, b) => (b > a ? b : a), -Infinity)
