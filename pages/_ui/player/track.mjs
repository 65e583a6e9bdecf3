// One run as the player follows it: its place on the plane at any step of the playhead.

export class Track {
  constructor(run, plane) {
    Object.assign(this, run)
    this.end = this.step.length - 1
    this.x = project(run.params, plane.origin, plane.axes[0])
    this.y = project(run.params, plane.origin, plane.axes[1])
    this.gradLength ??= Float32Array.from(this.step, (_, i) => Math.hypot(...this.grad.map((column) => column[i])))
  }

  // The recorded point at or before a step, and how far it is to the next one (0 to 1).
  at(step) {
    let [index, beyond] = [0, this.end + 1]
    while (beyond - index > 1) {
      const middle = (index + beyond) >> 1
      if (this.step[middle] <= step) index = middle
      else beyond = middle
    }
    if (index === this.end) return { index, part: 0 }
    const part = (step - this.step[index]) / (this.step[index + 1] - this.step[index])
    return { index, part }
  }

  // The steps of the recorded points around a step: before it, and after it.
  before(step) {
    return this.step[Math.max(0, this.at(step - 1e-6).index)]
  }

  after(step) {
    return this.step[Math.min(this.end, this.at(step).index + 1)]
  }

  // True where the next recorded point is the next update, not a later one.
  single(index) {
    return index < this.end && this.step[index + 1] - this.step[index] === 1
  }

  // The samples of the update that leaves a point, or null at the end of the run.
  batchAt(index) {
    if (index >= this.end) return null
    if (!this.batches) return "all"
    return this.batches.map((column) => column[index]).filter((sample) => sample >= 0)
  }
}

function project(params, origin, axis) {
  const size = params[0].length
  const out = new Float32Array(size)
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let p = 0; p < axis.length; p++) sum += (params[p][i] - origin[p]) * axis[p]
    out[i] = sum
  }
  return out
}

export function between(values, { index, part }) {
  return part === 0 ? values[index] : values[index] + part * (values[index + 1] - values[index])
}
