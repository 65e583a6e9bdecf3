// The 2-3-1 network in the browser, in single precision where its numbers are shown.
//
// Its 13 parameters come in PyTorch's order: w11 w12 w21 w22 w31 w32, b1 b2 b3, v1 v2 v3, c.

export const HIDDEN = 3
const [B, V, C] = [6, 9, 12]
const single = Math.fround

// The parameters at a recorded point of a track, as they were sent.
export function paramsAt(track, index) {
  return Float32Array.from(track.params, (column) => column[index])
}

// Everything on the way from a point to its probability, rounded like PyTorch's float32.
export function forward(n, x1, x2) {
  const neurons = [0, 1, 2].map((j) => hiddenSum(n, j, single(x1), single(x2)))
  const outputs = neurons.map((sum) => Math.max(0, sum))
  const sum = outputs.reduce((total, output, j) => single(total + single(n[V + j] * output)), 0)
  const z = single(sum + n[C])
  return { sums: neurons, outputs, z, p: single(1 / single(1 + single(Math.exp(-z)))) }
}

function hiddenSum(n, j, x1, x2) {
  return single(single(single(n[2 * j] * x1) + single(n[2 * j + 1] * x2)) + n[B + j])
}

// How many of these points get their label: above one half says 1.
export function rightOf(n, inputs, labels) {
  return inputs.map(([x1, x2], i) => forward(n, x1, x2).p > 0.5 === labels[i] > 0.5)
}

// The weights and biases as a drawing wants them: an out x in array for every layer.
export function layersOf(n) {
  const [first, out] = [[0, 1, 2].map((j) => [n[2 * j], n[2 * j + 1]]), [n[V], n[V + 1], n[V + 2]]]
  return { weights: [first, [out]], biases: [[n[B], n[B + 1], n[B + 2]], [n[C]]] }
}

// One hidden neuron alone: its weights, its bias, and its weight in the output's sum.
export function neuronOf(n, j) {
  return { w1: n[2 * j], w2: n[2 * j + 1], bias: n[B + j], out: n[V + j] }
}

// The output's sum z at every node of a square grid, row by row from the bottom, into `z`.
export function fillSums(n, nodes, z) {
  const size = nodes.length
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = n[C]
      for (let j = 0; j < HIDDEN; j++) {
        const inner = n[2 * j] * nodes[column] + n[2 * j + 1] * nodes[row] + n[B + j]
        if (inner > 0) sum += n[V + j] * inner
      }
      z[row * size + column] = sum
    }
  }
}

// The bias in the output's sum.
export const biasOf = (n) => n[C]

// One hidden neuron's share in the output's sum, its weight there times its ReLU, at every node of the grid.
export function fillShare(n, j, nodes, z) {
  fillHidden(n, j, nodes, z)
  const { out } = neuronOf(n, j)
  for (let k = 0; k < z.length; k++) z[k] = out * Math.max(0, z[k])
}

// One hidden neuron's sum, before its ReLU, at every node of the grid.
export function fillHidden(n, j, nodes, z) {
  const { w1, w2, bias } = neuronOf(n, j)
  const size = nodes.length
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) z[row * size + column] = w1 * nodes[column] + w2 * nodes[row] + bias
  }
}
