// Tensors as a notebook prints them: PyTorch's rules (its default print options), for numbers
// of float32.
//
//   printed({ shape: [2, 1], values: [1, 2] }, ["requires_grad=True"])
//   -> "tensor([[1.],\n        [2.]], requires_grad=True)"

const DIGITS = 4
const LINE = 80
const PREFIX = "tensor("

// `values` row by row; `suffixes` as they stand behind the numbers.
export function printed({ shape, values }, suffixes = []) {
  const body = block(shape, Array.from(values), PREFIX.length, formatter(values))
  return withSuffixes(PREFIX + body, suffixes) + ")"
}

function block(shape, values, indent, numbers) {
  if (shape.length === 0) return numbers.write(values[0])
  if (shape.length === 1) return vector(values, indent, numbers)
  const size = values.length / shape[0]
  const rows = Array.from({ length: shape[0] }, (_, row) =>
    block(shape.slice(1), values.slice(row * size, (row + 1) * size), indent + 1, numbers),
  )
  return `[${rows.join("," + "\n".repeat(shape.length - 1) + " ".repeat(indent + 1))}]`
}

function vector(values, indent, { write, width }) {
  const perLine = Math.max(1, Math.floor((LINE - indent) / (width + 2)))
  const lines = []
  for (let at = 0; at < values.length; at += perLine) lines.push(values.slice(at, at + perLine).map(write).join(", "))
  return `[${lines.join(",\n" + " ".repeat(indent + 1))}]`
}

function withSuffixes(text, suffixes) {
  let last = text.length - text.lastIndexOf("\n") + 1
  for (const suffix of suffixes) {
    const breaks = last + suffix.length + 2 > LINE
    text += breaks ? `,\n${" ".repeat(PREFIX.length)}${suffix}` : `, ${suffix}`
    last = breaks ? PREFIX.length + suffix.length : last + suffix.length + 2
  }
  return text
}

// How one number is written depends on all of them: every number is as wide as the widest.
function formatter(values) {
  const counted = Array.from(values).filter((value) => Number.isFinite(value) && value !== 0)
  const write = notation(counted.map(Math.abs))
  const width = Math.max(1, ...counted.map((value) => write(value).length))
  return { width, write: (value) => (named(value) ?? write(value)).padStart(width) }
}

function notation(sizes) {
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  if (sizes.length && (most / least > 1000 || most > 1e8 || least < 1e-4)) return scientific
  return sizes.every(Number.isInteger) ? (value) => `${fixed(value, 0)}.` : (value) => fixed(value, DIGITS)
}

function scientific(value) {
  const [mantissa, power] = exponential(value).split("e")
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, "0")}`
}

function named(value) {
  if (Number.isNaN(value)) return "nan"
  return Number.isFinite(value) ? null : value > 0 ? "inf" : "-inf"
}

function sign(value) {
  return value < 0 || Object.is(value, -0) ? "-" : ""
}

// JavaScript rounds a tie up, Python to the even digit.
function fixed(value, digits) {
  const size = Math.abs(value)
  return sign(value) + (tied(size.toFixed(100), digits) ? evened(size, digits) : size.toFixed(digits))
}

function evened(size, digits) {
  const scale = 10 ** digits
  const below = Math.floor(size * scale)
  return ((below % 2 === 0 ? below : below + 1) / scale).toFixed(digits)
}

function exponential(value) {
  const size = Math.abs(value)
  const [mantissa, power] = size.toExponential(100).split("e")
  if (!tied(mantissa, DIGITS)) return sign(value) + size.toExponential(DIGITS)
  const even = evened(Number(mantissa), DIGITS)
  // 9.99995 becomes the next power of ten, as JavaScript's own rounding up does.
  return sign(value) + (even.startsWith("10") ? size.toExponential(DIGITS) : `${even}e${power}`)
}

// Whether what follows the last digit that is written is exactly a half of it.
function tied(decimals, digits) {
  const [, after] = decimals.split(".")
  return after[digits] === "5" && /^0*$/.test(after.slice(digits + 1))
}
