// A slice that follows the point: the two weights of the picture vary, and all the others are held
// as the first run has them at the time shown. While that moves, the canvas draws it.

import { Ground } from "./ground.mjs"
import { lifted } from "./landscape.mjs"
import { drawStart } from "./symbols.mjs"
import { between } from "./track.mjs"

// While it moves, so many products a picture are computed: where the whole grid takes more, about every
// other point of it is enough.
const MOST_PRODUCTS = 200_000
const [LOWEST, HIGHEST] = [1e-6, 3.4e38]

export class Following {
  // What `scene` draws as its surface is replaced by the slice at the time shown.
  constructor(scene, tracks, landscape) {
    this.landscape = landscape
    this.axes = scene.plane.axes
    this.tracks = tracks
    const find = (role) => scene.surface.data.find(({ meta }) => meta.role === role)
    this.traces = [find("surface"), find("contours")]
    this.indices = this.traces.map((trace) => scene.surface.data.indexOf(trace))
    this.held = null
  }

  // The plane through the first run's point at a time, or at the last recorded point before it.
  plane(time, recorded = false) {
    const [track] = this.tracks
    const { index, part } = track.at(time)
    const point = track.params.map((column) => between(column, { index, part: recorded ? 0 : part }))
    const origin = point.map((value, p) => (this.axes.some((axis) => axis[p] !== 0) ? 0 : value))
    return { origin, axes: this.axes }
  }

  // All parameters at the place (x, y) of the slice at a time.
  lift(time, x, y) {
    return lifted(this.plane(time), x, y)
  }

  // The height that the slice has under a track at its last recorded point before a time.
  height(time, track) {
    const { index } = track.at(time)
    // Through the first run's point it goes itself.
    if (track === this.tracks[0]) return track.loss[index]
    return this.landscape.under(this.plane(time, true), track, index)
  }

  // The slice's losses on a grid, on all samples or on those of a batch.
  losses(time, xs, ys, batch) {
    return this.landscape.over(this.plane(time), xs, ys, batch)
  }

  // The logarithms of the slice's losses on a grid.
  grid(time, xs, ys) {
    return logarithms(this.losses(time, xs, ys))
  }

  // Draws the slice at a time into the scene's figure, in all its detail; gives what of Plotly's
  // traces that changes.
  draw(time) {
    const [heights, contours] = this.traces
    const losses = this.losses(time, heights.x, heights.y)
    heights.z = contours.z = logarithms(losses)
    heights.customdata = losses.map((row) => Array.from(row))
    return [{ z: [heights.z, heights.z], customdata: [heights.customdata, null] }, this.indices]
  }

  // Paints the slice at a time, unless that is the one that Plotly holds.
  paint(context, axes, time) {
    if (time === this.held) return
    const [heights, contours] = this.traces
    this.ground ??= new Ground(heights, contours)
    const products = heights.x.length * heights.y.length * this.landscape.products
    const [x, y] = products > MOST_PRODUCTS ? [thinned(heights.x), thinned(heights.y)] : [heights.x, heights.y]
    const z = this.grid(time, x, y)
    const at = { x: axes.x.pixel, y: axes.y.pixel }
    this.ground.paint(context, { x, y, z }, at)
    // What Plotly has there is covered.
    for (const track of this.tracks) drawStart(context, axes, track.x[0], track.y[0], track)
  }
}

const height = (loss) => Math.log10(Math.max(LOWEST, Math.min(loss, HIGHEST)))
const logarithms = (losses) => losses.map((row) => row.map(height))

// About every other value, and both ends.
function thinned(values) {
  const count = Math.ceil(values.length / 2)
  const step = (values.at(-1) - values[0]) / (count - 1)
  return Float32Array.from({ length: count }, (_, i) => values[0] + i * step)
}
