// A place that is typed: its number, or what to say where there is none.

import { chosen } from "./words.mjs"

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i
const MOST_SHOWN = 40

// A point or a comma, and any kind of minus; { value } or { told }.
export function placeOf(text, { low, high }) {
  const plain = text.trim().normalize("NFKC").replace(/[−–]/, "-").replace(",", ".").replace(/^w\s*=\s*/i, "")
  const value = NUMBER.test(plain) ? Number(plain) : NaN
  if (value >= low && value <= high) return { value }
  const typed = text.trim() ? `“${text.slice(0, MOST_SHOWN)}”` : "an empty field"
  return { told: `The start w must be a number between ${chosen(low)} and ${chosen(high)}, not ${typed}.` }
}
