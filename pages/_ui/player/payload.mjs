// Undoes payload.py: inflates the message, rebuilds each column from the differences of
// its bit patterns, and puts the columns back where the header refers to them.

export async function decode(bytes) {
  const raw = new Uint8Array(await inflate(bytes))
  const length = new DataView(raw.buffer).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(raw.subarray(4, 4 + length)))
  const sizes = []
  visit(header, (reference) => {
    sizes[reference.column] = reference.shape.reduce((a, b) => a * b, 1)
  })
  const columns = []
  let at = 4 + length
  for (const size of sizes) {
    columns.push(unshuffle(raw.subarray(at, at + 4 * size)))
    at += 4 * size
  }
  return visit(header, (reference) => arrayOf(columns[reference.column], reference))
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))
  return new Response(stream).arrayBuffer()
}

function unshuffle(bytes) {
  const size = bytes.length / 4
  const bits = new Int32Array(size)
  let value = 0
  for (let i = 0; i < size; i++) {
    const difference =
      bytes[i] | (bytes[i + size] << 8) | (bytes[i + 2 * size] << 16) | (bytes[i + 3 * size] << 24)
    value = (value + difference) | 0
    bits[i] = value
  }
  return bits
}

function arrayOf(bits, { kind, shape }) {
  const flat = kind === "int" ? bits : new Float32Array(bits.buffer)
  if (shape.length === 1) return flat
  const width = shape[1]
  return Array.from({ length: shape[0] }, (_, row) => flat.subarray(row * width, (row + 1) * width))
}

function visit(node, replace) {
  if (node === null || typeof node !== "object") return node
  if ("column" in node) return replace(node) ?? node
  for (const key of Object.keys(node)) node[key] = visit(node[key], replace)
  return node
}
