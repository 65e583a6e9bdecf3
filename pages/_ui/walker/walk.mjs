// A walk down a curve: the places so far, each kept, so that a step back is exact.

import { at, placeOf, stepFrom } from "./curve.mjs"

const ENDS = new Set(["valley", "flat", "outside"])

export class Walk {
  #rate

  constructor(curve, start, rate) {
    this.curve = curve
    this.#rate = rate
    this.put(start)
  }

  // A new walk that starts at w.
  put(w) {
    this.path = [w]
    this.since = 0
  }

  get rate() {
    return this.#rate
  }

  // The walk goes on from here at another rate: from here on it can be made again.
  set rate(rate) {
    this.#rate = rate
    this.since = this.steps
  }

  // What makes the walk again, from where its rate last changed.
  get recipe() {
    const from = Math.min(this.since, this.steps)
    return { start: this.path[from], learning_rate: this.rate, step: this.steps - from }
  }

  get w() {
    return this.path.at(-1)
  }

  get steps() {
    return this.path.length - 1
  }

  get here() {
    return at(this.curve, this.w)
  }

  get next() {
    return stepFrom(this.curve, this.w, this.rate)
  }

  get place() {
    return placeOf(this.curve, this.w)
  }

  // False where a step leads nowhere, or beyond what a number can hold.
  get canStep() {
    const { next } = this
    const { loss, slope } = at(this.curve, next)
    return next !== this.w && Number.isFinite(loss) && Number.isFinite(slope)
  }

  // At rest in a valley, stranded on flat ground, or out of the picture.
  get over() {
    return ENDS.has(this.place)
  }

  step() {
    if (!this.canStep) return false
    this.path.push(this.next)
    return true
  }

  back() {
    if (this.steps > 0) this.path.pop()
  }

  reset() {
    this.path.length = 1
  }
}

// The walk as it will be after at most `limit` steps: computed ahead, as a bet's answer.
export function ahead(curve, start, rate, limit) {
  const walk = new Walk(curve, start, rate)
  while (walk.steps < limit && !walk.over && walk.step());
  return walk
}

// How a walk ends: "settles", "stands" on flat ground, "leaves" the picture, "bounces" or "crawls".
export function ending(walk) {
  const { place, path } = walk
  if (place === "valley") return "settles"
  if (place === "flat") return "stands"
  if (place === "outside") return "leaves"
  const [a, b, c] = path.slice(-3)
  return (b - a) * (c - b) < 0 ? "bounces" : "crawls"
}
