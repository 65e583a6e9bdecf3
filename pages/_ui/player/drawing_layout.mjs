// Where the neurons of a drawing stand, in the units of its own box: about a pixel on a phone.

const FEW_COLUMNS = 3
const ROOMY_ROWS = 3
const HEAD = 14
const FOOT = 34

export class Place {
  constructor(sizes, inputs, outputs) {
    this.sizes = sizes
    const rows = Math.max(...sizes)
    this.roomy = rows <= ROOMY_ROWS
    this.pitch = this.roomy ? 76 : Math.max(42, 84 - 7 * rows)
    this.radius = Math.min(21, 0.37 * this.pitch)
    // Presentation mode draws larger circles, for larger numbers.
    this.room = Math.min(28, 0.37 * this.pitch)
    this.gap = sizes.length <= FEW_COLUMNS ? 132 : 108
    this.left = this.room + 14 + 8 * longest(inputs)
    // A drawing of one layer is no wider than it must be, but has room for its legend.
    this.width = this.left + this.gap * (sizes.length - 1) + this.room + 14 + 8 * longest(outputs)
    const height = HEAD + rows * this.pitch + FOOT
    this.middle = HEAD + (rows * this.pitch) / 2
    this.foot = height - 14
    this.box = `0 0 ${this.width} ${height}`
  }

  x(column) {
    return this.left + column * this.gap
  }

  y(column, row) {
    return this.middle + (row - (this.sizes[column] - 1) / 2) * this.pitch
  }

  // A line's number stands where its neighbours are farthest: near the fuller column.
  label(layer, from, to) {
    const part = this.sizes[layer] > this.sizes[layer + 1] ? 0.36 : 0.66
    const between = (a, b) => a + part * (b - a)
    return {
      x: between(this.x(layer), this.x(layer + 1)),
      y: between(this.y(layer, from), this.y(layer + 1, to)),
      "text-anchor": "middle",
    }
  }
}

function longest(names) {
  return Math.max(0, ...names.map((name) => name.length))
}
