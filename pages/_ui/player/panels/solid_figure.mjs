// The 3D picture as Plotly has it: the surface, and every run's path, start and present point.

import { linearTicks } from "./axis_ticks.mjs"
import { presenting, typeSize } from "./enlarged.mjs"
import { between } from "./track.mjs"

export const MOVING = ["path", "now"]
const IN_3D = ["circle", "square", "diamond", "cross"]
// A path is drawn with so many of its points at most: more would not be seen.
const MOST_POINTS = 300
const LARGE_TICKS = 0.75

export function figureOf(scene, tracks, relief, time, element, camera) {
  relief.follow(time)
  const moving = movingOf(tracks, relief, time)
  const data = [surface(relief)]
  tracks.forEach((track, run) => {
    const [path, now] = moving.slice(2 * run, 2 * run + 2)
    data.push(line(track, run, path), start(track, run, relief), point(track, run, now))
  })
  return { data, layout: layout(scene, relief, element, camera) }
}

// The path so far and the present point of each run, one after the other.
export function movingOf(tracks, relief, time) {
  return tracks.flatMap((track) => {
    const place = track.at(time)
    const here = [between(track.x, place), between(track.y, place)]
    const indices = thinned(place.index)
    const xs = [...indices.map((i) => track.x[i]), here[0]]
    const ys = [...indices.map((i) => track.y[i]), here[1]]
    return [relief.draped(xs, ys), relief.line(here.slice(0, 1), here.slice(1))]
  })
}

// The points 0..last, evenly thinned to what a picture needs; the first steps are the long ones.
function thinned(last) {
  if (last < MOST_POINTS) return Array.from({ length: last + 1 }, (_, i) => i)
  const half = MOST_POINTS / 2
  return Array.from({ length: MOST_POINTS }, (_, i) => (i < half ? i : Math.round(half + ((i - half) / (half - 1)) * (last - half))))
}

function surface({ x, y, z, low, high, heights, contours }) {
  const { end, size } = contours
  // At the floor of the colours, where the ground is flat, a line would break up.
  const start = contours.start + (contours.start - low < 1.5 * size ? size : 0)
  const lines = { show: true, start, end, size, color: "rgba(255,255,255,0.35)", width: 1, highlight: false }
  return {
    type: "surface",
    meta: { role: "surface" },
    ...{ x, y, z, cmin: low, cmax: high },
    colorscale: heights.colorscale,
    showscale: false,
    lighting: { ambient: 0.72, diffuse: 0.5, specular: 0.08, roughness: 0.9 },
    contours: { z: lines, x: { highlight: false }, y: { highlight: false } },
    hoverinfo: "skip",
  }
}

function line({ name, color }, run, place) {
  const width = presenting() ? 9 : 6
  return { type: "scatter3d", mode: "lines", meta: { role: "path", run }, name, ...place, line: { color, width }, hoverinfo: "skip" }
}

// Plotly has fewer markers in 3D.
const shape = (symbol) => (IN_3D.includes(symbol) ? symbol : "circle")

function start({ name, color, symbol, x, y }, run, relief) {
  const marker = { color, size: presenting() ? 9 : 6, symbol: `${shape(symbol)}-open`, line: { color, width: 3 } }
  return { type: "scatter3d", mode: "markers", meta: { role: "start", run }, name, ...relief.line(x.slice(0, 1), y.slice(0, 1)), marker, hoverinfo: "skip" }
}

function point({ name, color, symbol }, run, place) {
  const marker = { color, size: presenting() ? 12 : 8, symbol: shape(symbol), line: { color: "#ffffff", width: 2 } }
  return { type: "scatter3d", mode: "markers", meta: { role: "now", run }, name, ...place, marker, hoverinfo: "skip" }
}

function layout({ plane }, { low, high, heights, x, y }, element, camera) {
  const style = getComputedStyle(element)
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback
  const [color, grid] = [read("--st-text-color", "#222"), read("--st-border-color", "#ccc")]
  const font = { family: read("--st-font", "sans-serif"), color, size: presenting() ? typeSize() : 12 }
  // In 3D, Plotly draws an axis's numbers larger than its name.
  const ticks = presenting() ? { ...font, size: LARGE_TICKS * font.size } : font
  const axis = (text, range, more = {}) => ({
    title: { text, font },
    range,
    ...{ color, gridcolor: grid, zerolinecolor: grid, tickfont: ticks, nticks: presenting() ? 4 : 6 },
    ...linearTicks(range),
    ...{ showbackground: false, showspikes: false, ...more },
  })
  const short = (label) => label.replace(" random direction", " direction").replace(" principal direction", " direction")
  const { tickvals, ticktext } = heights.colorbar
  return {
    uirevision: "kept",
    font,
    ...{ paper_bgcolor: "rgba(0,0,0,0)", showlegend: false, hovermode: false },
    margin: { l: 0, r: 0, t: 0, b: 0 },
    scene: {
      xaxis: axis(short(plane.labels[0]), [x[0], x.at(-1)]),
      yaxis: axis(short(plane.labels[1]), [y[0], y.at(-1)]),
      zaxis: axis("loss", [low, high + 0.05 * (high - low)], { tickvals, ticktext }),
      aspectmode: "manual",
      aspectratio: { x: 1, y: 1, z: 0.62 },
      camera,
      dragmode: "orbit",
    },
  }
}
