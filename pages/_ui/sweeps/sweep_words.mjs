// What is said of a point of a sweep.

import { number } from "./digits.mjs"

export const short = (value, digits = 3) => number(value, digits)

// One run, and how its neighbours of the same rate and batch end.
export function sentence({ rates, seeds, words }, { band, row, column }) {
  const outcome = words[band.outcome[row][column]]
  const loss = band.loss[row][column]
  const end = Number.isFinite(loss) ? `${outcome}, last loss ${short(loss)}` : outcome
  return `Rate ${short(rates[column])}, ${band.name.toLowerCase()}, seed ${seeds[row]}: ${end}. ${together(seeds, words, band, column)}`
}

function together(seeds, words, band, column) {
  const counts = new Map()
  for (const row of band.outcome) counts.set(row[column], (counts.get(row[column]) ?? 0) + 1)
  const told = [...counts].map(([outcome, count]) => `${count} ${words[outcome]}`).join(", ")
  return `Of ${seeds.length} seeds: ${told}.`
}
