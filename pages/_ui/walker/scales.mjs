// From weights and losses to pixels, and back; and round numbers for the axes.

import { presenting, typeSize } from "./enlarged.mjs"

const TYPE = 13
// For type of that size; presentation mode has larger.
const MARGIN = { left: 46, right: 16, top: 16, bottom: 40 }
const HEADROOM = 0.1
const GROUND = 0.16

export class Scales {
  // A picture of width x height pixels for a curve whose outline is known.
  constructor(curve, points, width, height) {
    const losses = points.map(({ loss }) => loss)
    const [least, most] = [Math.min(...losses), Math.max(...losses)]
    Object.assign(this, { curve, width, height })
    this.type = presenting() ? typeSize() : TYPE
    this.grown = this.type / TYPE
    this.left = MARGIN.left * this.grown
    this.right = width - MARGIN.right * this.grown
    this.top = MARGIN.top * this.grown
    this.bottom = height - MARGIN.bottom * this.grown
    this.ceiling = most + HEADROOM * (most - least)
    this.floor = least - GROUND * (most - least)
    this.lossTicks = ticks(Math.max(0, least), most, 4)
    this.weightTicks = ticks(curve.low, curve.high, width / this.grown < 480 ? 5 : 9)
  }

  x(w) {
    return this.left + ((w - this.curve.low) / (this.curve.high - this.curve.low)) * (this.right - this.left)
  }

  w(x) {
    const w = this.curve.low + ((x - this.left) / (this.right - this.left)) * (this.curve.high - this.curve.low)
    return Math.max(this.curve.low, Math.min(this.curve.high, w))
  }

  y(loss) {
    return this.bottom - ((loss - this.floor) / (this.ceiling - this.floor)) * (this.bottom - this.top)
  }

  // How steep a slope is on the screen, in pixels down for each pixel to the right.
  lean(slope) {
    const across = (this.right - this.left) / (this.curve.high - this.curve.low)
    return (-slope * (this.bottom - this.top)) / (this.ceiling - this.floor) / across
  }

  // x kept within the picture, however far outside w lies.
  inside(w) {
    return Math.max(this.left, Math.min(this.right, this.x(w)))
  }
}

// Round numbers from low to high, about `count` of them.
export function ticks(low, high, count) {
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * [1, 2, 5, 10].find((times) => times * power >= rough)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
