// Streamlit's theme, on Plotly's figures.

import { enlarged, presenting } from "./enlarged.mjs"

// A player narrower than this is a phone's.
export const COMPACT_WIDTH = 480

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
    modebar: { bgcolor: "rgba(0,0,0,0)", color: line, activecolor: text },
    hoverlabel: { bgcolor: read("--st-background-color", "#fff"), bordercolor: line, font: { color: text, family: font } },
  }
  if (compact) Object.assign(layout, shortened(layout))
  const inked = lightPage(style) ? figure.data.map(onWhite) : figure.data
  const data = compact ? inked.map(narrow) : inked
  // Where a finger scrolls the page, a drag must not draw a zoom box.
  if (matchMedia("(pointer: coarse)").matches) layout.dragmode = false
  return presenting() ? enlarged({ data, layout }, element.dataset.layout === "network") : { data, layout }
}

// What is drawn straight on the page goes by: the colour of text, and whether the page is white or nearly.
export function pageLook(element) {
  const style = getComputedStyle(element)
  return { lineColor: style.color, light: lightPage(style) }
}

function lightPage(style) {
  const shown = style.getPropertyValue("--st-background-color").trim()
  const hex = shown.match(/^#(..)(..)(..)/)
  const parts = hex ? hex.slice(1).map((part) => parseInt(part, 16)) : (shown.match(/[\d.]+/g) ?? [255]).slice(0, 3).map(Number)
  return parts.reduce((sum, part) => sum + part) / parts.length > 128
}

// A run that is drawn straight on the page has an ink for a white one.
function onWhite(trace) {
  const { ink } = trace.meta
  if (!ink) return trace
  const { line, marker } = trace
  return { ...trace, ...(line && { line: { ...line, color: ink } }), ...(marker && { marker: { ...marker, color: ink } }) }
}

// On a phone the line above the loss curve has to say what its axes are.
function shortened({ xaxis, yaxis }) {
  if (yaxis.title.text !== "loss") return {}
  return {
    xaxis: { ...xaxis, title: { ...xaxis.title, text: xaxis.title.text.split(" (")[0] } },
    yaxis: { ...yaxis, title: undefined, ...(yaxis.dtick && { dtick: undefined, nticks: 5 }) },
  }
}

// On a phone the colour bar gives its width to the picture; contours and hover tell the height.
function narrow(trace) {
  return trace.meta.role === "surface" ? { ...trace, showscale: false } : trace
}
