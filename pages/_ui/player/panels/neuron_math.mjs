// One update of one ReLU neuron with a squared error, worked out in float32 as PyTorch does.

const round = Math.fround

// How many roundings of float32, each at most 2^-24 of the numbers added, may lie between two
// ways to add them up. Rounded after every product and every sum, as here, the gradients equal
// PyTorch's to the last bit; where a processor fuses the two, up to 1.5 were seen.
export const ROUNDINGS = 2
const UNIT = 2 ** -24

// The whole update at `params` (the weights, then the bias) on the samples `batch` of `inputs`
// (N rows) and `targets` (N). `taking` are the samples of the batch, in its order.
export function worked({ inputs, targets }, params, batch) {
  const samples = Array.from(inputs, (x, i) => forward(x, targets[i], params, batch.includes(i), batch.length))
  const taking = Array.from(batch, (i) => samples[i])
  const gradient = params.map((_, p) => taking.reduce((sum, { terms }) => round(sum + terms[p]), 0))
  const noise = params.map((_, p) => taking.reduce((sum, { doubt }) => sum + doubt[p], 0))
  return { samples, taking, size: batch.length, gradient, noise, ...lossOf(taking) }
}

function forward(inputs, target, params, seen, size) {
  const x = Array.from(inputs)
  const bias = params.length - 1
  const product = x.reduce((sum, value, p) => round(sum + round(value * params[p])), 0)
  const z = round(product + params[bias])
  const on = z > 0 ? 1 : 0
  const a = on ? z : 0
  const error = round(a - target)
  const slope = round((2 * error) / size)
  const delta = on * slope || 0
  const by = [...x, 1]
  const scale = by.reduce((sum, value, p) => sum + Math.abs(value * params[p]), target)
  const doubt = by.map((value) => (ROUNDINGS * UNIT * 2 * scale * Math.abs(value)) / size)
  const terms = by.map((value) => round(delta * value))
  return { x, y: target, product, z, on, a, error, square: round(error * error), slope, delta, terms, seen, scale, doubt }
}

function lossOf(taking) {
  const size = taking.length
  const loss = round(taking.reduce((sum, { square }) => round(sum + square), 0) / size)
  const doubt = ({ error, scale, square }) => ROUNDINGS * UNIT * (2 * Math.abs(error) * scale + square)
  return { loss, lossNoise: taking.reduce((sum, sample) => sum + doubt(sample), 0) / size }
}

// Whether two numbers are the same but for rounding.
export function agree(one, other, noise) {
  return Math.abs(one - other) <= noise
}

// The new value of a parameter, rounded where `w -= rate * w.grad` rounds.
export function moved(value, rate, gradient) {
  return round(value - change(rate, gradient))
}

export function change(rate, gradient) {
  return round(round(rate) * gradient)
}
