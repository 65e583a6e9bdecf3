// Where a grid of values reaches one of some levels: marching squares.

// Calls `piece(x0, y0, x1, y1, level)` for every piece of the lines, in nodes of a grid of so many
// `columns` whose `values` lie row by row. The levels are evenly spaced: `first`, `first + between`, ...
// Along a cell's edge the values go straight; in a saddle the mean of the four corners says which
// of them are joined.
export function contours(values, columns, { first, between, count }, piece) {
  const rows = values.length / columns
  for (let y = 0; y + 1 < rows; y++) {
    for (let x = 0; x + 1 < columns; x++) {
      const at = y * columns + x
      const [a, b, c, d] = [values[at], values[at + 1], values[at + columns + 1], values[at + columns]]
      // Each cell knows the few levels that go through it.
      const lowest = Math.max(0, Math.ceil((Math.min(a, b, c, d) - first) / between))
      const highest = Math.min(count - 1, Math.floor((Math.max(a, b, c, d) - first) / between))
      for (let k = lowest; k <= highest; k++) cell(x, y, a, b, c, d, first + k * between, piece)
    }
  }
}

// The corners go round: a at (x, y), b to the right of it, c above that, d above a.
function cell(x, y, a, b, c, d, level, piece) {
  const above = (a > level) + 2 * (b > level) + 4 * (c > level) + 8 * (d > level)
  // A line that cuts off one corner, or parts two from two; in a saddle it cuts off two, one at a time.
  const saddle = above === 5 || above === 10
  const joined = saddle && (a + b + c + d) / 4 > level
  const kinds = saddle ? ((above === 5) === joined ? [2, 8] : [1, 4]) : [Math.min(above, 15 - above)]
  const part = (from, to) => (level - from) / (to - from)
  for (const kind of kinds) {
    if (kind === 1) piece(x, y + part(a, d), x + part(a, b), y, level)
    else if (kind === 2) piece(x + part(a, b), y, x + 1, y + part(b, c), level)
    else if (kind === 3) piece(x, y + part(a, d), x + 1, y + part(b, c), level)
    else if (kind === 4) piece(x + 1, y + part(b, c), x + part(d, c), y + 1, level)
    else if (kind === 6) piece(x + part(a, b), y, x + part(d, c), y + 1, level)
    else if (kind >= 7) piece(x + part(d, c), y + 1, x, y + part(a, d), level)
  }
}
