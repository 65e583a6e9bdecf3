// The live player: decodes one message per run and then plays it without the server.

import { listen } from "./address.mjs"
import { actionsOf, setSpeed, SPEEDS } from "./actions.mjs"
import { Asks } from "./asks.mjs"
import { Bet } from "./bet.mjs"
import { bigType } from "./enlarged.mjs"
import { bindKeys } from "./keys.mjs"
import { heightAt } from "./heights.mjs"
import { Landscape, lifted } from "./landscape.mjs"
import { loadStyles } from "./loading.mjs"
import { paintLoss, paintSurface } from "./painting.mjs"
import { Panels } from "./panels.mjs"
import { decode } from "./payload.mjs"
import { Picture } from "./picture.mjs"
import { Pointer } from "./pointer.mjs"
import { Playhead } from "./playhead.mjs"
import { Readout } from "./readout.mjs"
import { settle } from "./settling.mjs"
import { StartGrip } from "./start_grip.mjs"
import { lossWords, surfaceWords } from "./spoken.mjs"
import { onLoss, onSurface } from "./still.mjs"
import { COMPACT_WIDTH, pageLook, themed } from "./theme.mjs"
import { between, SLACK, Track } from "./track.mjs"
import { build } from "./view.mjs"
import { Visit } from "./visit.mjs"

const STYLES = ["player.css", "readout.css", "bet.css", "asks.css", "layouts.css", "marks.css"]
const REST_AFTER = 160

const players = new WeakMap()

// Called for every message and every change of theme.
export async function show(component) {
  const { parentElement } = component
  if (!players.has(parentElement)) players.set(parentElement, Player.open(parentElement))
  const player = await players.get(parentElement)
  await player.receive(component)
}

// At once out of the way: what is shown next in the same place gets a player of its own.
export async function dispose(parentElement) {
  const opening = players.get(parentElement)
  players.delete(parentElement)
  const player = await opening
  player?.dispose()
}

// A slice that follows the point has modules of its own: few want one.
async function follow(...seen) {
  const { Following } = await import("./following.mjs")
  return new Following(...seen)
}

class Player {
  static async open(parentElement) {
    const root = parentElement.querySelector(".gd-player")
    await Promise.all(STYLES.map(loadStyles))
    return new Player(root)
  }

  constructor(root) {
    this.root = root
    this.parts = build(root, SPEEDS)
    this.head = new Playhead(
      () => this.moved(),
      (time) => this.longest().nearest(time),
    )
    this.visit = new Visit(this)
    this.readout = new Readout(this.parts.numbers)
    this.pointer = new Pointer(this)
    this.surface = new Picture(this.parts.surface, {
      click: (place) => this.clicked(this.pointer.landing(place)),
      hover: (place) => this.pointer.overSurface(place),
      view: (view) => this.send("view", view),
    })
    this.loss = new Picture(this.parts.loss, {
      click: (place) => this.head.go(this.pointer.time(place)),
      hover: (place) => this.point(place),
    })
    this.grip = new StartGrip(this)
    this.bet = new Bet(this.parts.bet, this.parts.verdict, () => this.betPlaced())
    this.asks = new Asks(this.parts.asks, (name) => this.send("toggle", name))
    this.panels = new Panels(this.parts, {
      root,
      act: (action, value) => this.act(action, value),
      send: (event, value) => this.send(event, value),
      paint: () => this.paint(),
      slices: () => this.following,
    })
    this.actions = actionsOf(this)
    this.unbindKeys = bindKeys(root, (action) => this.act(action), (action) => action in this.actions)
    this.parts.bind((action, value) => this.act(action, value))
    this.type = bigType()
    this.resizes = new ResizeObserver(() => this.resized())
    this.resizes.observe(this.parts.pictures)
    this.queue = Promise.resolve()
    this.enlarge = () => this.scene && this.resized()
    document.addEventListener("gd-present", this.enlarge)
    // A link to the same run, perhaps at another step, comes without a message.
    this.unlisten = listen(({ same }) => same && this.scene && this.reopen())
  }

  async reopen() {
    await this.visit.open()
    this.head.rewind()
    if (this.visit.pinned) this.bet.ask(null)
    this.parts.betting(this.bet.open)
    if (!this.bet.open) this.visit.begin()
  }

  // Messages are shown one after the other, and only the newest of those that wait.
  receive(component) {
    this.send = (name, value) => component.setTriggerValue(name, value)
    this.newest = component
    this.offline = component.offline
    return this.queued(() => this.newest === component && this.present(component))
  }

  // What draws waits for what draws already: Plotly can do one thing at a time. What fails is
  // reported, and does not keep the next from being done.
  queued(draw) {
    this.queue = this.queue.catch(() => {}).then(draw)
    return this.queue
  }

  async present({ data }) {
    if (data !== this.data) {
      const scene = await decode(data)
      this.data = data
      const fresh = scene.id !== this.scene?.id || this.visit.due
      const kept = this.scene && scene.clock !== this.scene.clock ? this.place() : null
      const tracks = scene.runs.map((run) => new Track(run, scene.plane, scene.clock))
      const landscape = scene.model && new Landscape(scene.model)
      const following = scene.follows && landscape ? await follow(scene, tracks, landscape) : null
      Object.assign(this, { scene, tracks, landscape, following })
      this.addLosses()
      if (fresh) {
        this.head.rewind()
        await this.visit.open()
        if (this.visit.opening.speed) setSpeed(this, this.visit.opening.speed)
      }
      if (kept && !fresh) this.head.step = between(this.tracks[kept.run].clock, kept)
      this.head.measure(this.longest().clock.at(-1), !scene.complete)
      if (scene.numbers) this.readout.build(scene.names, this.tracks, this.drawn())
      this.parts.layout(scene.layout)
      this.root.querySelector(".gd-marks").classList.toggle("gd-fixed", scene.starts === false)
      this.asks.show(scene.insights)
      this.parts.training(scene)
      // Who was sent to a step has seen what there was to bet on.
      this.bet.ask(this.visit.pinned ? null : scene.bet)
      this.parts.betting(this.bet.open)
      await Promise.all([this.redraw(), this.panels.show(scene, this.tracks, this.head.step)])
      if (this.gone) return
      // Who has moved on while it was being drawn stays there.
      const moved = this.head.playing || this.head.step > 0
      if (fresh && !this.bet.open && !moved) this.visit.begin()
      else if (this.visit.wanted !== null) this.visit.seek()
    } else if (this.scene) {
      await this.redraw()
      this.panels.themed()
    }
    this.moved()
  }

  longest() {
    // Of equally long ones that with the most steps, so that each of them can be stepped to.
    const further = (a, b) => b.clock[b.end] - a.clock[a.end] || b.end - a.end
    return this.tracks.reduce((a, b) => (further(a, b) > 0 ? b : a))
  }

  // Where the longest run is, apart from what its clock counts.
  place() {
    const track = this.longest()
    return { run: this.tracks.indexOf(track), ...track.at(this.head.step) }
  }

  // A click on the surface is a start, or the place where someone bets that the dot will be.
  clicked({ x, y }) {
    if (this.bet.open) return this.bet.place({ x, y })
    const axes = this.surface.axes()
    const place = [round(x, axes.x), round(y, axes.y)]
    if (this.following) this.send("choose", { start: this.following.lift(this.head.step, ...place).join(",") })
    else this.send("start", [...place, ...this.surface.view])
  }

  // What gives the height drawn under a track, where the picture leaves parameters out.
  drawn() {
    if (this.following) return (track, time) => this.following.height(time, track)
    const { landscape, scene } = this
    if (!landscape) return null
    return (track, time) => landscape.under(scene.plane, track, track.at(time).index)
  }

  // The loss at a place of the map: exactly where the browser knows the model, else between the map's own values.
  lossAt({ x, y }) {
    const { following, landscape, scene, head } = this
    if (following) return landscape.loss(following.lift(head.step, x, y))
    if (landscape) return landscape.loss(lifted(scene.plane, x, y))
    return heightAt(scene.surface.data.find(({ meta }) => meta.role === "surface"), x, y)
  }

  betPlaced() {
    this.parts.betting(false)
    this.visit.begin()
  }

  // Contours are drawn from the logarithm of the loss; the loss itself is for hovering. What has no
  // logarithm lies on the floor of the loss curve.
  addLosses() {
    const { floor } = this.scene.loss.layout.meta ?? {}
    for (const trace of this.scene.loss.data) {
      if (trace.meta.role === "batch") trace.y = this.tracks[0].batchLoss.map((loss) => (loss === 0 && floor ? floor : loss))
    }
    for (const trace of this.scene.surface.data) {
      if (trace.meta.role === "surface") trace.customdata = trace.z.map((row) => Array.from(row, trace.meta.linear ? (v) => v : (v) => 10 ** v))
    }
  }

  async redraw() {
    this.parts.describe(this.scene)
    this.type = bigType()
    const compact = (this.compact = this.isCompact())
    const { following, head } = this
    const time = head.step
    following?.draw(time)
    await this.surface.show(themed(this.scene.surface, this.root, compact))
    if (following) following.held = time
    // The surface is what is waited for: let it be seen before the loss curve is drawn.
    await new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))
    await this.loss.show(themed(this.scene.loss, this.root, compact))
    this.resting = false
    Object.assign(this, pageLook(this.root))
  }

  isCompact() {
    return this.root.clientWidth < COMPACT_WIDTH
  }

  async resized() {
    // In presentation mode the type goes by the size of the screen; a phone may be turned.
    const retyped = this.scene && (this.type !== bigType() || this.compact !== this.isCompact())
    if (retyped) await this.queued(() => this.redraw())
    await Promise.all([this.surface.resize(), this.loss.resize()])
    this.panels.resize()
    if (retyped) this.panels.themed()
    if (retyped && !this.gone) this.moved()
  }

  act(action, value) {
    if (!this.tracks || this.gone) return
    if (this.bet.open) return action === "unlock" ? this.bet.skip() : this.refuse()
    this.visit.touch()
    this.actions[action](value)
    this.visit.tell()
  }

  // What is asked for is locked until a bet: those who see it and those who hear it are told.
  refuse() {
    const locked = this.root.querySelector(".gd-locked")
    locked.animate({ outline: ["3px solid var(--st-primary-color)", "3px solid transparent"] }, 1200)
    this.bet.say("Locked until you bet, or skip the bet.")
  }

  // Links the pictures: a place on the loss curve is ringed on the surface.
  point(place) {
    this.pointer.overLoss(place)
    this.pointed = place ? this.pointer.time(place) : null
    this.paint()
  }

  // The playhead moved, or the picture changed: show that step everywhere.
  moved() {
    if (!this.tracks || this.gone) return
    const { head } = this
    this.parts.position(head, this.scene)
    if (this.scene.numbers) this.readout.update(head.step + SLACK)
    this.panels.update(head.step + SLACK)
    settle(this.bet, this)
    if (!this.bet.open) this.visit.tell()
    clearTimeout(this.timer)
    this.wake()
    if (!head.playing) this.timer = setTimeout(() => this.rest(), REST_AFTER)
    this.paint()
  }

  // While moving, the canvas holds the lines; Plotly's own are emptied, once.
  wake() {
    if (this.resting === false) return
    this.resting = false
    this.surface.rest(null)
    this.loss.rest(null)
  }

  // At rest Plotly holds them, so that hover, legend and camera see them.
  rest() {
    this.resting = true
    const { scene, tracks, head, following } = this
    this.surface.rest(onSurface(scene, tracks, head.step))
    if (following && following.held !== head.step) this.hold(head.step)
    this.loss.rest(onLoss(scene, tracks, head.step))
    this.parts.speak(surfaceWords(scene, tracks, head.step), lossWords(scene, tracks, head.step))
    this.panels.rest()
    this.paint()
  }

  // Until Plotly has drawn the slice at a time, the canvas shows it.
  async hold(time) {
    const { following } = this
    await this.surface.restyle(...following.draw(time))
    following.held = time
    this.paint()
  }

  paint() {
    const { scene, tracks, head, resting, pointed, lineColor, panels, following } = this
    const shown = { scene, tracks, resting, pointed, time: this.head.step, spot: this.bet.spot }
    // What is painted below the paths would hide those that Plotly holds at rest.
    const bare = !panels.beneath && !(following && following.held !== head.step)
    const paths = { ...shown, resting: resting && bare, stepless: (place) => panels.drawsStep(place) }
    this.surface.paint((context, axes) => {
      following?.paint(context, axes, shown.time)
      this.panels.under(context, axes, shown)
      paintSurface(context, axes, paths)
      this.panels.over(context, axes, shown)
    })
    this.grip.place()
    this.loss.paint((context, axes) => paintLoss(context, axes, shown, lineColor))
  }

  dispose() {
    this.gone = true
    this.visit.end()
    this.unlisten()
    this.head.stop()
    clearTimeout(this.timer)
    this.unbindKeys()
    document.removeEventListener("gd-present", this.enlarge)
    this.panels.dispose()
    this.resizes.disconnect()
    this.surface.dispose()
    this.loss.dispose()
  }
}

// A place on an axis in as few digits as tell its pixels apart.
function round(value, axis) {
  const digits = Math.ceil(-Math.log10(Math.abs(axis.value(1) - axis.value(0))))
  return Number(value.toFixed(Math.max(0, Math.min(100, digits))))
}
