// Four digits that count, without zeros behind them.

export function digits(value) {
  const size = Math.abs(value)
  const long = value !== 0 && (size < 1e-3 || size >= 1e5)
  const text = long ? value.toExponential(2).replace("e+", "e") : String(Number(value.toPrecision(4)))
  return text.replaceAll("-", "−")
}
