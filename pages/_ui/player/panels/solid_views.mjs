// From where the 3D picture is looked at.

const DISTANCE = 1.38
const HEIGHT = 1.22
const WIDE = 1.25
const FOR_TYPE = 1.12
const STEP = Math.PI / 12
const UP = { x: 0, y: 0, z: 1 }
const CENTER = { x: 0, y: 0, z: -0.18 }

// How much further away a picture of these proportions has to be looked at from, to be seen whole;
// large type takes some of its room.
export function away(width, height, large) {
  return Math.max(1, WIDE / (width / height)) * (large ? FOR_TYPE : 1)
}

// Across the way from start to end, so that it is seen in profile; of the two sides the one with
// less before it.
export function firstView(relief, [track], times) {
  const along = angleOf(relief, track)
  const sides = [along - Math.PI / 2, along + Math.PI / 2]
  const [low] = sides.sort((a, b) => before(relief, a) - before(relief, b))
  return from(DISTANCE * Math.cos(low), DISTANCE * Math.sin(low), HEIGHT, times)
}

export function fromAbove(times) {
  return from(0, -0.01, 1.75, times)
}

const from = (x, y, z, times) => ({ eye: { x: times * x, y: times * y, z: times * z }, center: CENTER, up: UP })

// A camera, so many steps further round.
export function turned(camera, steps) {
  const { x, y, z } = camera.eye
  const [sin, cos] = [Math.sin(steps * STEP), Math.cos(steps * STEP)]
  return { ...camera, eye: { x: cos * x - sin * y, y: sin * x + cos * y, z } }
}

// The direction in which the run goes, both axes being drawn equally long.
function angleOf({ x, y }, track) {
  const share = (axis, values) => (values[track.end] - values[0]) / (axis.at(-1) - axis[0])
  return Math.atan2(share(y, track.y), share(x, track.x))
}

// How high the ground is at the edge on the side of an angle.
function before({ x, y, z }, angle) {
  const place = (axis, part) => Math.round((0.5 + 0.5 * part) * (axis.length - 1))
  const size = Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle)))
  return z[place(y, Math.sin(angle) / size)][place(x, Math.cos(angle) / size)]
}
