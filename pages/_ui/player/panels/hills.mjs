// The loss surface that a batch sees: the mean of its samples' own, with contour lines and a tint.

import { contours } from "./marching.mjs"

const LOWEST = 1e-6
const HIGHEST = 3.4e38
// As on the surface itself a line every half decade, or so close that there are a few.
const BETWEEN = [0.5, 0.25, 0.1]
const [FEW, MANY, MOST_LINES] = [6, 12, 24]
// So many batches are kept, each in about 100 kB: all of the neuron's, and the latest where there are hundreds.
const KEPT = 128

const STRONGEST = 0.62

export class Hills {
  // `samples` holds a grid for each sample, row by row, over the nodes `x` and `y`; the tint has `color` [r, g, b].
  constructor({ samples, x, y }, color) {
    Object.assign(this, { samples, x, y, shades: shadesOf(color) })
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
  constructor({ samples, x, y, shades }, batch) {
    Object.assign(this, { x, y, shades, columns: x.length })
    const loss = mean(batch.map((sample) => samples[sample]))
    const { heights, low, high } = logarithms(loss)
    this.heights = heights
    this.low = Math.max(low, Math.log10(resolved(loss, this.columns)))
    this.high = Math.max(this.low + 1e-3, high)
    this.levels = levels(this.low, this.high)
  }

  // Its contour lines as a path, in the pixels of `axes`; as another kind of `Path` where a picture is saved.
  lines(axes, Path = null) {
    const across = ruler(this.x, axes.x)
    const up = ruler(this.y, axes.y)
    if (Path) return this.trace(across, up, new Path())
    const place = [across.from, across.step, up.from, up.step].join(" ")
    if (place !== this.place) Object.assign(this, { place, path: this.trace(across, up, new Path2D()) })
    return this.path
  }

  trace(across, up, path) {
    this.pieces = 0
    const draw = (x0, y0, x1, y1) => {
      this.pieces++
      path.moveTo(across.from + across.step * x0, up.from + up.step * y0)
      path.lineTo(across.from + across.step * x1, up.from + up.step * y1)
    }
    contours(this.heights, this.columns, this.levels, draw)
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
  for (let i = 0; i < sum.length; i++) sum[i] /= grids.length
  return sum
}

// The decades of losses, and the least and the most of them.
function logarithms(losses) {
  const heights = new Float32Array(losses.length)
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < heights.length; i++) {
    const height = (heights[i] = Math.log10(Math.min(HIGHEST, Math.max(LOWEST, losses[i]))))
    if (height < low) low = height
    if (height > high) high = height
  }
  return { heights, low, high }
}

// The loss that the grid can tell apart at the bottom of a narrow valley, as the surface's own lines have it.
function resolved(loss, columns) {
  const rows = loss.length / columns
  const across = bends(loss, 1, rows, columns - 2, columns)
  const up = bends(loss, columns, rows - 2, columns, columns)
  return Math.max(LOWEST, median(across.sort()) + median(up.sort()))
}

// The second differences along an axis, whose nodes are `step` apart.
function bends(loss, step, rows, width, columns) {
  const found = new Float64Array(rows * width)
  for (let y = 0, k = 0; y < rows; y++) {
    for (let i = y * columns; i < y * columns + width; i++) found[k++] = Math.abs(loss[i] - 2 * loss[i + step] + loss[i + 2 * step])
  }
  return found
}

function median(sorted) {
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function levels(low, high) {
  const range = high - low
  const round = BETWEEN.find((between) => range >= FEW * between)
  const between = round ? round * Math.ceil(range / round / MOST_LINES) : range / MANY
  const first = round ? Math.ceil(low / between) * between : low + between
  return { first, between, count: Math.floor((high - first) / between + 1e-9) + 1 }
}

// Pixels of the nodes along an axis, which are evenly spaced.
function ruler(nodes, axis) {
  const from = axis.pixel(nodes[0])
  return { from, step: (axis.pixel(nodes.at(-1)) - from) / (nodes.length - 1) }
}

function tinted({ heights, columns, low, high, shades }) {
  const rows = heights.length / columns
  const pixels = new ImageData(columns, rows)
  const cells = new Uint32Array(pixels.data.buffer)
  const [last, steps] = [shades.length - 1, (shades.length - 1) / (high - low)]
  for (let row = 0, i = 0; row < rows; row++) {
    for (let k = (rows - 1 - row) * columns, end = k + columns; k < end; k++, i++) {
      cells[k] = shades[Math.max(0, Math.min(last, Math.round((high - heights[i]) * steps)))]
    }
  }
  const image = Object.assign(document.createElement("canvas"), { width: columns, height: rows })
  image.getContext("2d").putImageData(pixels, 0, 0)
  return image
}

// From nothing to the strongest, each as a pixel of four bytes.
function shadesOf(color) {
  const bytes = new Uint8ClampedArray(4 * 256)
  for (let i = 0; i < 256; i++) bytes.set([...color, 255 * STRONGEST * (i / 255) ** 2], 4 * i)
  return new Uint32Array(bytes.buffer)
}
