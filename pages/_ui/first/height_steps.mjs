// Heights as first/heights.py writes them: in steps of the colours' range, each as what it
// differs from left + below - left below. Neighbours are alike, so these are small numbers.

export function heightsOf(trace) {
  if (trace.meta.role !== "surface") return trace
  const { x, y, z, steps, zmin, zmax } = trace
  const rows = []
  for (let row = 0; row < y.count; row++) {
    const line = (rows[row] = [])
    const below = rows[row - 1] ?? []
    for (let column = 0; column < x.count; column++) {
      const guess = (line[column - 1] ?? 0) + (below[column] ?? 0) - (below[column - 1] ?? 0)
      line[column] = guess + z[row * x.count + column]
    }
  }
  const heights = rows.map((line) => line.map((step) => zmin + (step / steps) * (zmax - zmin)))
  return { ...trace, x: spread(x), y: spread(y), z: heights }
}

function spread({ from, to, count }) {
  return Array.from({ length: count }, (_, i) => from + (i * (to - from)) / (count - 1))
}
