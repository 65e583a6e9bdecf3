// The ticks of a logarithmic axis, each written out: never a lone "5" between two powers of ten.

import { number } from "./digits.mjs"

// Which multiples of a power of ten have a tick, the fewest that say enough.
const PARTS = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9]]
const LEAST = 3

// Plotly's settings for an axis from 10^low to 10^high, with `most` ticks or a few less, all above `floor`.
export function logTicks([low, high], most, floor = 0) {
  const above = Math.max(low, floor > 0 ? Math.log10(floor) + 0.05 * (high - low) : -Infinity)
  const powers = decades(above, high, most)
  const values = powers.length >= LEAST ? powers : between(above, high, most)
  return { tickmode: "array", tickvals: values, ticktext: values.map((value) => number(value, 6)), dtick: undefined, nticks: undefined }
}

// Every power of ten, or every second, third, ... of them.
function decades(low, high, most) {
  const every = Math.max(1, Math.ceil((Math.floor(high) - Math.ceil(low) + 1) / most))
  const first = Math.ceil(low / every) * every
  const count = Math.max(0, Math.floor((high - first) / every) + 1)
  return Array.from({ length: count }, (_, i) => 10 ** (first + i * every))
}

// Values between powers of ten; on an axis too short for any, its middle.
function between(low, high, most) {
  const found = PARTS.map((parts) => within(parts, low, high)).filter((values) => values.length <= most)
  const enough = found.find((values) => values.length >= LEAST) ?? found.at(-1) ?? []
  return enough.length ? enough : [Number((10 ** ((low + high) / 2)).toPrecision(3))]
}

function within(parts, low, high) {
  const powers = Array.from({ length: Math.floor(high) - Math.floor(low) + 1 }, (_, i) => Math.floor(low) + i)
  const values = powers.flatMap((power) => parts.map((part) => Number((part * 10 ** power).toPrecision(12))))
  return values.filter((value) => value >= 10 ** low && value <= 10 ** high)
}
