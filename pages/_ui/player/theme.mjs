// Streamlit's theme, on Plotly's figures.

import { enlarged, MOST_TICKS, presenting } from "./enlarged.mjs"

// A player narrower than this is a phone's.
export const COMPACT_WIDTH = 480
const TICKS = { usual: 7, compact: 5 }

export function themed(figure, element, compact) {
  const style = getComputedStyle(element)
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback
  const text = read("--st-text-color", "#222")
  const line = read("--st-border-color", "#ccc")
  const font = read("--st-font", "sans-serif")
  const axis = (own) => ({ ...own, color: text, gridcolor: line, linecolor: line, tickcolor: line })
  const layout = {
    ...figure.layout,
    font: { size: compact ? 11 : 13, color: text, family: font },
    margin: compact ? { ...figure.layout.margin, l: 46, b: 40 } : figure.layout.margin,
    xaxis: axis(figure.layout.xaxis),
    yaxis: axis(figure.layout.yaxis),
    hoverlabel: { bgcolor: read("--st-background-color", "#fff"), bordercolor: line, font: { color: text, family: font } },
  }
  if (compact) Object.assign(layout, shortened(layout))
  const data = compact ? figure.data.map(narrow) : figure.data
  // Where a finger scrolls the page, a drag must not draw a zoom box.
  if (matchMedia("(pointer: coarse)").matches) layout.dragmode = false
  if (!presenting()) return ticked({ data, layout }, compact ? TICKS.compact : TICKS.usual)
  return ticked(enlarged({ data, layout }, element.dataset.layout === "network"), MOST_TICKS)
}

// How many ticks a logarithmic axis has at most.
const ticked = ({ data, layout }, most) => ({ data, layout: { ...layout, meta: { ...layout.meta, most } } })

// What is drawn straight on the page goes by: the colour of text.
export function pageLook(element) {
  return { lineColor: getComputedStyle(element).color }
}

// On a phone the line above the loss curve has to say what its axes are.
function shortened({ xaxis, yaxis }) {
  if (yaxis.title.text !== "loss") return {}
  return {
    xaxis: { ...xaxis, title: { ...xaxis.title, text: xaxis.title.text.split(" (")[0] } },
    yaxis: { ...yaxis, title: undefined },
  }
}

// On a phone the colour bar gives its width to the picture; contours and hover tell the height.
function narrow(trace) {
  return trace.meta.role === "surface" ? { ...trace, showscale: false } : trace
}
