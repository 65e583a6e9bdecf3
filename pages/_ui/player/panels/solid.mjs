// The surface as a solid, with the runs on it: Plotly's own 3D, which needs WebGL. It is heavier
// than the map, so it is drawn only when wanted, and while the playhead moves only as often as leaves
// the map its time.

import { presenting } from "./enlarged.mjs"
import { loadPlotly, loadStyles } from "./loading.mjs"
import { Relief } from "./relief.mjs"
import { figureOf, MOVING, movingOf } from "./solid_figure.mjs"
import { away, firstView, fromAbove, turned } from "./solid_views.mjs"

await Promise.all(["insights.css", "solid.css"].map(loadStyles))

// While it plays, for a part of the time that was taken here so many go to the rest; a surface that
// changes takes most.
const [PAUSES, PAUSES_AFTER_SURFACE] = [2, 5]
// What two frames take by themselves, in milliseconds.
const TWO_FRAMES = 34
const LONGEST_PAUSE = 4000
const MISSING = "This browser shows no 3D: WebGL is missing or switched off. The map above shows the same heights."
const BUTTONS = [
  ["left", "Turn left", "⟲"],
  ["right", "Turn right", "⟳"],
  ["above", "From above", "From above"],
  ["first", "First view", "First view"],
]

export default class Solid {
  constructor(element, player) {
    this.element = element
    this.player = player
    element.classList.add("gd-insight")
    element.innerHTML = `<header><h3>3D</h3><p class="gd-quiet"></p><span class="gd-turns"></span></header><div class="gd-solid" role="img"></div>`
    this.plot = element.querySelector(".gd-solid")
    this.words = element.querySelector("p")
    element.querySelector(".gd-turns").append(...BUTTONS.map((button) => this.button(...button)))
    this.views = {
      left: () => turned(this.camera(), -1),
      right: () => turned(this.camera(), 1),
      above: () => fromAbove(this.away()),
      first: () => firstView(this.relief, this.tracks, this.away()),
    }
    this.next = 0
    this.drawing = Promise.resolve()
    // What is out of sight is left undone until it comes into sight.
    this.sight = new IntersectionObserver(([entry]) => this.seen(entry.isIntersecting))
    this.sight.observe(this.plot)
  }

  seen(visible) {
    this.visible = visible
    if (visible && this.time !== undefined) this.draw()
  }

  button(view, label, text) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, title: label })
    made.setAttribute("aria-label", label)
    made.addEventListener("click", () => this.turn(view))
    return made
  }

  show(spec, scene, tracks) {
    Object.assign(this, { scene, tracks, relief: new Relief(scene.surface, this.player.slices()), stale: true })
    const over = scene.plane.labels.join(", ").replace(/^1st (\w+) direction, .*/, "the 1st and 2nd $1 directions")
    this.words.textContent = `The map above as a landscape: loss over ${over}. Drag to turn it.`
    this.plot.setAttribute("aria-label", `Loss surface in 3D over ${over}, with the path of each run`)
  }

  // While it plays: when there is time again.
  update(time) {
    this.time = time
    clearTimeout(this.timer)
    if (this.stale || performance.now() >= this.next) this.draw()
    else this.timer = setTimeout(() => this.draw(), Math.max(0, this.next - performance.now()))
  }

  rest() {
    this.draw()
  }

  // One after the other; of those that wait only the last is drawn.
  draw() {
    if (this.waiting || this.gone || !this.visible) return
    this.waiting = true
    this.drawing = this.drawing.catch(() => {}).then(async () => {
      this.waiting = false
      if (this.gone || this.missing) return
      const began = performance.now()
      const pauses = await (this.drawn && !this.stale ? this.moving() : this.whole())
      // Plotly draws in the next frame.
      await twoFrames()
      const took = Math.max(0, performance.now() - began - TWO_FRAMES)
      this.next = performance.now() + Math.min(LONGEST_PAUSE, pauses * took)
    })
  }

  async whole() {
    if (!webgl()) this.miss()
    if (this.missing) return 0
    this.stale = false
    this.Plotly ??= await loadPlotly()
    this.relief.follow(this.time)
    const camera = this.camera() ?? this.views.first()
    const { data, layout } = figureOf(this.scene, this.tracks, this.relief, this.time, this.element, camera)
    const config = { displaylogo: false, displayModeBar: false, responsive: false, scrollZoom: false }
    if (this.gone) return 0
    await this.Plotly.react(this.plot, data, layout, config)
    this.drawn = true
    return PAUSES
  }

  // What moves, and where the slice follows the point, the surface too.
  async moving() {
    const surface = this.relief.follow(this.time)
    if (surface) await this.Plotly.restyle(this.plot, { z: [this.relief.z] }, [0])
    const places = movingOf(this.tracks, this.relief, this.time)
    const columns = ["x", "y", "z"].map((axis) => [axis, places.map((place) => place[axis])])
    const { data } = this.plot
    const indices = data.flatMap(({ meta }, i) => (MOVING.includes(meta.role) ? [i] : []))
    await this.Plotly.restyle(this.plot, Object.fromEntries(columns), indices)
    return surface ? PAUSES_AFTER_SURFACE : PAUSES
  }

  miss() {
    this.missing = true
    this.plot.classList.add("gd-missing")
    this.plot.textContent = MISSING
    this.words.hidden = this.element.querySelector(".gd-turns").hidden = true
  }

  async turn(view) {
    if (!this.drawn) return
    await this.drawing
    await this.Plotly.relayout(this.plot, { "scene.camera": this.views[view]() })
  }

  away() {
    return away(this.plot.clientWidth, this.plot.clientHeight, presenting())
  }

  // From where it is looked at now: kept while it plays, and for whatever is shown next.
  camera() {
    return this.drawn ? this.plot._fullLayout.scene.camera : null
  }

  themed() {
    if (!this.drawn) return
    this.stale = true
    this.draw()
  }

  resize() {
    if (this.drawn && this.plot.clientWidth) this.drawing = this.drawing.then(() => this.Plotly.Plots.resize(this.plot))
  }

  dispose() {
    this.gone = true
    this.sight.disconnect()
    clearTimeout(this.timer)
    if (this.drawn) this.Plotly.purge(this.plot)
  }
}

const twoFrames = () => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))

function webgl() {
  const canvas = document.createElement("canvas")
  return Boolean(canvas.getContext("webgl") ?? canvas.getContext("experimental-webgl"))
}
