// The loss of a small network anywhere in parameter space, in the browser: what follows the playhead
// no server could answer every frame.
//
// Parameters come in PyTorch's order: each layer's weights, row by row, then its biases.

// PyTorch takes no logarithm for smaller than this.
const LEAST_LOG = -100

const single = Math.fround
const logarithm = (value) => Math.max(LEAST_LOG, Math.log(value))

// What a sample costs by the last layer's sum and the target. As in PyTorch's float32, a sigmoid may
// be rounded to 0 or 1.
const LOSSES = {
  "relu squared error": (sum, target) => (Math.max(0, sum) - target) ** 2,
  "sigmoid cross entropy": (sum, target) => {
    const said = single(1 / single(1 + single(Math.exp(-sum))))
    if (target === 0) return -logarithm(1 - said)
    return target === 1 ? -logarithm(said) : -target * logarithm(said) - (1 - target) * logarithm(1 - said)
  },
}

export class Landscape {
  // `model` as model.py has it.
  constructor({ sizes, inputs, targets, loss }) {
    this.sizes = sizes
    this.inputs = inputs.map((row) => Float64Array.from(row))
    this.targets = Float64Array.from(targets)
    this.every = Array.from(this.inputs, (_, place) => place)
    this.cost = LOSSES[loss]
    // What one loss takes.
    this.products = targets.length * sizes.slice(1).reduce((sum, size, i) => sum + size * (sizes[i] + 1), 0)
    this.rows = [0, 1].map(() => new Float64Array(Math.max(...sizes)))
  }

  // The loss with these parameters, on all samples or on those in the places `batch`.
  loss(params, batch = this.every) {
    const { cost, inputs, targets } = this
    let total = 0
    for (let i = 0; i < batch.length; i++) total += cost(this.sum(params, inputs[batch[i]]), targets[batch[i]])
    return total / batch.length
  }

  // The height of the plane under a recorded point of a track.
  under(plane, track, index) {
    return this.loss(lifted(plane, track.x[index], track.y[index]))
  }

  // The loss at every point of a grid of the plane, a row for every one of `ys`; on all samples or on
  // those in the places `batch`.
  over({ origin, axes: [across, up] }, xs, ys, batch = this.every) {
    const params = new Float64Array(origin.length)
    const moved = origin.flatMap((_, p) => (across[p] !== 0 || up[p] !== 0 ? [p] : []))
    params.set(origin)
    const rows = []
    for (const y of ys) {
      const row = new Float32Array(xs.length)
      for (let i = 0; i < xs.length; i++) {
        for (const p of moved) params[p] = origin[p] + xs[i] * across[p] + y * up[p]
        row[i] = this.loss(params, batch)
      }
      rows.push(row)
    }
    return rows
  }

  // The last layer's sum for one input.
  sum(params, input) {
    const { sizes } = this
    const last = sizes.length - 1
    let values = input
    let at = 0
    for (let layer = 1; layer <= last; layer++) {
      const from = sizes[layer - 1]
      const to = sizes[layer]
      const biases = at + from * to
      const next = this.rows[layer % 2]
      for (let j = 0; j < to; j++) {
        let sum = params[biases + j]
        for (let i = 0; i < from; i++) sum += params[at + j * from + i] * values[i]
        next[j] = layer === last || sum > 0 ? sum : 0
      }
      at = biases + to
      values = next
    }
    return values[0]
  }
}

// All parameters at the place (x, y) of a plane.
export function lifted({ origin, axes: [across, up] }, x, y) {
  return origin.map((value, p) => value + x * across[p] + y * up[p])
}
