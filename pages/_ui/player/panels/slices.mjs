// Honest slices: the same runs on a plane of every kind, each with what it holds of the movement and
// how high it draws the point; and the twins of the minimum.

import { short } from "./drawing.mjs"
import { Landscape } from "./landscape.mjs"
import { Following } from "./following.mjs"
import { loadStyles } from "./loading.mjs"
import { SliceMap } from "./slice_map.mjs"
import { node, Twins } from "./twins.mjs"

await Promise.all(["insights.css", "slices.css"].map(loadStyles))

const [GRID, COARSE_GRID] = [36, 24]
const MANY_PRODUCTS = 50
const TOLD = {
  pair: "Two weights vary; the others are fixed at the best point. The map shows real weights, but away from that point its heights are not the run's loss.",
  follow: "The same two weights; the others are fixed at this step. The height under the point is its loss, and the map changes as the point moves.",
  principal: "The two directions in which the path spreads most. The map shows the shape of the path, but each direction mixes all the weights.",
  random: "Two random directions. The map shows the ground around the best point, but little of the way to it.",
}

export default class Slices {
  constructor(element, player) {
    this.player = player
    element.classList.add("gd-insight")
    this.intro = node("p", "gd-quiet")
    this.row = node("div", "gd-slices-row")
    element.append(node("h3", "", "Four maps of one step"), this.intro, this.row)
    this.twins = new Twins()
    this.element = element
    // What is out of sight is left undone until it comes into sight.
    this.sight = new IntersectionObserver(([entry]) => this.seen(entry.isIntersecting))
    this.sight.observe(element)
  }

  seen(visible) {
    this.visible = visible
    if (this.time !== undefined) this.update(this.time)
  }

  show({ cards, twins }, scene, tracks) {
    this.track = tracks[0]
    this.intro.textContent = `A map has two directions, but this model has ${scene.names.length} parameters. Here are four maps of the same step. Each says how much of the path it shows, and compares the height that it draws with the true loss.`
    const landscape = scene.model && new Landscape(scene.model)
    this.cards = cards.map((card) => new Card(card, scene, tracks, landscape, (plane) => this.player.send("choose", { plane, view: null })))
    this.row.replaceChildren(...this.cards.map((card) => card.element))
    if (twins) this.element.append(this.twins.element)
    else this.twins.element.remove()
    if (twins) this.twins.show(twins, scene, tracks)
    this.twinned = Boolean(twins)
  }

  update(time) {
    this.time = time
    if (!this.visible) return
    for (const card of this.cards) card.update(time)
    if (this.twinned) this.twins.update(time)
  }

  resize() {
    for (const card of this.cards ?? []) card.map.fit()
    this.twins.resize()
    if (this.time !== undefined) this.update(this.time)
  }

  dispose() {
    this.sight.disconnect()
  }
}

class Card {
  constructor(card, scene, tracks, landscape, choose) {
    Object.assign(this, { card, tracks, landscape })
    const name = node("button", "gd-slice-name", card.name)
    Object.assign(name, { type: "button", title: "Show this plane above" })
    name.setAttribute("aria-pressed", card.shown)
    name.addEventListener("click", () => choose(card.plane))
    this.map = new SliceMap(`Loss over the plane “${card.name}”, with the path of the run`)
    this.height = node("p", "gd-number")
    const held = node("p", "gd-number", `shows ${(100 * card.held).toFixed(1)}\u00a0% of the path`)
    this.element = node("figure", "gd-slice")
    this.element.append(name, this.map.element, held, this.height, node("p", "gd-quiet", TOLD[card.kind]))
    this.map.show(card, scene, tracks)
    if (card.kind === "follow" && landscape) this.following = this.follower(scene)
  }

  // A slice of its own, on this card's plane.
  follower(scene) {
    const { heights, contours, axes } = this.card
    const traces = [{ meta: { role: "surface" }, ...heights }, { meta: { role: "contours" }, ...contours }]
    return new Following({ ...scene, plane: axes, surface: { data: traces } }, this.tracks, this.landscape)
  }

  update(time) {
    if (!this.map.axes && !this.map.fit()) return
    if (this.following) this.shift(time)
    this.map.update(time)
    this.tell(time)
  }

  shift(time) {
    const count = this.landscape.products > MANY_PRODUCTS ? COARSE_GRID : GRID
    const [x, y] = [this.card.heights.x, this.card.heights.y].map((values) => evenly(values, count))
    this.map.lay({ x, y, z: this.following.grid(time, x, y) })
  }

  tell(time) {
    const [track] = this.map.tracks
    const { index } = track.at(time)
    const drawn = this.following ? track.loss[index] : this.landscape?.under(this.card.axes, track, index)
    if (drawn === undefined) return
    const text = `loss ${short(track.loss[index], 4)}, on the map ${short(drawn, 4)}`
    if (this.height.textContent !== text) this.height.textContent = text
  }
}

function evenly(values, count) {
  return Float32Array.from({ length: count }, (_, i) => values[0] + (i / (count - 1)) * (values.at(-1) - values[0]))
}
