// Where a rate, a loss and a share of lost runs lie in the picture of a sweep, in pixels.

// In sizes of the type.
const MARGIN = { left: 4.4, right: 1.2, top: 0.4, bottom: 3.2 }
const STRIP = 3.6
const GAP = 2
const SMALLEST = 1e-30
const USUAL = 0.95
const PARTS = [[1], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8]]
const STEPS = [1, 2, 3, 4, 5, 10, 20]

export class Axes {
  // For a `scene` as bands.py has it, in a picture of width x height with type of a size.
  constructor(scene, width, height, type) {
    Object.assign(this, { width, height, type })
    this.left = MARGIN.left * type
    this.right = width - MARGIN.right * type
    this.stripTop = MARGIN.top * type
    this.stripBottom = this.stripTop + STRIP * type
    this.top = this.stripBottom + GAP * type
    this.bottom = height - MARGIN.bottom * type
    this.rates = scene.rates.map(Math.log10)
    this.log = scene.log
    ;[this.low, this.high] = this.range(scene)
  }

  // The middle half of the seeds at every rate, and nearly all of the rest: a few are drawn at the edge.
  range({ bands }) {
    const known = (row) => [...row].filter((loss) => Number.isFinite(loss) && (loss > 0 || !this.log)).map((loss) => this.scaled(loss))
    const [lowest, lower, , upper, highest] = [0, 1, 2, 3, 4].map((i) => bands.flatMap(({ spread }) => known(spread[i])).sort((a, b) => a - b))
    if (!lower.length) return [-2, 2]
    const low = Math.min(lower[0], lowest[Math.floor((1 - USUAL) * (lowest.length - 1))] ?? Infinity)
    const high = Math.max(upper.at(-1), highest[Math.floor(USUAL * (highest.length - 1))])
    const room = 0.04 * (high - low) || 0.5
    return [low - room, high + room]
  }

  // Losses go through many powers of ten; those of some functions on both sides of 0.
  scaled(loss) {
    return this.log ? Math.log10(Math.max(loss, SMALLEST)) : Math.sign(loss) * Math.log10(1 + Math.abs(loss))
  }

  x(logRate) {
    const [first, last] = [this.rates[0], this.rates.at(-1)]
    return this.left + ((logRate - first) / (last - first)) * (this.right - this.left)
  }

  column(i) {
    return this.x(this.rates[i])
  }

  // The place among the rates that is nearest to a pixel.
  nearest(x) {
    const share = (x - this.left) / (this.right - this.left)
    const last = this.rates.length - 1
    return Math.max(0, Math.min(last, Math.round(share * last)))
  }

  y(loss) {
    const share = (this.scaled(loss) - this.low) / (this.high - this.low)
    return this.bottom - Math.max(0, Math.min(1, share)) * (this.bottom - this.top)
  }

  strip(share) {
    return this.stripBottom - share * (this.stripBottom - this.stripTop)
  }

  // Round rates with a line down, as logarithms: powers of ten, or what lies between two of them.
  get rateTicks() {
    const [first, last] = [this.rates[0] - 1e-9, this.rates.at(-1) + 1e-9]
    const powers = Array.from({ length: Math.ceil(last) - Math.floor(first) + 1 }, (_, i) => Math.floor(first) + i)
    const within = (parts) => powers.flatMap((power) => parts.map((part) => power + Math.log10(part))).filter((at) => at >= first && at <= last)
    const choices = PARTS.map(within)
    return choices.find((ticks) => ticks.length > 3) ?? choices.at(-1)
  }

  // Heights with a line across: powers of ten, and 0 where losses lie on both sides of it.
  get lossTicks() {
    const most = Math.max(2, Math.floor((this.bottom - this.top) / (2.4 * this.type)))
    const step = STEPS.find((each) => (this.high - this.low) / each <= most) ?? STEPS.at(-1)
    const [first, last] = [Math.ceil(this.low / step), Math.floor(this.high / step)]
    const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step)
    if (this.log) return powers.map((power) => 10 ** power)
    return powers.map((power) => Math.sign(power) * 10 ** Math.abs(power))
  }
}
