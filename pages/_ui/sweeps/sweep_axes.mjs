// Where a rate, a loss and a share of lost runs lie in the picture of a sweep, in pixels.

// In sizes of the type.
const MARGIN = { left: 4.4, right: 1.2, top: 0.4, bottom: 3.2 }
const STRIP = 3.6
const GAP = 2
const SMALLEST = 1e-30
const USUAL = 0.95
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

  // All that lies low, and what lies high but for a few: those are drawn at the edge.
  range({ bands }) {
    const known = (row) => [...row].filter((loss) => Number.isFinite(loss) && (loss > 0 || !this.log)).map((loss) => this.scaled(loss))
    const lows = bands.flatMap(({ spread }) => known(spread[0]))
    const highs = bands.flatMap(({ spread }) => known(spread[4])).sort((a, b) => a - b)
    if (!lows.length) return [-2, 2]
    const quarters = bands.flatMap(({ spread }) => known(spread[3]))
    const [low, high] = [least(lows), Math.max(highs[Math.floor(USUAL * (highs.length - 1))], -least(quarters.map((v) => -v)))]
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

  // The powers of ten among the rates.
  get rateTicks() {
    const [first, last] = [Math.ceil(this.rates[0] - 1e-9), Math.floor(this.rates.at(-1) + 1e-9)]
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
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

const least = (values) => values.reduce((low, value) => Math.min(low, value), Infinity)
