// Where the player is, on the clock of its tracks (parameter updates, unless a lesson counts
// epochs or samples), and how it moves: the single source of truth.

// "Auto" lingers on the first steps, where everything happens, and speeds up along the walk.
const AUTO_START = 2.5
const AUTO_GROWTH = 0.75

export class Playhead {
  // `changed` hears of every move; `snap` gives the recorded point nearest to a time.
  constructor(changed, snap) {
    this.changed = changed
    this.snap = snap
    this.step = 0
    this.last = 0
    this.more = false
    this.speed = "auto"
    this.playing = false
    this.frame = null
  }

  // The run to move along: its last step so far, and whether more is to come. Whoever has
  // gone to the end of an unfinished run stays at its end.
  measure(last, more) {
    const waiting = this.more && !this.playing && this.step === this.last
    this.last = last
    this.more = more
    this.step = waiting ? last : Math.min(this.step, last)
  }

  get atEnd() {
    return this.step >= this.last && !this.more
  }

  play() {
    if (this.atEnd) this.step = 0
    this.playing = true
    this.time = null
    this.frame ??= requestAnimationFrame((now) => this.tick(now))
    this.changed()
  }

  pause() {
    this.stop()
    this.step = this.snap(this.step)
    this.changed()
  }

  toggle() {
    if (this.playing) this.pause()
    else this.play()
  }

  go(step) {
    this.stop()
    this.step = Math.max(0, Math.min(this.last, step))
    this.changed()
  }

  rewind() {
    this.stop()
    this.step = 0
  }

  stop() {
    this.playing = false
    if (this.frame !== null) cancelAnimationFrame(this.frame)
    this.frame = null
  }

  tick(now) {
    const seconds = this.time === null ? 0 : Math.min(0.1, (now - this.time) / 1000)
    this.time = now
    this.step = Math.min(this.last, this.step + seconds * this.rate())
    if (this.atEnd) this.stop()
    else this.frame = requestAnimationFrame((later) => this.tick(later))
    this.changed()
  }

  rate() {
    return this.speed === "auto" ? Math.max(AUTO_START, AUTO_GROWTH * this.step) : this.speed
  }
}
