// Where a grid of values is zero: the line between its nodes, as an SVG path.

// `values` row by row on a square grid; `place(k)` is the coordinate of node k, which may lie
// between two. In each triangle of the grid the line is straight.
export function zeroLine(values, size, place) {
  const parts = []
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) cell(values, size, row, column, place, parts)
  }
  return parts.join("")
}

function cell(values, size, row, column, place, parts) {
  const [a, b] = [row * size + column, (row + 1) * size + column]
  const [low, right, up, across] = [values[a], values[a + 1], values[b], values[b + 1]]
  const above = (low > 0) + (right > 0) + (up > 0) + (across > 0)
  if (above === 0 || above === 4) return
  const corners = [[column, row, low], [column + 1, row, right], [column + 1, row + 1, across], [column, row + 1, up]]
  for (const [i, j, k] of [[0, 1, 2], [0, 2, 3]]) triangle([corners[i], corners[j], corners[k]], place, parts)
}

function triangle(corners, place, parts) {
  const ends = []
  corners.forEach(([x, y, value], i) => {
    const [nx, ny, next] = corners[(i + 1) % 3]
    if (value > 0 === next > 0) return
    const part = value / (value - next)
    ends.push(`${place.x(x + part * (nx - x)).toFixed(1)} ${place.y(y + part * (ny - y)).toFixed(1)}`)
  })
  if (ends.length === 2) parts.push(`M${ends[0]}L${ends[1]}`)
}
