// The ticks of a figure's axes, written as all numbers are.

import { logTicks } from "./log_ticks.mjs"
import { ticks } from "./sketch_frame.mjs"

const AXES = ["xaxis", "yaxis"]
// Where Plotly would write letters, "10k" or "5μ"; between these sizes it writes plain numbers.
const [SMALLEST, LARGEST] = [1.1e-3, 9.7e3]
// About so many ticks.
const MOST = 4

// `figure` with ticks that are written out where Plotly would write them in another way.
export function ticked({ data, layout }) {
  const axes = AXES.filter((name) => layout[name]?.range).map((name) => [name, { ...layout[name], ...ticksOf(layout[name], layout.meta) }])
  return { data, layout: { ...layout, ...Object.fromEntries(axes) } }
}

// What `relayout` has to change for the ranges that `axes` have now.
export function retick(axes, meta) {
  return Object.assign({}, ...AXES.map((name) => changes(name, axes[name], meta)))
}

// Whether a change of the layout is one of ticks alone.
export const ofTicks = (change) => Object.keys(change).every((key) => key.includes(".tick"))

export function linearTicks(range) {
  const size = Math.max(...range.map(Math.abs))
  if (size > SMALLEST && size < LARGEST) return null
  const marks = ticks(range, MOST, 1)
  return { tickmode: "array", tickvals: marks.map(([value]) => value), ticktext: marks.map(([, text]) => text) }
}

function ticksOf({ type, range }, { most, floor } = {}) {
  return type === "log" ? logTicks(range, most, floor) : linearTicks(range)
}

function changes(name, axis, meta) {
  const { tickvals, ticktext } = ticksOf(axis, meta) ?? {}
  if (String(tickvals) === String(axis.tickvals)) return {}
  return tickvals ? { [`${name}.tickmode`]: "array", [`${name}.tickvals`]: tickvals, [`${name}.ticktext`]: ticktext } : { [`${name}.tickmode`]: "auto" }
}
