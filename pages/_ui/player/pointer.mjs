// What lies under the pointer: what is said beside it is what a click does, for both ask here.

import { number as written } from "./digits.mjs"
import { number } from "./readout.mjs"
import { Tip } from "./tip.mjs"
import { SLACK } from "./track.mjs"
import { reading } from "./view.mjs"

// Pixels within which a recorded point is the one that is pointed at.
const REACH = 6

export class Pointer {
  constructor(player) {
    this.player = player
    this.tips = { surface: new Tip(player.parts.surface), loss: new Tip(player.parts.loss) }
  }

  // Where on the clock a place of the loss curve is: at the recorded point nearest to it.
  time({ x }) {
    const { head } = this.player
    return Math.max(0, Math.min(head.last, head.snap(x)))
  }

  // A place of the map, to the last digit that a pixel tells apart.
  landing({ x, y }) {
    const axes = this.player.surface.axes()
    return { x: told(x, axes.x), y: told(y, axes.y) }
  }

  // The pointer is at a place of the loss picture, or has left it (null).
  overLoss(place) {
    const { bet } = this.player
    if (!place || bet.open) return this.tips.loss.hide()
    this.tips.loss.say(this.lossLines(this.time(place)), place)
  }

  overSurface(place) {
    // Marks that have words of their own say them.
    if (!place || place.taken) return this.tips.surface.hide()
    this.tips.surface.say(this.surfaceLines(place), place)
  }

  // The ring where the first run starts is something to drag.
  overStart(place) {
    if (place) this.tips.surface.say([...this.where(place), "Drag the ring to start elsewhere."], place)
  }

  lossLines(time) {
    const { scene, tracks } = this.player
    const losses = tracks.map((track) => named(tracks, track, `loss ${lossWords(track.loss[at(track, time)])}`))
    return [reading(time, scene.clock), ...losses, ...this.batchLine(time), ...this.bandLines(time)]
  }

  batchLine(time) {
    const [track] = this.player.tracks
    const index = at(track, time)
    return track.batchLoss && index < track.end ? [`its batch's loss ${lossWords(track.batchLoss[index])}`] : []
  }

  bandLines(time) {
    const medians = this.player.scene.loss.data.filter(({ meta, hovertemplate }) => meta.role === "band" && hovertemplate)
    return medians.map(({ x, y }) => `median of the seeds ${lossWords(y[nearest(x, time)])}`)
  }

  where(place) {
    const landing = this.landing(place)
    const [across, up] = this.player.scene.plane.labels
    return [`${across} ${short(landing.x)}, ${up} ${short(landing.y)}`, `loss ${lossWords(this.player.lossAt(landing))}`]
  }

  surfaceLines(place) {
    return [...this.where(place), ...this.passing(place), ...this.does()]
  }

  // What a click on the map does. Without a server nothing starts.
  does() {
    const { bet, offline } = this.player
    if (bet.open) return bet.bet.place ? ["Click to bet on this place."] : []
    return offline ? [] : ["Click to start here."]
  }

  // The recorded point of a run under the pointer, if there is one.
  passing({ px, py }) {
    const { tracks, surface, bet } = this.player
    if (bet.open) return []
    const axes = surface.axes()
    const far = (x, y) => Math.hypot(axes.x.pixel(x) - px, axes.y.pixel(y) - py)
    const found = tracks.map((track) => ({ track, ...closest(track, far) })).filter(({ distance }) => distance < REACH)
    const steps = found.map(({ track, index }) => named(tracks, track, `here at step ${track.step[index]}`))
    return [...steps, ...this.outside(far)]
  }

  // A mark on the edge stands for a point outside.
  outside(far) {
    const { scene, tracks } = this.player
    const words = ({ meta, customdata }, i) => {
      const [index, x, y] = customdata[i]
      return named(tracks, tracks[meta.run], `outside the picture at step ${tracks[meta.run].step[index]}: (${short(x)}, ${short(y)})`)
    }
    const edges = scene.surface.data.filter(({ meta }) => meta.role === "edge")
    return edges.flatMap((edge) => Array.from(edge.x, (x, i) => [far(x, edge.y[i]), i]).filter(([away]) => away < REACH).slice(0, 1).map(([, i]) => words(edge, i)))
  }

  hide() {
    for (const tip of Object.values(this.tips)) tip.hide()
  }
}

const at = (track, time) => track.at(time + SLACK).index
const named = (tracks, { name }, text) => (tracks.length > 1 ? `${name}: ${text}` : text)
const lossWords = (value) => (value === 0 ? "exactly 0" : Number.isFinite(value) ? number(value) : "without a value")
const short = (value) => written(value, 6)

// A value in the largest power of ten that a pixel of its axis does not exceed.
function told(value, axis) {
  const unit = 10 ** Math.floor(Math.log10(Math.abs(axis.value(1) - axis.value(0))))
  return Number((Math.round(value / unit) * unit).toPrecision(12))
}

function closest({ x, y, end }, far) {
  let best = { index: 0, distance: Infinity }
  for (let index = 0; index <= end; index++) {
    const distance = far(x[index], y[index])
    if (distance < best.distance) best = { index, distance }
  }
  return best
}

// The place of the value nearest to `wanted`.
function nearest(values, wanted) {
  let best = 0
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i] - wanted) < Math.abs(values[best] - wanted)) best = i
  return best
}
