// What the canvases show: every run at the playhead, on the surface and on the loss curve.

import { drawArrow, drawBet, drawBranch, drawDots, drawGhost, drawHead, drawLine, drawOutside, drawUpright } from "./draw.mjs"
import { between } from "./track.mjs"

// `shown` is { scene, tracks, time, resting, pointed, spot }: at rest Plotly holds the lines,
// `pointed` is a time that the mouse points at, `spot` a place that someone bets on, `stepless(place)`
// says that a panel shows where the run in this place steps next.
export function paintSurface(context, axes, shown) {
  shown.tracks.forEach((track, place) => paintTrack(context, axes, track, { ...shown, steps: !shown.stepless?.(place) }))
  paintBranch(context, axes, shown)
  if (shown.spot) drawBet(context, axes, shown.spot)
}

// Where the first run goes its own way, once it has come that far.
function paintBranch(context, axes, { scene, tracks, time }) {
  if (!scene.branch) return
  const [{ x, y, step, clock }] = tracks
  const point = step.findIndex((recorded) => recorded >= scene.branch)
  if (point >= 0 && clock[point] <= time) drawBranch(context, axes, x[point], y[point])
}

function paintTrack(context, axes, track, { scene, time, resting, pointed, steps }) {
  const { x, y, color } = track
  const place = track.at(time)
  const here = { x: between(x, place), y: between(y, place) }
  if (!resting) {
    drawLine(context, axes, x, y, place, { color, width: 1.5, opacity: axes.weight > 1 ? 0.85 : 0.6 })
    drawLine(context, axes, x, y, place, { color, width: 2.5, since: place.index - scene.trail })
    drawDots(context, axes, x, y, Math.min(scene.firstSteps, place.index + 1), color)
  }
  const next = place.index + 1
  if (steps && next <= track.end) drawArrow(context, axes, here, { x: x[next], y: y[next] })
  const outside = drawOutside(context, axes, here.x, here.y, color)
  if (!resting && !outside) drawHead(context, axes, here.x, here.y, track)
  if (pointed != null) {
    const { index } = track.at(pointed)
    drawGhost(context, axes, x[index], y[index])
  }
}

export function paintLoss(context, axes, { tracks, time, resting }, lineColor) {
  drawUpright(context, axes, time, lineColor)
  if (resting) return
  for (const track of tracks) {
    const place = track.at(time)
    drawLine(context, axes, track.clock, track.loss, place, { color: track.color, dash: track.dash })
    drawHead(context, axes, between(track.clock, place), between(track.loss, place), track)
  }
}
