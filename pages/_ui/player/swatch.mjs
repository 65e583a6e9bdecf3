// A run's mark beside its name: the marker that it has in the pictures, in its colour.

import { CORNERS } from "./symbols.mjs"

const SVG = "http://www.w3.org/2000/svg"

export function swatch({ color, symbol }) {
  const mark = document.createElementNS(SVG, "svg")
  mark.setAttribute("class", "gd-swatch")
  mark.setAttribute("viewBox", "-10 -10 20 20")
  mark.setAttribute("aria-hidden", "true")
  mark.dataset.symbol = symbol
  mark.append(shape(symbol))
  mark.style.color = color
  return mark
}

function shape(symbol) {
  const corners = CORNERS[symbol]
  const made = document.createElementNS(SVG, corners ? "polygon" : "circle")
  if (corners) made.setAttribute("points", corners.map((corner) => corner.join(",")).join(" "))
  else made.setAttribute("r", "7.5")
  return made
}
