// Shows the run that lies in this file, without a server: what the player would ask of one is
// answered here, or not offered.

import { unpack } from "./loading.mjs"
import { show } from "./player.mjs"

const parentElement = document.querySelector("main")
const data = await unpack("message")

const answers = { view }

function setTriggerValue(name, value) {
  answers[name]?.(value)
}

// A server would draw the surface anew, and finer; here it is looked at more closely.
let whole = null

function view(wanted) {
  const plot = parentElement.querySelector(".gd-surface")
  const button = parentElement.querySelector(".gd-whole")
  button.hidden = wanted === "whole"
  const ranges = wanted === "whole" ? whole : rangesOf(wanted)
  const { xaxis, yaxis } = plot.layout
  const shown = { "xaxis.range": xaxis.range, "yaxis.range": yaxis.range }
  // A drag has changed them already, and a change of them comes here, too.
  if (JSON.stringify(ranges) !== JSON.stringify(shown)) window.Plotly.relayout(plot, ranges)
}

function rangesOf([x0, x1, y0, y1]) {
  return { "xaxis.range": [x0, x1], "yaxis.range": [y0, y1] }
}

function present() {
  return show({ parentElement, data, setTriggerValue, offline: true })
}

await present()
const { xaxis, yaxis } = parentElement.querySelector(".gd-surface").layout
whole = { "xaxis.range": [...xaxis.range], "yaxis.range": [...yaxis.range] }
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", present)
