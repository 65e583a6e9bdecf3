// Heights as colours, anew in every frame: what heights.mjs paints once, with all that can be kept kept.

import { paintContours } from "./contours.mjs"

const SHADES = 511

export class Ground {
  // The traces of the heights and of their contours, as Plotly has them.
  constructor(heights, contours) {
    Object.assign(this, { heights, contours, shades: shadesOf(heights.colorscale) })
    this.cells = document.createElement("canvas")
  }

  // Paints heights `z` over the values `x` and `y`; `at` has the pixel of each.
  paint(context, { x, y, z }, at) {
    this.fill(x.length, y.length, z)
    // A value is the middle of its cell: the outermost reach half a cell further.
    const [left, right] = edges(x, at.x)
    const [low, high] = edges(y, at.y)
    context.drawImage(this.cells, left, high, right - left, low - high)
    paintContours(context, { ...this.contours, x, y, z }, at)
  }

  fill(columns, rows, z) {
    const { cells, shades } = this
    const { zmin, zmax } = this.heights
    if (cells.width !== columns || cells.height !== rows) {
      Object.assign(cells, { width: columns, height: rows })
      this.image = new ImageData(columns, rows)
      this.pixels = new Uint32Array(this.image.data.buffer)
    }
    const scale = SHADES / (zmax - zmin)
    for (let row = 0; row < rows; row++) {
      const heights = z[row]
      const first = (rows - 1 - row) * columns
      for (let column = 0; column < columns; column++) {
        const shade = Math.round((heights[column] - zmin) * scale)
        this.pixels[first + column] = shades[shade < 0 ? 0 : shade > SHADES ? SHADES : shade]
      }
    }
    cells.getContext("2d").putImageData(this.image, 0, 0)
  }
}

function edges(values, pixel) {
  const [first, last] = [pixel(values[0]), pixel(values.at(-1))]
  const half = (last - first) / (values.length - 1) / 2
  return [first - half, last + half]
}

// The colours of a scale as a pixel holds them: red first.
function shadesOf(scale) {
  const bytes = new Uint8ClampedArray(4 * (SHADES + 1))
  for (let shade = 0; shade <= SHADES; shade++) bytes.set([...colorAt(scale, shade / SHADES), 255], 4 * shade)
  return new Uint32Array(bytes.buffer)
}

function colorAt(scale, part) {
  const next = Math.max(1, scale.findIndex(([stop]) => stop >= part))
  const [[from, a], [to, b]] = [scale[next - 1], scale[next]]
  const share = (part - from) / (to - from)
  return [1, 3, 5].map((i) => {
    const [low, high] = [a, b].map((hex) => parseInt(hex.slice(i, i + 2), 16))
    return low + share * (high - low)
  })
}
