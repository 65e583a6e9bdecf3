// The hill that a batch sees: its own surface laid over the full one, and its step beside the full one's.

import { alike, drawStep, enlargement, pixels } from "./batch_arrows.mjs"
import { BatchTable } from "./batch_table.mjs"
import { batchName, heldWords, laidWords, optimizerWords, timesWords, wanted } from "./batch_words.mjs"
import { html, say } from "./field.mjs"
import { Hills, keyOf } from "./hills.mjs"
import { loadStyles } from "./loading.mjs"
import { SampleHills } from "./sample_hills.mjs"
import { between } from "./track.mjs"

await Promise.all(["insights.css", "batch.css"].map(loadStyles))

// The batch has its colour; what all samples say is white, as the surface's own lines are.
const PINK = [255, 92, 190]
const OWN = { color: `rgb(${PINK})` }
const FULL = { color: "#ffffff", dash: [5, 4] }
// Arrows that go the same way lie beside each other, so many pixels off the line.
const BESIDE = 3.5

// A panel of the player, see panels.mjs.
export default class Batch {
  constructor(element, player) {
    this.player = player
    element.classList.add("gd-insight")
    this.words = html("p", "gd-hill-words")
    this.table = new BatchTable()
    this.note = html("p", "gd-quiet gd-hill-note")
    this.offer = offers((batch) => player.send("choose", { batch }))
    this.samples = new SampleHills((sample) => this.lay(sample))
    const [both, told] = [html("div", "gd-hill-both"), html("div", "gd-hill-told")]
    told.append(html("h3", "", "The hill this batch sees"), this.words, this.offer, this.table.element, this.note)
    both.append(told, this.samples.element)
    element.append(both)
    element.setAttribute("role", "group")
    this.pinned = null
  }

  // `spec` is what insights/batch.py sends. A long training sends it again and again.
  show(spec, scene, tracks) {
    const { steps, samples, run, optimizer, names } = spec
    Object.assign(this, { spec, track: tracks[run], index: null })
    // Plain descent steps along the batch's arrow: the player need not draw that once more.
    this.steps = steps && !optimizer ? run : null
    if (!samples) this.hills = this.pinned = null
    else if (!same(this.hills, spec)) this.raise(scene)
    this.offer.hidden = steps !== null
    this.table.element.hidden = steps === null
    this.samples.element.hidden = samples === null
    this.samples.element.style.setProperty("--gd-run", this.track.color)
    this.table.name(names.length)
  }

  raise(scene) {
    this.hills = new Hills(this.spec, PINK)
    this.pinned = null
    this.samples.show(this.hills, this.spec.names, scene.surface.data.find(({ meta }) => meta.role === "surface"))
  }

  update(time) {
    this.time = time
    const place = this.place(time)
    if (this.hills) this.samples.place(between(this.track.x, place), between(this.track.y, place))
    const last = this.track.at(time).index > place.index
    if (place.index === this.index && last === this.last) return
    Object.assign(this, { index: place.index, last })
    this.batch = this.batchAt(place.index)
    const laid = this.pinned === null ? this.batch : [this.pinned]
    this.ghost = laid && this.hillOf(laid, time)
    this.samples.frame(this.batch ?? [], this.pinned)
    this.element.dataset.batch = this.batch ? keyOf(this.batch) : ""
    this.tell(place.index)
  }

  // Where the update that is told begins: at the end of the run, the last.
  place(time) {
    const now = this.track.at(time)
    const index = this.track.told(now.index)
    return index < now.index ? { index, part: 0 } : now
  }

  // The samples of the update that leaves a recorded point; null at the end, and where all are in it.
  batchAt(index) {
    const { steps } = this.spec
    if (!steps || index >= this.track.end) return null
    return steps.batches.map((column) => column[index]).filter((sample) => sample >= 0)
  }

  // On a slice that follows the point, the ground and every hill change with the step.
  hillOf(batch, time) {
    if (this.hills) return this.hills.of(batch)
    const [x, y] = [this.spec.x, this.spec.y].map(coarser)
    const rows = this.player.slices().losses(time, x, y, batch)
    const samples = [Float32Array.from(rows.flatMap((row) => Array.from(row)))]
    return new Hills({ samples, x, y }, PINK).of([0])
  }

  tell(index) {
    const { spec: { steps, names }, track, batch } = this
    if (!steps) {
      say(this.words, `Every update of this run sees all ${names.length} samples: the batch's hill is the whole surface.`)
      return
    }
    const [own, full] = [batch ? steps.batch.length[index] : 0, steps.full.length[index]]
    say(this.words, wanted({ angle: steps.angle[index], batchLength: own, fullLength: full, last: this.last }))
    this.table.update(batch && { name: batchName(batch), loss: steps.loss[index], step: own }, { loss: track.loss[index], step: full })
    this.held = heldWords(batch ? held(steps.batch, index) : NaN, held(steps.full, index))
  }

  // The hill of one sample instead of the batch's, until it is pressed again.
  lay(sample) {
    this.pinned = this.pinned === sample ? null : sample
    this.index = null
    this.update(this.time)
    this.rest()
    this.player.paint()
  }

  under(context, axes) {
    const { ghost } = this
    if (!ghost) return
    const [left, right] = edges(ghost.x, axes.x)
    const [bottom, top] = edges(ghost.y, axes.y)
    context.drawImage(ghost.tint, left, top, right - left, bottom - top)
    context.lineWidth = 1.5 * axes.weight
    context.strokeStyle = OWN.color
    context.stroke(ghost.lines(axes, context.Path))
    this.element.dataset.pieces = ghost.pieces
  }

  over(context, axes, { time }) {
    const { spec: { steps, optimizer } } = this
    const parts = [laidWords(this.pinned)]
    if (steps) {
      const times = this.paintSteps(context, axes, this.place(time))
      parts.push(this.held, timesWords(times), optimizerWords(optimizer))
    }
    say(this.note, parts.filter(Boolean).join(" "))
  }

  // Gives how much longer than the steps the arrows are.
  paintSteps(context, axes, place) {
    const { spec: { steps }, track } = this
    const { index } = place
    const shown = [{ ...stepAt(steps.full, index), look: FULL }]
    if (index < track.end) shown.push({ ...stepAt(steps.batch, index), look: OWN })
    const times = enlargement(axes, shown)
    // Where each update is recorded the dot goes along its arrow, which stays.
    const at = track.single(index) ? { index, part: 0 } : place
    const from = { x: between(track.x, at), y: between(track.y, at) }
    // The shorter one lies on the longer: neither hides the other.
    shown.sort((a, b) => pixels(axes, b) - pixels(axes, a))
    const aside = shown.length > 1 && alike(axes, ...shown) ? BESIDE : 0
    shown.forEach((step, i) => drawStep(context, axes, from, step, times, step.look, i ? -aside : aside))
    return times
  }

  dispose() {
    this.samples.dispose()
  }

  // For those who do not see it.
  rest() {
    const label = [this.words.textContent, this.spec.steps ? this.table.words() : ""].filter(Boolean).join(" ")
    this.element.setAttribute("aria-label", `The hill this batch sees. ${label}`)
  }
}

// Half as many values between the same ends.
function coarser(values) {
  const count = values.length >> 1
  return Float32Array.from({ length: count }, (_, i) => values[0] + (i / (count - 1)) * (values.at(-1) - values[0]))
}

// The share of a step's squared length that lies in the plane.
function held({ x, y, length }, index) {
  return (x[index] ** 2 + y[index] ** 2) / length[index] ** 2
}

const stepAt = ({ x, y }, index) => ({ x: x[index], y: y[index] })

// A node is the middle of its pixel: the outermost reach half a cell further.
function edges(nodes, axis) {
  const [first, last] = [axis.pixel(nodes[0]), axis.pixel(nodes.at(-1))]
  const half = (last - first) / (nodes.length - 1) / 2
  return [first - half, last + half]
}

function same(hills, { samples, x, y }) {
  return hills?.samples.length === samples.length && [...samples, x, y].every((column, i) => equal(column, [...hills.samples, hills.x, hills.y][i]))
}

function equal(one, other) {
  return one.length === other.length && one.every((value, i) => Object.is(value, other[i]))
}

function offers(choose) {
  const row = html("p", "gd-hill-offer")
  row.append("Let an update see fewer of them: ")
  for (const [batch, text] of [["stochastic", "one sample at a time"], ["mini", "mini-batches"]]) {
    const button = html("button", "", text)
    Object.assign(button, { type: "button" })
    button.dataset.choose = batch
    button.addEventListener("click", () => choose(batch))
    row.append(button, " ")
  }
  return row
}
