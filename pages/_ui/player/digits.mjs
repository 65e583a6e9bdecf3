// Numbers in prose: one style, and as many digits as tell what is being said. The twin of digits.py.
//
// Plain between a ten-thousandth and a million, else with a power of ten; a true minus; no digit in
// front of the point is ever rounded away.

// More digits than these tell no two float32 apart.
const MOST = 9

const RAISED = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((sign, digit) => [digit, sign])) }

// `value` with `digits` that count; `zeros` stay behind them where digits shall not jump.
export function number(value, digits = 4, zeros = false) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "no number" : value < 0 ? "−∞" : "∞"
  if (value === 0) return "0"
  const [mantissa, power] = Math.abs(value).toExponential(digits - 1).split("e")
  const exponent = Number(power)
  const text = exponent >= -4 && exponent < 6 ? plain(Math.abs(value), digits - 1 - exponent, zeros) : powered(mantissa, exponent, zeros)
  return value < 0 ? `−${text}` : text
}

function plain(size, places, zeros) {
  return shortened(size.toFixed(Math.max(0, places)), zeros)
}

function powered(mantissa, exponent, zeros) {
  const ten = `10${[...String(exponent)].map((sign) => RAISED[sign]).join("")}`
  const front = shortened(mantissa, zeros)
  return front === "1" ? ten : `${front} × ${ten}`
}

const shortened = (text, zeros) => (zeros || !text.includes(".") ? text : text.replace(/\.?0+$/, ""))

// `one` and `other` with at least `digits`, and as many more as tell them apart.
export function apart(one, other, digits = 4) {
  return distinct([one, other], digits)
}

// `values` with at least `digits` each, and as many more as tell apart all that differ.
export function distinct(values, digits = 4) {
  for (let count = digits; count <= MOST; count++) {
    const texts = values.map((value) => number(value, count))
    if (new Set(texts).size >= new Set(values).size) return texts
  }
  return values.map((value) => number(value, digits))
}

// `value` with as many digits as tell it from `goal`, where it is going or what it is held against.
export function toward(value, goal, digits = 4) {
  return apart(value, goal, digits)[0]
}

// `share` in percent: "100 %" is all, and "0 %" none, to the last one.
export function percent(share, digits = 2) {
  let text
  for (let count = digits; count <= MOST; count++) {
    text = number(100 * share, count)
    if ((text !== "0" && text !== "100") || share === 0 || share === 1) break
  }
  return `${text}\u00a0%`
}

export function minus(text) {
  return text.replaceAll("-", "−")
}
