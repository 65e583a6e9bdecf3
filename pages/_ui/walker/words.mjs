// What is happening, in words and numbers: the sentence under the picture is also its text alternative.

import { at, valleyOf } from "./curve.mjs"
import { apart, number as written } from "./digits.mjs"

const AS_CHOSEN = 7

// At most four significant digits, as people write them.
export const number = (value) => written(value)

// A number that was chosen, as it was chosen.
export function chosen(value) {
  return written(value, AS_CHOSEN)
}

export function signed(value) {
  return value > 0 ? `+${number(value)}` : number(value)
}

export function sentence(walk) {
  return SENTENCES[walk.place](walk)
}

const SENTENCES = {
  slope: (walk) => `${rose(walk)}${lean(walk)} ${nextStep(walk)}`,

  valley: (walk) =>
    `The ground is nearly level (slope ${signed(walk.here.slope)}) and rises on both sides: a valley. ` +
    `The steps are almost 0 now, at w = ${number(walk.w)}, loss ${number(walk.here.loss)}.${deeper(walk)}`,

  ridge: (walk) =>
    `The ground is nearly level here (slope ${signed(walk.here.slope)}), but this is not a valley: ` +
    `the ground does not rise on both sides. ${nextStep(walk)}`,

  flat: ({ curve, w }) =>
    `At w = ${number(w)} the ground is exactly level: slope 0, so a step of 0, whatever the learning rate. ` +
    `${curve.flat} The walker stands here for ever.`,

  outside: (walk) =>
    `The walker has left the picture: w = ${number(walk.w)}, loss ${number(walk.here.loss)}. ${growth(walk)} ` +
    `Reset, and try a smaller learning rate.`,
}

function rose({ curve, path, here }) {
  if (path.length < 2) return ""
  const before = at(curve, path.at(-2)).loss
  if (!(here.loss > before)) return ""
  const [low, high] = apart(before, here.loss)
  return `That step went too far: the loss rose from ${low} to ${high}. `
}

function lean({ here }) {
  const [up, down] = here.slope > 0 ? ["right", "left"] : ["left", "right"]
  return `The slope at the feet is ${signed(here.slope)}: the ground rises to the ${up}, so downhill is ${down}.`
}

function nextStep(walk) {
  const { here, rate, next } = walk
  if (!walk.canStep) return "The next step is too small to change w at all."
  const way = here.slope > 0 ? "left" : "right"
  return `Next step: ${chosen(rate)} × ${number(Math.abs(here.slope))} = ${number(rate * Math.abs(here.slope))} to the ${way}, to w = ${number(next)}.`
}

function deeper({ curve, w, here }) {
  const mine = valleyOf(curve, w)
  const other = curve.valleys.some((floor, i) => i !== mine && at(curve, floor).loss < here.loss)
  return other ? " There is a deeper valley, but the slope here does not show it." : ""
}

function growth(walk) {
  const { path, w, next } = walk
  if (!walk.canStep) return "The next step would go beyond the largest number that a computer can hold."
  const last = path.length > 1 ? Math.abs(w - path.at(-2)) : null
  const coming = Math.abs(next - w)
  if (last === null) return `The next step would be ${number(coming)} long.`
  const verdict = coming > last ? "each step is longer than the one before" : "the steps grow shorter"
  const [was, will] = apart(last, coming)
  return `The last step was ${was} long, the next would be ${will}: ${verdict}.`
}
