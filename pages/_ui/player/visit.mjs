// How a visit begins, at the step that a link pins or playing, and what the address says of it.

import { arrivals, opening, tell } from "./address.mjs"
import { SLACK } from "./track.mjs"

export class Visit {
  // `player` has the playhead, `head`, and what it moves along: `scene`, `tracks` and longest().
  constructor(player) {
    Object.assign(this, { player, opening: {}, wanted: null, stay: null, touched: false })
  }

  // Whether a link was followed since the last was opened.
  get due() {
    return this.arrival !== arrivals()
  }

  // Whether the link is to a step.
  get pinned() {
    return this.opening.step !== undefined
  }

  // Asks what the link wants; without a link to a step, `stay` is the one to go on from.
  async open() {
    this.opening = await opening(this.player.scene.prefix)
    this.arrival = arrivals()
    this.touched = this.pinned
    this.wanted = this.opening.step ?? this.stay ?? null
    this.stay = null
  }

  begin() {
    const { head } = this.player
    if (this.wanted !== null) this.seek()
    else if (this.opening.play === false) head.go(0)
    else if (matchMedia("(prefers-reduced-motion: reduce)").matches) head.go(head.last)
    else {
      head.step = this.branching()
      head.play()
    }
  }

  // Where a branch begins: what comes before it has been seen.
  branching() {
    const { scene, tracks } = this.player
    const [{ step, clock }] = tracks
    return scene.branch ? (clock[step.findIndex((recorded) => recorded >= scene.branch)] ?? 0) : 0
  }

  // To the step that is wanted, as far as the training has come.
  seek() {
    const { head, scene } = this.player
    const { step, clock, end } = this.player.longest()
    const index = step.findIndex((recorded) => recorded >= this.wanted)
    head.go(clock[index < 0 ? end : index])
    if (index < 0 && !scene.complete) return
    this.wanted = null
    if (this.opening.play) head.play()
  }

  // The visitor has taken over.
  touch() {
    this.wanted = null
    this.touched = true
  }

  stepShown() {
    const track = this.player.longest()
    return track.step[track.at(this.player.head.step + SLACK).index]
  }

  // The address says which step is shown, how fast it goes on, and whether it does.
  tell() {
    const { head } = this.player
    const speed = head.speed === "auto" ? {} : { speed: head.speed }
    const pinned = { ...speed, step: this.stepShown() }
    // A run that began to play by itself does so again.
    if (head.playing && !this.touched) this.say(speed, pinned)
    else this.say(head.playing ? { ...pinned, play: 1 } : pinned, pinned)
  }

  // The fields by the names that the address has for this player.
  say(...told) {
    const { prefix } = this.player.scene
    const named = (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [prefix + name, value]))
    tell(this, ...told.map(named))
  }

  end() {
    tell(this, null)
  }
}
