// Moves the walker from place to place: one stride after the other, or many in a row.

const STILL = () => matchMedia("(prefers-reduced-motion: reduce)").matches

// The first steps of a walk are slow enough to follow; a long walk speeds up.
function pace(count) {
  if (count < 6) return STILL() ? { stride: 0, rest: 350 } : { stride: 520, rest: 420 }
  if (count < 16) return STILL() ? { stride: 0, rest: 150 } : { stride: 260, rest: 90 }
  return STILL() ? { stride: 0, rest: 50 } : { stride: 110, rest: 20 }
}

export class Strides {
  // `shown(w)` is called in every frame of a stride, `arrived()` at its end.
  constructor({ shown, arrived }) {
    this.shown = shown
    this.arrived = arrived
    this.playing = false
  }

  // From one place to another; then, while playing, `again` after a rest.
  go(from, to, count, again) {
    this.stop()
    const { stride, rest } = pace(count)
    const done = () => {
      this.frame = null
      this.arrived()
      if (this.playing) this.timer = setTimeout(again, rest)
    }
    if (stride === 0) done()
    else this.glide(from, to, stride, done)
  }

  glide(from, to, length, done) {
    let began = null
    const tick = (now) => {
      began ??= now
      const part = Math.min(1, (now - began) / length)
      this.shown(part < 1 ? from + (to - from) * eased(part) : to)
      if (part < 1) this.frame = requestAnimationFrame(tick)
      else done()
    }
    this.frame = requestAnimationFrame(tick)
  }

  stop() {
    cancelAnimationFrame(this.frame)
    clearTimeout(this.timer)
    this.frame = null
  }
}

function eased(part) {
  return part * part * (3 - 2 * part)
}
