// A small map of the loss on one plane, with the runs on it as they are at the playhead.

import { drawHead, drawLine } from "./draw.mjs"
import { Ground } from "./ground.mjs"
import { drawStart } from "./symbols.mjs"
import { between, Track } from "./track.mjs"

const RING = 5

export class SliceMap {
  constructor(label) {
    this.element = document.createElement("div")
    this.element.className = "gd-slice-map"
    this.element.setAttribute("role", "img")
    this.element.setAttribute("aria-label", label)
    this.ground = document.createElement("canvas")
    this.runs = document.createElement("canvas")
    this.element.append(this.ground, this.runs)
  }

  // `map` has the plane as `axes`, and Plotly's traces of the heights and their contours.
  show({ axes, heights, contours }, scene, tracks) {
    Object.assign(this, { heights, painter: new Ground(heights, contours) })
    this.tracks = tracks.map((track) => new Track(track, axes, scene.clock))
    this.fit()
  }

  // Takes the size of the element; says whether there is one.
  fit() {
    const { clientWidth: width, clientHeight: height } = this.element
    if (!width || !this.heights) return false
    const scale = devicePixelRatio || 1
    for (const canvas of [this.ground, this.runs]) {
      Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) })
      canvas.getContext("2d").setTransform(scale, 0, 0, scale, 0, 0)
    }
    const { x, y } = this.heights
    this.axes = { x: line(x, width, false), y: line(y, height, true), weight: 1 }
    this.lay(this.heights)
    return true
  }

  // Paints heights {x, y, z} as the ground.
  lay(grid) {
    const context = this.ground.getContext("2d")
    const at = { x: this.axes.x.pixel, y: this.axes.y.pixel }
    this.painter.paint(context, grid, at)
  }

  // Paints the runs at a time; `more(context, axes)` what else lies there, below them.
  update(time, more = () => {}) {
    if (!this.axes) return
    const context = this.runs.getContext("2d")
    const { axes } = this
    context.clearRect(0, 0, axes.x.size, axes.y.size)
    more(context, axes)
    for (const track of this.tracks) {
      const { x, y, color } = track
      const place = track.at(time)
      drawLine(context, axes, x, y, place, { color, width: 2 })
      drawStart(context, axes, x[0], y[0], track)
      drawHead(context, axes, between(x, place), between(y, place), track)
    }
  }
}

// An open circle at a place.
export function ring(context, axes, x, y, { color, radius = RING }) {
  context.beginPath()
  context.arc(axes.x.pixel(x), axes.y.pixel(y), radius, 0, 2 * Math.PI)
  context.strokeStyle = color
  context.lineWidth = 2
  context.stroke()
}

function line(values, size, upward) {
  const [low, high] = [values[0], values.at(-1)]
  const slope = size / (high - low)
  return { from: 0, size, pixel: upward ? (v) => size - (v - low) * slope : (v) => (v - low) * slope }
}
