// What each picture shows at a moment, for those who do not see it.

import { number as short } from "./digits.mjs"
import { SLACK } from "./track.mjs"

export function surfaceWords({ plane, branch }, tracks, time) {
  const [across, up] = plane.labels
  const where = (track) => {
    const { index } = track.at(time + SLACK)
    return `loss ${short(track.loss[index])}, at ${across} ${short(track.x[index])}, ${up} ${short(track.y[index])}`
  }
  const parting = branch ? `; they part at step ${branch}` : ""
  return `Loss surface over ${across}, ${up}: ${each(tracks, time, where)}${parting}`
}

export function lossWords({ clock }, tracks, time) {
  const sofar = (track) => {
    const { index } = track.at(time + SLACK)
    return `from loss ${short(track.loss[0])} to ${short(track.loss[index])}`
  }
  return `Loss over the ${clock}: ${each(tracks, time, sofar)}`
}

function each(tracks, time, told) {
  const step = (track) => `step ${track.step[track.at(time + SLACK).index]} of ${track.step[track.end]}`
  if (tracks.length === 1) return `${step(tracks[0])}, ${told(tracks[0])}`
  return tracks.map((track) => `${track.name}, ${step(track)}, ${told(track)}`).join("; ")
}
