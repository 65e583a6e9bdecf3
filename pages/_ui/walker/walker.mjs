// The walker on the foggy mountain: all of it happens here, in the browser.

import { loadStyles } from "./loading.mjs"
import { listen, opening, tell } from "./address.mjs"
import { Betting } from "./betting.mjs"
import { themeColors } from "./colors.mjs"
import { bindKeys } from "./keys.mjs"
import { grip } from "./grip.mjs"
import { Mountain } from "./mountain.mjs"
import { build, SIGHT } from "./panel.mjs"
import { placeOf } from "./typed_place.mjs"
import { Strides } from "./strides.mjs"
import { Walk } from "./walk.mjs"
import { sentence } from "./words.mjs"

// A walk that neither settles nor leaves is long enough after so many steps.
const LONGEST = 400

const walkers = new WeakMap()
// In this order: the last says what a phone changes.
const styled = Promise.all(["mountain.css", "bets.css", "walker.css"].map(loadStyles))

// Called for every message and every change of theme.
export async function show({ parentElement, data }) {
  await styled
  if (!walkers.has(parentElement)) {
    walkers.set(parentElement, new Walker(parentElement.querySelector(".gw"), data))
    const walker = walkers.get(parentElement)
    const open = () => opening().then((asked) => walker.open(asked))
    open()
    walker.unlisten = listen(open)
  }
  walkers.get(parentElement).colour()
}

export function dispose(parentElement) {
  walkers.get(parentElement)?.dispose()
  walkers.delete(parentElement)
}

class Walker {
  constructor(root, { curves }) {
    this.root = root
    this.curves = Object.fromEntries(curves.map((curve) => [curve.key, curve]))
    this.sight = SIGHT
    this.lifted = false
    this.strides = new Strides({ shown: (w) => this.glide(w), arrived: () => this.arrive() })
    this.panel = build(root, this.actions())
    this.panel.grounds(curves)
    this.mountain = new Mountain(this.panel.picture)
    this.betting = new Betting(this.panel.bet, this.curves, {
      set: (ground, start, rate) => this.set(ground, start, rate),
      play: (limit) => {
        // The button that was pressed is gone: the keys go on working in the picture.
        this.panel.picture.focus({ preventScroll: true })
        this.play(limit)
      },
      changed: () => this.paint(),
    })
    grip(this.panel.picture, () => this.mountain.scales, this.hands())
    const keys = this.keys()
    this.unbindKeys = bindKeys(
      root,
      (action) => (this.betting.waiting ? this.refuse() : keys[action]()),
      (action) => action in keys,
    )
    this.resizes = new ResizeObserver(() => this.layout())
    this.resizes.observe(this.panel.picture)
    this.betting.begin()
  }

  // As a link asks: a bet to place, or a walk made again.
  open({ bet, curve, start, learning_rate: rate, step = 0, sight, fog }) {
    if (sight !== undefined) this.sight = sight
    if (fog !== undefined) this.lifted = !fog
    if (bet) this.betting.take(bet)
    else if (curve ?? start ?? rate ?? step) {
      this.betting.leave()
      this.set(curve ?? this.ground, start, rate)
      for (let k = 0; k < step; k++) this.walk.step()
    }
    this.rest(() => {})
  }

  // The address says what would show the same: the bet that is asked, or the walk.
  tellAddress() {
    const { walk, sight, lifted, ground, betting } = this
    const look = { ...(sight === SIGHT ? {} : { sight }), ...(lifted ? { fog: 0 } : {}) }
    const asked = betting.waiting ? { bet: betting.challenge.key } : { curve: ground, ...walk.recipe }
    // The first bet is what the page begins with.
    if (betting.waiting && betting.first) delete asked.bet
    tell(this, { ...asked, ...look })
  }

  actions() {
    return {
      step: () => this.step(),
      play: () => (this.strides.playing ? this.pause() : this.play()),
      skip: () => this.betting.bet.skip(),
      back: () => this.rest(() => this.walk.back()),
      reset: () => this.rest(() => this.walk.reset()),
      ground: (key) => {
        this.betting.leave()
        this.set(key)
      },
      rate: (rate) => {
        this.betting.leave()
        this.walk.rate = rate
        this.paint()
      },
      start: (text) => {
        const { told, value } = placeOf(text, this.walk.curve)
        if (told) return told
        this.betting.leave()
        this.rest(() => this.walk.put(value))
        return ""
      },
      sight: (sight) => {
        this.sight = sight
        this.paint()
      },
      lift: (lifted) => {
        this.lifted = lifted
        this.paint()
      },
    }
  }

  // What the page's keys do here.
  keys() {
    const { play, back, reset, step: forward } = this.actions()
    return { play, back, forward, restart: reset, end: () => this.end(), replay: () => (reset(), this.play()) }
  }

  hands() {
    const held = (w) => {
      this.betting.leave()
      this.holding = true
      this.rest(() => this.walk.put(w))
    }
    return {
      place: () => this.mountain.place(this.shown),
      grab: held,
      drop: () => {
        this.holding = false
        this.paint()
      },
      click: (w) => this.betting.point(w),
      nudge: (share) => {
        const { low, high } = this.walk.curve
        const by = share * (high - low)
        if (!this.betting.nudge(by)) held(Math.max(low, Math.min(high, this.walk.w + by)))
        this.holding = false
        this.paint()
      },
      step: () => (this.betting.waiting ? this.betting.enter() : this.step()),
      play: () => (this.betting.waiting ? this.betting.enter() : this.strides.playing ? this.pause() : this.play()),
    }
  }

  // What is asked for is locked until a bet: those who see it and those who hear it are told.
  refuse() {
    const locked = this.root.querySelector(".gw-locked")
    locked.animate({ outline: ["3px solid var(--st-primary-color)", "3px solid transparent"] }, 1200)
    this.betting.bet.say("Locked until you bet, or skip the bet.")
  }

  // A ground, with its own start and rate unless told others.
  set(key, start = this.curves[key].start, rate = this.curves[key].rate) {
    this.pause()
    this.ground = key
    this.walk = new Walk(this.curves[key], start, rate)
    this.shown = start
    this.layout()
  }

  step() {
    if (this.betting.waiting) return
    this.pause()
    this.stride()
  }

  play(limit = this.walk.steps + LONGEST) {
    this.strides.playing = true
    this.limit = limit
    this.stride()
  }

  // All steps to come, at once.
  end() {
    this.rest(() => {
      for (const limit = this.walk.steps + LONGEST; this.walk.steps < limit && !this.walk.over && this.walk.step(); )
        this.betting.stepped(this.walk)
    })
  }

  stride() {
    this.shown = this.walk.w
    if (!this.walk.canStep) return this.pause()
    this.strides.go(this.walk.w, this.walk.next, this.walk.steps, () => this.stride())
    this.paint()
  }

  glide(w) {
    this.shown = w
    this.mountain.draw(this.scene())
  }

  arrive() {
    this.walk.step()
    this.shown = this.walk.w
    if (this.walk.over || this.walk.steps >= this.limit) this.strides.playing = false
    this.betting.stepped(this.walk)
    this.paint()
  }

  pause() {
    this.strides.playing = false
    this.rest(() => {})
  }

  // Stands still, changed by `change`.
  rest(change) {
    this.strides.playing = false
    this.strides.stop()
    if (!this.walk) return
    change()
    this.shown = this.walk.w
    this.paint()
  }

  layout() {
    const { clientWidth, clientHeight } = this.panel.picture
    if (!clientWidth || !clientHeight) return
    this.mountain.show(this.walk.curve, clientWidth, clientHeight)
    this.paint()
  }

  scene() {
    const { walk, shown, sight, lifted } = this
    return { walk, shown, sight, lifted, marks: this.betting.marks }
  }

  paint() {
    if (!this.mountain.scales) return
    const { walk, ground, sight, lifted, strides } = this
    this.panel.choices({ ground, rate: walk.rate, sight, reach: this.mountain.reach(sight), lifted })
    this.panel.start(walk.path[0])
    this.panel.numbers(walk, sentence(walk), strides.playing || this.holding, this.betting.aimed)
    this.panel.buttons({ walk, playing: strides.playing, waiting: this.betting.waiting })
    this.mountain.draw(this.scene())
    this.tellAddress()
  }

  colour() {
    themeColors(this.root)
  }

  dispose() {
    tell(this, null)
    this.unbindKeys()
    this.unlisten()
    this.strides.playing = false
    this.strides.stop()
    this.resizes.disconnect()
  }
}
