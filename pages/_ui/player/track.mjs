// One run as the player follows it: its place on the plane at any time of the playhead.

// Below any distance between two recorded points, above what rounding makes.
export const SLACK = 1e-6

const CLOCKS = {
  updates: (step) => step,
  epochs: (step, run) => step / run.updatesPerEpoch,
  // An epoch's last batch may be smaller.
  samples: (step, { updatesPerEpoch, samples, batchSize }) =>
    Math.floor(step / updatesPerEpoch) * samples + Math.min((step % updatesPerEpoch) * batchSize, samples),
}

export class Track {
  // `clock` says what the playhead counts: "updates", "epochs" or "samples".
  constructor(run, plane, clock = "updates") {
    Object.assign(this, run)
    this.end = this.step.length - 1
    this.clock = Float64Array.from(this.step, (step) => CLOCKS[clock](step, this))
    this.x = project(run.params, plane.origin, plane.axes[0])
    this.y = project(run.params, plane.origin, plane.axes[1])
    this.gradLength ??= Float32Array.from(this.step, (_, i) => Math.hypot(...this.grad.map((column) => column[i])))
  }

  // The recorded point at or before a time of the clock, and how far it is to the next one (0 to 1).
  at(time) {
    let [index, beyond] = [0, this.end + 1]
    while (beyond - index > 1) {
      const middle = (index + beyond) >> 1
      if (this.clock[middle] <= time) index = middle
      else beyond = middle
    }
    if (index === this.end) return { index, part: 0 }
    const part = (time - this.clock[index]) / (this.clock[index + 1] - this.clock[index])
    return { index, part }
  }

  // The finished passes over the data at a recorded point.
  epochAt(index) {
    return this.epoch ? this.epoch[index] : Math.floor(this.step[index] / this.updatesPerEpoch)
  }

  // The times of the recorded points around a time: before it, after it, and nearest to it.
  before(time) {
    return this.clock[Math.max(0, this.at(time - SLACK).index)]
  }

  after(time) {
    return this.clock[Math.min(this.end, this.at(time + SLACK).index + 1)]
  }

  nearest(time) {
    const { index, part } = this.at(time)
    return this.clock[part < 0.5 ? index : index + 1]
  }

  // True where the next recorded point is the next update, not a later one.
  single(index) {
    return index < this.end && this.step[index + 1] - this.step[index] === 1
  }

  // The point whose update is told at a point: the one that it leaves, or at the end the last there was.
  told(index) {
    return Math.max(0, Math.min(index, this.end - 1))
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
