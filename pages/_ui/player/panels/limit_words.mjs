// What a learning rate does on ground of a given curvature, in words.

import { number, percent as inPercent } from "./digits.mjs"

// `zones` are [word, upper end of eta lambda], the last without an end. Null where nothing bends upwards.
export function zoneOf(zones, rate, curvature) {
  if (!(curvature > 0)) return null
  return zones.length === 0 ? null : zones.find(([, end]) => end === null || rate * curvature <= end)[0]
}

// The zones where the optimizer's `reach` bounds eta lambda: of plain descent `plain`, else two. None without a bound.
export function zonesOf(plain, reach) {
  if (!Number.isFinite(reach)) return []
  return reach === 2 ? plain : [["settles", reach], ["blows up", null]]
}

// What a rate does with an optimizer that is not plain descent.
export function toldOf(reach, rate, curvature, seen) {
  if (!(curvature > 0)) return told(null)
  if (Number.isFinite(reach)) return `The rate is ${percent((rate * curvature) / reach)} of what this optimizer can take along the steepest direction.`
  const change = "Each parameter has a learning rate of its own, which changes with the gradients: the curvature sets no fixed limit."
  return Number.isFinite(seen) ? `${change} With the present rates, rate times curvature is at most ${short(seen)}.` : change
}

// How the steepest direction takes a step: it leaves 1 - eta lambda of the distance to its floor.
export function told(zone, rate, curvature) {
  const reach = rate * curvature
  if (zone === null) return "The ground bends upwards nowhere here: a step cannot go too far."
  if (reach <= 1) return `A step goes ${percent(reach)} of the way to the lowest point of the steepest direction.`
  const beyond = `A step goes ${percent(reach - 1)} too far along the steepest direction`
  return reach <= 2 ? `${beyond}, and still ends nearer to the lowest point there.` : `${beyond}: it ends further from the lowest point there.`
}

export function percent(share) {
  return inPercent(share, share >= 1 ? 3 : 2)
}

// As many digits as count, without zeros behind them.
export function short(value, digits = 4) {
  return Number.isNaN(value) ? "–" : number(value, digits)
}
