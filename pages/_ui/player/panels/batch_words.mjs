// What a batch wants, in a sentence.

import { number } from "./digits.mjs"

// Closer than this, in degrees, two ways are one.
const SAME = 1

// `angle` is between the batch's step and the full one, NaN where one of them, of these lengths, is zero.
export function wanted({ angle, batchLength, fullLength, last }) {
  if (last) return `The last update of the run. ${wanted({ angle, batchLength, fullLength })}`
  if (batchLength === 0 && fullLength === 0) return "Neither this batch nor all samples together have a slope here."
  if (batchLength === 0) return "This batch has no slope here, but all samples together have one."
  if (fullLength === 0) return "All samples together have no slope here: only this batch still has one."
  if (angle < SAME) return `This batch goes in nearly the same direction as all samples together: they are ${degrees(angle)} apart.`
  const away = `${degrees(angle)} away from the step of all samples together`
  return angle <= 90 ? `This batch's step points ${away}.` : `This batch's step points ${away}: it goes more against that step than with it.`
}

export const degrees = (angle) => `${angle < 10 ? angle.toFixed(1) : Math.round(angle)}°`

// Three digits that count.
export function digits(value) {
  return number(value, 3, true)
}

// The batch by the numbers of its samples, from 1.
export function batchName(batch) {
  const numbers = [...batch].sort((a, b) => a - b).map((sample) => sample + 1)
  return `sample${numbers.length > 1 ? "s" : ""} ${listed(numbers)}`
}

export function listed(words) {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : String(words[0])
}

// What share of the steps the plane shows, both between 0 and 1 or NaN.
export function heldWords(batch, full) {
  const parts = [["the batch's step", batch], ["the full one", full]].filter(([, share]) => Number.isFinite(share))
  if (!parts.length || parts.every(([, share]) => share > 0.9995)) return ""
  return `The plane shows ${listed(parts.map(([name, share]) => `${(100 * share).toFixed(0)} % of ${name}`))}.`
}

// How much longer than the steps the arrows are.
export function timesWords(times) {
  if (times < 1.05) return "The arrows are as long as the steps."
  const shown = times < 10 ? times.toFixed(1) : number(times, 2)
  return `The arrows are ${shown} times as long as the steps.`
}

// Whose hill lies over the picture, if not the batch's.
export const laidWords = (sample) => (sample === null ? "" : `Laid over the picture: the hill of sample ${sample + 1}.`)

export const optimizerWords = (name) => name && `The arrows are steps of plain gradient descent; ${name} turns them into steps of its own.`
