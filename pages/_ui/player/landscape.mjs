// The loss of a small network anywhere in parameter space, in the browser: what follows the playhead
// no server could answer every frame.
//
// Parameters come in PyTorch's order: each layer's weights, row by row, then its biases.

// PyTorch takes no logarithm for smaller than this.
const LEAST_LOG = -100

const single = Math.fround

// What a sample costs by the last layer's sum and the target. As in PyTorch's float32, a sigmoid may
// be rounded to 0 or 1.
const LOSSES = {
  "relu squared error": (sum, target) => (Math.max(0, sum) - target) ** 2,
  "sine squared error": (sum, target) => (Math.sin(sum) - target) ** 2,
  "sigmoid cross entropy": (sum, target) => {
    const said = single(1 / single(1 + single(Math.exp(-sum))))
    const log = (value) => Math.max(LEAST_LOG, Math.log(value))
    return target === 0 ? -log(1 - said) : target === 1 ? -log(said) : -target * log(said) - (1 - target) * log(1 - said)
  },
}

export class Landscape {
  // `model` as model.py has it.
  constructor({ sizes, inputs, targets, loss }) {
    this.sizes = sizes
    this.samples = inputs.map((row, i) => ({ input: Float64Array.from(row), target: targets[i] }))
    this.cost = LOSSES[loss]
    // What one loss takes.
    this.products = targets.length * sizes.slice(1).reduce((sum, size, i) => sum + size * (sizes[i] + 1), 0)
    this.rows = [0, 1].map(() => new Float64Array(Math.max(...sizes)))
  }

  // The loss with these parameters, on all samples or on `some`.
  loss(params, some = this.samples) {
    let total = 0
    for (const { input, target } of some) total += this.cost(this.sum(params, input), target)
    return total / some.length
  }

  // The height of the plane under a recorded point of a track.
  under(plane, track, index) {
    return this.loss(lifted(plane, track.x[index], track.y[index]))
  }

  // The loss at every point of a grid of the plane, a row for every one of `ys`; on all samples or on
  // those in the places `batch`.
  over({ origin, axes: [across, up] }, xs, ys, batch = null) {
    const some = batch ? batch.map((place) => this.samples[place]) : this.samples
    const params = new Float64Array(origin.length)
    return Array.from(ys, (y) => {
      return Float32Array.from(xs, (x) => {
        for (let p = 0; p < params.length; p++) params[p] = origin[p] + x * across[p] + y * up[p]
        return this.loss(params, some)
      })
    })
  }

  // The last layer's sum for one input.
  sum(params, input) {
    let [values, next] = this.rows
    values.set(input)
    let at = 0
    for (let layer = 1; layer < this.sizes.length; layer++) {
      const [from, to] = [this.sizes[layer - 1], this.sizes[layer]]
      const biases = at + from * to
      const last = layer === this.sizes.length - 1
      for (let j = 0; j < to; j++) {
        let sum = params[biases + j]
        for (let i = 0; i < from; i++) sum += params[at + j * from + i] * values[i]
        next[j] = last || sum > 0 ? sum : 0
      }
      at = biases + to
      ;[values, next] = [next, values]
    }
    return values[0]
  }
}

// All parameters at the place (x, y) of a plane.
export function lifted({ origin, axes: [across, up] }, x, y) {
  return origin.map((value, p) => value + x * across[p] + y * up[p])
}
