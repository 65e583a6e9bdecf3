// What each hidden neuron of the 2-3-1 network adds to the output's sum.

import { fillHidden, neuronOf } from "./two_three_one.mjs"

// The bias in the output's sum.
export const biasOf = (n) => n[12]

// One hidden neuron's share in that sum, its weight there times its ReLU, at every node of the grid.
export function fillShare(n, j, nodes, z) {
  fillHidden(n, j, nodes, z)
  const { out } = neuronOf(n, j)
  for (let k = 0; k < z.length; k++) z[k] = out * Math.max(0, z[k])
}
