// The curve L(w): polynomials by pieces, as gd_core.curves defines and evaluates them, to the bit.

function pieceAt(curve, w) {
  let index = 0
  while (index < curve.breaks.length && curve.breaks[index] < w) index += 1
  return curve.pieces[index]
}

// Horner's rule for the loss and its slope at once.
export function at(curve, w) {
  const piece = pieceAt(curve, w)
  let loss = 0
  let slope = 0
  for (let power = piece.length - 1; power >= 0; power--) {
    slope = slope * w + loss
    loss = loss * w + piece[power]
  }
  return { loss, slope }
}

export function stepFrom(curve, w, rate) {
  return w - rate * at(curve, w).slope
}

// Slopes below this share of the steepest in the picture count as level.
const LEVEL = 1e-3
// How far to look around level ground, to tell a valley floor from a ridge.
const NEAR = 0.02

// What kind of place w is: "flat" for ever, "outside" the picture, a level "valley" or "ridge", or a "slope".
export function placeOf(curve, w) {
  if (pieceAt(curve, w).length === 1) return "flat"
  if (!(w >= curve.low && w <= curve.high)) return "outside"
  const { loss, slope } = at(curve, w)
  const steepest = Math.max(...[curve.low, curve.high].map((edge) => Math.abs(at(curve, edge).slope)))
  if (Math.abs(slope) > LEVEL * steepest) return "slope"
  const near = NEAR * (curve.high - curve.low)
  return at(curve, w - near).loss > loss && at(curve, w + near).loss > loss ? "valley" : "ridge"
}

// The valley whose floor is nearest to w, as an index into curve.valleys.
export function valleyOf(curve, w) {
  const away = curve.valleys.map((floor) => Math.abs(floor - w))
  return away.indexOf(Math.min(...away))
}

// Points along the whole picture, and every break, for drawing.
export function outline(curve, count) {
  const width = curve.high - curve.low
  const ws = Array.from({ length: count + 1 }, (_, i) => curve.low + (i * width) / count)
  const inside = curve.breaks.filter((w) => w > curve.low && w < curve.high)
  return [...ws, ...inside].sort((a, b) => a - b).map((w) => ({ w, loss: at(curve, w).loss }))
}
