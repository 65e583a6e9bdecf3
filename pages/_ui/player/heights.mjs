// The heights of a surface as colours, smooth between the values, as Plotly's fast heatmap has them.

const SHADES = 511

// `at` has the pixel of every x and y.
export function paintHeights(context, { x, y, z, zmin, zmax, colorscale }, at) {
  const color = colors(colorscale)
  const shades = Array.from({ length: SHADES + 1 }, (_, i) => color(i / SHADES))
  const [columns, rows] = [x.length, y.length]
  const pixels = new ImageData(columns, rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const part = Math.max(0, Math.min(1, (z[row][column] - zmin) / (zmax - zmin)))
      if (Number.isNaN(part)) continue // a hole
      pixels.data.set(shades[Math.round(part * SHADES)], 4 * ((rows - 1 - row) * columns + column))
    }
  }
  const cells = Object.assign(document.createElement("canvas"), { width: columns, height: rows })
  cells.getContext("2d").putImageData(pixels, 0, 0)
  // A value is the middle of its cell: the outermost reach half a cell further.
  const [dx, dy] = [(x[columns - 1] - x[0]) / (columns - 1) / 2, (y[rows - 1] - y[0]) / (rows - 1) / 2]
  const [from, to] = [at.x(x[0] - dx), at.x(x[columns - 1] + dx)]
  const [high, low] = [at.y(y[rows - 1] + dy), at.y(y[0] - dy)]
  context.drawImage(cells, from, high, to - from, low - high)
}

// The loss between the four values of a surface around a place: evenly by their heights, as the colours go.
export function heightAt({ x, y, z, meta }, atX, atY) {
  const [column, across] = between(x, atX)
  const [row, up] = between(y, atY)
  const along = (values) => values[column] + across * (values[column + 1] - values[column])
  const height = along(z[row]) + up * (along(z[row + 1]) - along(z[row]))
  return meta.linear ? height : 10 ** height
}

// The place among even values before `wanted`, and the part of the way to the next.
function between(values, wanted) {
  const last = values.length - 1
  const place = ((wanted - values[0]) / (values[last] - values[0])) * last
  const before = Math.max(0, Math.min(last - 1, Math.floor(place)))
  return [before, place - before]
}

// The colour of a part between 0 and 1, as red, green, blue and opacity.
function colors(scale) {
  const stops = scale.map(([part, hex]) => [part, [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16))])
  return (part) => {
    const within = Math.max(0, Math.min(1, part))
    const next = Math.max(1, stops.findIndex(([stop]) => stop >= within))
    const [[from, a], [to, b]] = [stops[next - 1], stops[next]]
    const share = (within - from) / (to - from)
    return [...a.map((value, i) => Math.round(value + share * (b[i] - value))), 255]
  }
}
