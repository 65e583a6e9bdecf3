// Lines of equal height, straight through each cell of the grid, as Plotly's contour lines go.

// `at` has the pixel of every x and y.
export function paintContours(context, { x, y, z, contours: { start, end, size }, line }, at) {
  const [px, py] = [Float64Array.from(x, at.x), Float64Array.from(y, at.y)]
  context.beginPath()
  for (let row = 0; row + 1 < y.length; row++) {
    for (let column = 0; column + 1 < x.length; column++) paintCell(context, px, py, z, row, column, { start, end, size })
  }
  context.strokeStyle = line.color
  context.lineWidth = line.width
  context.stroke()
}

function paintCell(context, px, py, z, row, column, { start, end, size }) {
  const [a, b, c, d] = [z[row][column], z[row][column + 1], z[row + 1][column + 1], z[row + 1][column]]
  const highest = Math.min(end, Math.max(a, b, c, d))
  const first = Math.max(0, Math.ceil((Math.min(a, b, c, d) - start) / size))
  for (let level = start + first * size; level <= highest; level += size) {
    const ends = []
    const cross = (from, to, x0, y0, x1, y1) => {
      if (from > level === to > level) return
      const part = (level - from) / (to - from)
      ends.push([x0 + part * (x1 - x0), y0 + part * (y1 - y0)])
    }
    const [left, right, low, high] = [px[column], px[column + 1], py[row], py[row + 1]]
    cross(a, b, left, low, right, low)
    cross(b, c, right, low, right, high)
    cross(c, d, right, high, left, high)
    cross(d, a, left, high, left, low)
    for (let i = 0; i + 1 < ends.length; i += 2) {
      context.moveTo(...ends[i])
      context.lineTo(...ends[i + 1])
    }
  }
}
