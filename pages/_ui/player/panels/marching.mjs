// Where a grid of values reaches a level: marching squares.

// Calls `piece(x0, y0, x1, y1)` for every piece of the line, in nodes of a grid of so many `columns`
// whose `values` lie row by row. Along a cell's edge the values go straight; in a saddle the mean of
// the four corners says which of them are joined.
export function contour(values, columns, level, piece) {
  const rows = values.length / columns
  for (let y = 0; y + 1 < rows; y++) {
    for (let x = 0; x + 1 < columns; x++) {
      const at = y * columns + x
      const [a, b, c, d] = [values[at], values[at + 1], values[at + columns + 1], values[at + columns]]
      const above = (a > level) + 2 * (b > level) + 4 * (c > level) + 8 * (d > level)
      if (above !== 0 && above !== 15) cell(x, y, a, b, c, d, level, above, piece)
    }
  }
}

// The corners go round: a at (x, y), b to the right of it, c above that, d above a.
function cell(x, y, a, b, c, d, level, above, piece) {
  const part = (from, to) => (level - from) / (to - from)
  const low = () => [x + part(a, b), y]
  const right = () => [x + 1, y + part(b, c)]
  const high = () => [x + part(d, c), y + 1]
  const left = () => [x, y + part(a, d)]
  const join = ([x0, y0], [x1, y1]) => piece(x0, y0, x1, y1)
  const cutOff = { 1: [left, low], 2: [low, right], 4: [right, high], 8: [high, left] }
  if (above === 5 || above === 10) {
    const joined = (a + b + c + d) / 4 > level
    for (const corner of (above === 5) === joined ? [2, 8] : [1, 4]) join(cutOff[corner][0](), cutOff[corner][1]())
  } else if (above === 3 || above === 12) join(left(), right())
  else if (above === 6 || above === 9) join(low(), high())
  else {
    const [one, other] = cutOff[above] ?? cutOff[15 - above]
    join(one(), other())
  }
}
